package com.libswarm.adapter.ssh.internal.keys;

import com.libswarm.adapter.ssh.internal.config.SshOptions;
import com.libswarm.api.Failure;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/**
 * Where the passphrase of private keys comes from: a file or the environment, never an argument. It is read each time, and kept nowhere.
 *
 * @param file whose first line it is
 * @param fromEnvironment if no file is named
 */
public record Passphrase(Optional<Path> file, Optional<String> fromEnvironment) {

    static final String VARIABLE = "SSH_KEY_PASSPHRASE";

    static Passphrase of(SshOptions options) {
        return new Passphrase(options.passphraseFile(), Optional.of(options.environment().getOrDefault(VARIABLE, "")).filter(text -> !text.isEmpty()));
    }

    /**
     * Whoever names a file means it, also when no key needs it.
     *
     * @throws Failure 400 if the file cannot be read
     */
    void check() {
        file.ifPresent(Passphrase::firstLine);
    }

    /** @throws Failure 400 if the file cannot be read */
    Optional<String> read() {
        return file.map(Passphrase::firstLine).or(() -> fromEnvironment);
    }

    private static String firstLine(Path file) {
        try {
            return Files.readString(file).lines().findFirst().orElse("");
        } catch (IOException unreadable) {
            throw new Failure(400, "Cannot read the passphrase from " + file + " (--passphrase-file): it is not there, is no text, or swarmd's user may not read it.", unreadable);
        }
    }

    /** How it can be given, for a sentence. */
    String source() {
        return file.map(path -> "the passphrase in " + path).orElse("the passphrase in " + VARIABLE);
    }

    @Override
    public String toString() {
        return "***";
    }
}
