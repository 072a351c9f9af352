package com.libswarm.conformance.misbehave;

import com.libswarm.api.Message;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.CountDownLatch;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * {@code misbehave throw|hang STEP}, with STEP one of spawn, start, active, send, drain, stop; or {@code misbehave twice}, which
 * answers twice; {@code misbehave never}, which never answers; {@code misbehave well}, which passes all on. For tests.
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Declaration(name = "misbehave", summary = "does what no adapter may, for tests",
        arguments = {"HOW  throw, hang, twice, never, or well, which passes all on",
                "[STEP]  where it throws or hangs: spawn, start, active, send, drain or stop"},
        examples = {"misbehave throw start", "misbehave never"})
public final class Misbehave implements Adapter {

    @Override
    public Link spawn(Context context) throws Exception {
        String how = context.args().get(0);
        Bad link = new Bad(how, context.args().size() > 1 ? context.args().get(1) : "", context);
        link.reach("spawn");
        return link;
    }

    private static final class Bad implements Link {

        private final String how;
        private final String step;
        private final Context context;

        Bad(String how, String step, Context context) {
            this.how = how;
            this.step = step;
            this.context = context;
        }

        void reach(String reached) {
            if (!step.equals(reached)) {
                return;
            }
            if (how.equals("hang")) {
                hang();
            }
            throw new IllegalStateException("Thrown on purpose in " + step + ".");
        }

        /** For ever, if nobody interrupts. */
        private static void hang() {
            try {
                new CountDownLatch(1).await();
            } catch (InterruptedException interrupted) {
                Thread.currentThread().interrupt();
            }
        }

        @Override
        public void send(Message message) {
            reach("send");
            switch (how) {
                case "twice":
                    message.body().cancel();
                    message.reply(Message.value("first"));
                    message.reply(Message.value("second"));
                    break;
                case "never":
                    break;
                default:
                    context.next().send(message);
            }
        }

        @Override
        public void start() {
            reach("start");
        }

        @Override
        public void active() {
            reach("active");
        }

        @Override
        public CompletionStage<?> drain() {
            reach("drain");
            return CompletableFuture.completedFuture(this);
        }

        @Override
        public void stop() {
            reach("stop");
        }
    }
}
