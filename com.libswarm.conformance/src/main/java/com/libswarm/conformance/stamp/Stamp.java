package com.libswarm.conformance.stamp;

import com.libswarm.api.Message;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import com.libswarm.api.adapter.Port;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** {@code stamp}: adds its word to the field {@code Stamp} of every reply. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Declaration(name = "stamp", summary = "marks every reply with a word", arguments = "WORD  what is added to the replies' field 'Stamp'",
        examples = "stamp 7")
public final class Stamp implements Adapter {

    /** The field that holds the words of all stamps that a reply has passed, with a space between them. */
    public static final String FIELD = "Stamp";

    @Override
    public Link spawn(Context context) {
        String word = context.args().get(0);
        Port next = context.next();
        return message -> next.send(message.onReply(reply -> stamped(reply, word)));
    }

    private static Message stamped(Message reply, String word) {
        String before = reply.head().get(FIELD);
        return reply.withHead(reply.head().with(FIELD, before.isEmpty() ? word : before + " " + word));
    }
}
