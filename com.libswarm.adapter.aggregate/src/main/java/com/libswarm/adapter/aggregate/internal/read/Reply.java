package com.libswarm.adapter.aggregate.internal.read;

import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.adapter.aggregate.internal.schedule.NoRoom;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import java.util.concurrent.CompletionStage;

/** What the aggregate itself answers. */
public final class Reply {

    private static final String CONTENT_TYPE = "Content-Type";

    /** The head of an answer in JSON. */
    static final Head JSON = Head.of(CONTENT_TYPE, "application/json");

    private Reply() {
    }

    /** Here is the value. */
    public static Message json(Object value, Head head) {
        return ofJson(Json.write(value), head);
    }

    /** Here is the value, which is JSON already. */
    public static Message ofJson(String json, Head head) {
        return Message.value().withHead(head.with(CONTENT_TYPE, "application/json")).withBody(Body.text(json + "\n")).withStatus(200);
    }

    /** Done, with this result. */
    public static Message done(int status, Object result, Head head) {
        return Message.ack().withHead(head.with(CONTENT_TYPE, "application/json")).withBody(Body.text(Json.write(result) + "\n"))
                .withStatus(status);
    }

    /** {@code message}, a reply or a request, with another body, which is as long as it is. */
    public static Message with(Message message, Body body) {
        return message.withHead(message.head().without("Content-Length")).withBody(body);
    }

    /** Answers when {@code answer} is there, or tells why it will not come. */
    public static void to(Message request, CompletionStage<Message> answer) {
        answer.whenComplete((reply, thrown) -> request.reply(thrown == null ? reply : error(thrown)));
    }

    private static Message error(Throwable thrown) {
        Message error = Message.error(thrown);
        boolean noRoom = Failure.of(thrown).getCause() instanceof NoRoom;
        return noRoom ? error.withHead(error.head().with(NoRoom.FIELD, NoRoom.WORD)) : error;
    }

    /** The same for a request whose body goes with it to whoever answers: if nobody takes it, it is cancelled. */
    public static void withBody(Message request, CompletionStage<Message> answer) {
        answer.whenComplete((reply, thrown) -> {
            if (thrown != null) {
                request.body().cancel();
            }
        });
        to(request, answer);
    }
}
