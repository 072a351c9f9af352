package com.libswarm.benchmark;

import com.libswarm.api.Body;
import com.libswarm.api.Message;
import com.libswarm.api.Router;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import com.libswarm.api.adapter.Port;
import java.nio.ByteBuffer;
import java.util.stream.IntStream;

/** The links of the benchmarked chains. Each place has a class of its own, as in a real chain, so that no call is guessed right. */
final class Hops {

    static final int CHUNKS = 16;
    static final int CHUNK = 4096;

    private Hops() {
    }

    @Declaration(name = "pass", summary = "passes all on", arguments = "PLACE  from 0 to 4")
    static final class Pass implements Adapter {
        @Override
        public Link spawn(Context context) {
            Port next = context.next();
            switch (Integer.parseInt(context.args().get(0))) {
                case 0:
                    return message -> next.send(message);
                case 1:
                    return message -> next.send(message);
                case 2:
                    return message -> next.send(message);
                case 3:
                    return message -> next.send(message);
                default:
                    return message -> next.send(message);
            }
        }
    }

    @Declaration(name = "look", summary = "looks at each reply", arguments = "PLACE  from 0 to 4")
    static final class Look implements Adapter {

        private int errors;

        @Override
        public Link spawn(Context context) {
            Port next = context.next();
            switch (Integer.parseInt(context.args().get(0))) {
                case 0:
                    return message -> next.send(message.onReply(reply -> count(reply)));
                case 1:
                    return message -> next.send(message.onReply(reply -> count(reply)));
                case 2:
                    return message -> next.send(message.onReply(reply -> count(reply)));
                case 3:
                    return message -> next.send(message.onReply(reply -> count(reply)));
                default:
                    return message -> next.send(message.onReply(reply -> count(reply)));
            }
        }

        private Message count(Message reply) {
            if (reply.isError()) {
                errors++;
            }
            return reply;
        }
    }

    @Declaration(name = "end", summary = "answers")
    static final class End implements Adapter {

        private static final Message ACK = Message.ack();

        @Override
        public Link spawn(Context context) {
            ByteBuffer[] chunks = IntStream.range(0, CHUNKS).mapToObj(i -> ByteBuffer.allocate(CHUNK)).toArray(ByteBuffer[]::new);
            Router router = Router.alone()
                    .on(Verb.Get, "/nothing", (message, name) -> message.reply(ACK))
                    .on(Verb.Log, "/nothing", (message, name) -> { })
                    .on(Verb.Get, "/stream", (message, name) -> message.reply(ACK.withBody(Body.of(chunks))));
            return router::send;
        }
    }
}
