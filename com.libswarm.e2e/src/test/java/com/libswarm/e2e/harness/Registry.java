package com.libswarm.e2e.harness;

import com.libswarm.conformance.FreePort;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A real registry of images (Debian's docker-registry) on the loopback interface, which engines take without TLS. */
public final class Registry implements AutoCloseable {

    /** The user "user" with the password "let me in", hashed by bcrypt as the registry demands it. */
    private static final String PASSWORDS = "user:$2b$04$abcdefghijklmnopqrstuuTnc8amReAFiMHxaSoW9U22KarbWnkSm\n";

    private final Path folder;
    private final String address;
    private final Program program;

    private Registry(String access) {
        folder = Folders.create("swr");
        address = "127.0.0.1:" + FreePort.find();
        Path configuration = folder.resolve("config.yml");
        try {
            Files.writeString(folder.resolve("passwords"), PASSWORDS);
            Files.writeString(configuration, """
                    version: 0.1
                    storage: {filesystem: {rootdirectory: %s/images}}
                    http: {addr: %s}
                    %s
                    """.formatted(folder, address, access.formatted(folder)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        program = Program.start(Map.of(), List.of("docker-registry", "serve", configuration.toString()));
        program.awaitErr("listening on");
    }

    /** One that lets everybody in. */
    public static Registry open() {
        return new Registry("");
    }

    /** One that wants a login. */
    public static Registry closed() {
        return new Registry("auth: {htpasswd: {realm: tests, path: %s/passwords}}");
    }

    /** As it stands in front of an image's name. */
    public String address() {
        return address;
    }

    @Override
    public void close() {
        program.close();
        Folders.delete(folder);
    }
}
