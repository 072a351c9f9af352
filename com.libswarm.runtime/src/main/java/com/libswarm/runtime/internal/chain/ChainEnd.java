package com.libswarm.runtime.internal.chain;

import com.libswarm.api.Message;
import com.libswarm.api.Sender;
import com.libswarm.api.Verb;
import java.lang.System.Logger.Level;

/** What is behind the last link: Log and Error are printed, all else is not implemented. */
final class ChainEnd implements Sender {

    private final Scope scope;

    ChainEnd(Scope scope) {
        this.scope = scope;
    }

    @Override
    public void send(Message message) {
        message.body().cancel();
        if (message.verb() == Verb.Log || message.verb() == Verb.Error) {
            scope.journal(message.verb() == Verb.Log ? Level.INFO : Level.WARNING, scope.name(), line(message));
            message.reply(Message.ack());
        } else {
            message.reply(Message.error(501, "Not implemented: no link of the chain '" + scope.name() + "' answers " + message + "."));
        }
    }

    private static String line(Message message) {
        return message.path().length() > 1 ? message.path() + ": " + message.safeText() : message.safeText();
    }
}
