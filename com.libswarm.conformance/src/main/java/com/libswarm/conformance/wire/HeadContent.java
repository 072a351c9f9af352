package com.libswarm.conformance.wire;

import com.libswarm.api.Args;
import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** A message as the content of a HEAD: all but its body, of which only length and presence are told. */
final class HeadContent {

    private final Message message;
    private final String requestId;
    private final boolean wantsReply;
    private final boolean hasBody;
    private final long bodyLength;
    private final boolean knownVerb;

    private HeadContent(Message message, boolean knownVerb, String requestId, boolean wantsReply, boolean hasBody, long bodyLength) {
        this.message = message;
        this.knownVerb = knownVerb;
        this.requestId = requestId;
        this.wantsReply = wantsReply;
        this.hasBody = hasBody;
        this.bodyLength = bodyLength;
    }

    /** The message, with no body and no ret yet. */
    Message message() {
        return message;
    }

    /** Whether the verb is one of those that are known here; if not, the other end is newer, and {@link #message} has Error for it. */
    boolean isVerbKnown() {
        return knownVerb;
    }

    /** How the request is called in logs. */
    String requestId() {
        return requestId;
    }

    boolean wantsReply() {
        return wantsReply;
    }

    boolean hasBody() {
        return hasBody;
    }

    /** How long the body will be, or -1. */
    long bodyLength() {
        return bodyLength;
    }

    /** @throws Failure 431 if it is too large for a frame */
    static ByteBuffer encode(Message message) {
        var bytes = new ByteArrayOutputStream(256);
        try (var out = new DataOutputStream(bytes)) {
            out.writeBoolean(message.wantsReply());
            out.writeBoolean(!message.body().isNone());
            out.writeLong(message.body().length());
            writeStrings(out, List.of(message.ret().id(), message.verb().name(), message.path(), message.aspect(), message.args().query()));
            writeStrings(out, message.args().words());
            writeStrings(out, fields(message.head()));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        if (bytes.size() > Frame.MAX_CONTENT) {
            throw new Failure(431, "The arguments and the head of " + message.verb() + " " + message.path() + " have " + bytes.size()
                    + " bytes, but " + Frame.MAX_CONTENT + " can pass the wire.");
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    /** @throws WireException if it is not the content of a HEAD */
    static HeadContent decode(ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            boolean wantsReply = in.readBoolean();
            boolean hasBody = in.readBoolean();
            long bodyLength = in.readLong();
            List<String> start = readStrings(in);
            List<String> words = readStrings(in);
            List<String> fields = readStrings(in);
            if (start.size() != 5 || fields.size() % 2 != 0 || in.available() > 0) {
                throw new WireException("A HEAD frame holds no message.");
            }
            Optional<Verb> verb = verb(start.get(1));
            Message message = Message.of(verb.orElse(Verb.Error), start.get(2)).withAspect(start.get(3))
                    .withArgs(Args.query(start.get(4)).withWords(words.toArray(String[]::new)))
                    .withHead(Head.of(fields.toArray(String[]::new)));
            return new HeadContent(message, verb.isPresent(), start.get(0), wantsReply, hasBody, bodyLength);
        } catch (IOException tooShort) {
            throw new WireException("A HEAD frame ends in the middle of a message.");
        }
    }

    /** The content of an END. */
    static ByteBuffer encodeTrailer(Head trailer) {
        var bytes = new ByteArrayOutputStream(64);
        try (var out = new DataOutputStream(bytes)) {
            writeStrings(out, fields(trailer));
        } catch (IOException impossible) {
            throw new IllegalStateException(impossible);
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }

    /** @throws WireException if it is not the content of an END */
    static Head decodeTrailer(ByteBuffer content) {
        byte[] bytes = new byte[content.remaining()];
        content.get(bytes);
        try (var in = new DataInputStream(new ByteArrayInputStream(bytes))) {
            List<String> fields = readStrings(in);
            if (fields.size() % 2 != 0 || in.available() > 0) {
                throw new WireException("An END frame holds no trailer.");
            }
            return Head.of(fields.toArray(String[]::new));
        } catch (IOException tooShort) {
            throw new WireException("An END frame ends in the middle of a trailer.");
        }
    }

    private static List<String> fields(Head head) {
        var fields = new ArrayList<String>();
        head.forEach((name, value) -> fields.addAll(List.of(name, value)));
        return fields;
    }

    private static Optional<Verb> verb(String name) {
        return Arrays.stream(Verb.values()).filter(verb -> verb.name().equals(name)).findFirst();
    }

    private static void writeStrings(DataOutputStream out, List<String> strings) throws IOException {
        out.writeInt(strings.size());
        for (String string : strings) {
            byte[] bytes = string.getBytes(StandardCharsets.UTF_8);
            out.writeInt(bytes.length);
            out.write(bytes);
        }
    }

    private static List<String> readStrings(DataInputStream in) throws IOException {
        int count = readSize(in);
        List<String> strings = new ArrayList<>(Math.min(count, 64));
        for (int i = 0; i < count; i++) {
            strings.add(new String(in.readNBytes(readSize(in)), StandardCharsets.UTF_8));
        }
        return strings;
    }

    // no count and no length is more than the bytes that are left
    private static int readSize(DataInputStream in) throws IOException {
        int size = in.readInt();
        if (size < 0 || size > in.available()) {
            throw new IOException("too short");
        }
        return size;
    }
}
