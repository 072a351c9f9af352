package com.libswarm.adapter.debug;

import com.libswarm.api.Body;
import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import com.libswarm.api.adapter.Link;
import java.lang.System.Logger.Level;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.function.UnaryOperator;

/**
 * <pre>
 *   1x5k ---> Get /containers/web top          a message
 *   1x5k ---> body of 12 bytes                 its body has passed whole
 *   1x5k &lt;--- Set 200 after 1.3 ms             its reply
 *   1x5k &lt;--- body cancelled at 4096 bytes     the reply's body
 * </pre>
 */
final class Printer implements Link {

    private final Sender next;
    private final System.Logger log;
    private final Tally tally;

    Printer(Sender next, System.Logger log, Tally tally) {
        this.next = next;
        this.log = log;
        this.tally = tally;
    }

    @Override
    public void send(Message message) {
        tally.count();
        String to = message.ret().id() + " ---> ";
        log.log(Level.INFO, to + message);
        Message counted = withCountedBody(message, to);
        next.send(message.wantsReply() ? counted.onReply(replyPrinter(message.ret().id() + " <--- ")) : counted);
    }

    private UnaryOperator<Message> replyPrinter(String from) {
        long sent = System.nanoTime();
        return reply -> {
            if (reply.isError()) {
                tally.countError();
            }
            log.log(Level.INFO, from + reply + " after " + duration(System.nanoTime() - sent));
            return withCountedBody(reply, from);
        };
    }

    private Message withCountedBody(Message message, String arrow) {
        Body body = message.body();
        return body.isNone() ? message : message.withBody(body.tap(new SizePrinter(arrow, log)));
    }

    private static String duration(long nanos) {
        long micros = TimeUnit.NANOSECONDS.toMicros(nanos);
        if (micros < 1_000) {
            return micros + " us";
        }
        return micros < 1_000_000 ? micros / 1_000 + "." + micros % 1_000 / 100 + " ms"
                : micros / 1_000_000 + "." + micros % 1_000_000 / 100_000 + " s";
    }

    @Override
    public void start() {
        tally.check();
    }

    @Override
    public void active() {
        tally.begin();
    }

    @Override
    public CompletionStage<?> drain() {
        tally.keep();
        return CompletableFuture.completedFuture(this);
    }

    @Override
    public void stop() {
        tally.keep();
        long passed = tally.messages();
        if (passed > 0) {
            log.log(Level.INFO, passed + (passed == 1 ? " message has passed" : " messages have passed")
                    + (tally.errors() == 0 ? "." : ", " + tally.errors() + " answered with an Error."));
        }
    }
}
