package com.libswarm.adapter.docker.internal.tls;

import com.libswarm.api.Failure;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One object of a PEM file (RFC 7468).
 *
 * @param label what stands behind BEGIN: {@code CERTIFICATE}
 * @param encrypted whether a passphrase is needed to read it
 * @param der the object, in DER; nothing that can be used if it is encrypted
 */
record Pem(String label, boolean encrypted, byte[] der) {

    private static final int LIMIT = 1024 * 1024;
    private static final Pattern OBJECT = Pattern.compile("-----BEGIN ([A-Z0-9 ]+)-----(.*?)-----END \\1-----", Pattern.DOTALL);

    /**
     * The objects of a file, in order.
     *
     * @param what the file should have in it, for the sentence: "the certificate"
     * @throws Failure 400 if it cannot be read
     */
    static List<Pem> read(Path file, String what) {
        List<Pem> objects = new ArrayList<>();
        Matcher found = OBJECT.matcher(text(file, what));
        while (found.find()) {
            String label = found.group(1);
            // an older form says so in lines of its own before the content
            boolean encrypted = label.startsWith("ENCRYPTED ") || found.group(2).contains("Proc-Type: 4,ENCRYPTED");
            objects.add(new Pem(label, encrypted, encrypted ? new byte[0] : decode(found.group(2), file, what)));
        }
        return objects;
    }

    private static byte[] decode(String base64, Path file, String what) {
        try {
            return Base64.getMimeDecoder().decode(base64);
        } catch (IllegalArgumentException damaged) {
            throw unreadable(file, what, "it is damaged", damaged);
        }
    }

    private static String text(Path file, String what) {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(LIMIT + 1);
            if (bytes.length > LIMIT) {
                throw unreadable(file, what, "it is larger than " + LIMIT + " bytes", null);
            }
            return new String(bytes, StandardCharsets.ISO_8859_1);
        } catch (NoSuchFileException missing) {
            throw unreadable(file, what, "there is no such file", missing);
        } catch (AccessDeniedException denied) {
            throw unreadable(file, what, "swarmd's user may not read it", denied);
        } catch (IOException why) {
            throw unreadable(file, what, String.valueOf(why.getMessage()), why);
        }
    }

    static Failure unreadable(Path file, String what, String why, Throwable cause) {
        return new Failure(400, "Cannot read " + what + " in " + file + ": " + why + ".", cause);
    }
}
