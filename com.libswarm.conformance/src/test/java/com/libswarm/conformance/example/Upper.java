package com.libswarm.conformance.example;

import com.libswarm.api.Message;
import com.libswarm.api.Router;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.util.Locale;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** {@code upper}: turns the lines of one object's log into capitals, and says which object. The example of docs/writing-an-adapter.md. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Declaration(name = "upper", summary = "turns log lines into capitals",
        arguments = "[PATH]  whose lines (default: /containers/web)", examples = "upper /containers/db")
public final class Upper implements Adapter {

    @Override
    public Link spawn(Context context) {
        String path = context.args().get(0);
        return Router.before(context.next())
                .on(Verb.Get, "/upper", (message, none) -> {
                    message.body().cancel();
                    message.reply(Message.value(path));
                })
                .on(Verb.Log, path, (message, none) -> context.next().send(
                        message.withArgs(message.args().withWords(message.text().toUpperCase(Locale.ROOT)))))::send;
    }
}
