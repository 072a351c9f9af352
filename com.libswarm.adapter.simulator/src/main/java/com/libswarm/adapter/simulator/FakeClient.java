package com.libswarm.adapter.simulator;

import com.libswarm.api.Message;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Sends a Log to the next link at a steady pace: a heartbeat that shows whether a chain lives. All messages pass. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Declaration(name = "fakeclient", summary = "sends a Log message to the next link every second",
        arguments = "[SECONDS]  the time between two messages (default: 1)",
        examples = {"fakeclient", "fakeclient 0.5"})
public final class FakeClient implements Adapter {

    @Override
    public Link spawn(Context context) {
        String seconds = context.args().isEmpty() ? "1" : context.args().get(0);
        if (!seconds.matches("[0-9]{1,6}(\\.[0-9]{1,3})?") || Double.parseDouble(seconds) == 0) {
            throw new IllegalArgumentException("The interval of fakeclient, '" + seconds + "', has to be a number of seconds above 0.");
        }
        return new Heart(context, Math.round(Double.parseDouble(seconds) * 1000));
    }

    private static final class Heart implements Link {
        private final Context context;
        private final long millis;
        private Optional<Future<?>> beating = Optional.empty();
        // only the timer's task counts
        private long beats;

        Heart(Context context, long millis) {
            this.context = context;
            this.millis = millis;
        }

        @Override
        public void send(Message message) {
            context.next().send(message);
        }

        @Override
        public void active() {
            beating = Optional.of(context.timer().scheduleAtFixedRate(this::beat, millis, millis, TimeUnit.MILLISECONDS));
        }

        private void beat() {
            context.next().send(Message.log("/", "fake event " + ++beats));
        }

        @Override
        public CompletionStage<?> drain() {
            beating.ifPresent(running -> running.cancel(false));
            return CompletableFuture.completedFuture(this);
        }

        @Override
        public void stop() {
            drain();
        }
    }
}
