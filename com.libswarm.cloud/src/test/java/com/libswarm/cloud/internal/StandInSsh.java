package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Child;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** In the place of the adapter ssh, which has tests of its own: a simulator is the engine on the far side. */
@Declaration(name = "ssh", summary = "stands in for ssh", arguments = "HOST  user@host:port",
        options = {"--key FILE  key", "--known-hosts FILE  known", "--accept-new  new", "--port PORT  port", "--host-key-alias NAME  alias"})
final class StandInSsh implements Adapter {

    final List<String> made = new CopyOnWriteArrayList<>();
    /** The options of each. */
    final List<String> words = new CopyOnWriteArrayList<>();
    /** The key that the far side shows; recorded if it is new. */
    volatile Optional<String> hostKey = Optional.empty();
    volatile Optional<Failure> trouble = Optional.empty();
    /** Whether, and why, trying again is no use. */
    volatile String refusal = "";

    @Override
    public Link spawn(Context context) {
        made.add(context.args().get(0));
        words.add(List.of(context.option("key"), context.option("known-hosts"), context.option("port"), context.option("accept-new"),
                context.option("host-key-alias")).toString());
        hostKey.ifPresent(key -> record(Path.of(context.option("known-hosts").get(0)), context.option("host-key-alias").get(0), key));
        Child engine = context.spawn("engine", "simulator");
        return message -> {
            Optional<Failure> why = trouble;
            if (why.isEmpty()) {
                engine.send(message);
            } else {
                message.body().cancel();
                Message error = Message.error(why.get());
                message.reply(refusal.isEmpty() ? error : error.withHead(error.head().with("Ssh-Refusal", refusal)));
            }
        };
    }

    private static void record(Path file, String alias, String key) {
        try {
            if (Files.notExists(file) || !Files.readString(file).contains(alias + " ")) {
                Files.writeString(file, alias + " " + key + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
            }
        } catch (IOException unwritable) {
            throw new UncheckedIOException(unwritable);
        }
    }
}
