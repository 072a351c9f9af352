package com.libswarm.conformance.wire;

import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.function.Consumer;

/** Puts frames together from bytes, however these are cut. One thread at a time. */
final class FrameDecoder {

    private static final Frame.Type[] TYPES = Frame.Type.values();

    private final ByteBuffer prefix = ByteBuffer.allocate(Frame.PREFIX);
    private ByteBuffer content = ByteBuffer.allocate(0);

    /**
     * Gives each frame that these bytes make whole to {@code each}. What {@code each} throws is the fault of whoever reads there
     * and is only logged, but for a {@link WireException}.
     *
     * @throws WireException if the bytes are no frames
     */
    void forEach(ByteBuffer bytes, Consumer<Frame> each, System.Logger log) {
        for (Optional<Frame> frame = next(bytes); frame.isPresent(); frame = next(bytes)) {
            try {
                each.accept(frame.get());
            } catch (WireException senseless) {
                throw senseless;
            } catch (Throwable thrown) {
                log.log(System.Logger.Level.WARNING, "Whoever took " + frame.get() + " failed: " + thrown, thrown);
            }
        }
    }

    private Optional<Frame> next(ByteBuffer bytes) {
        if (prefix.hasRemaining()) {
            move(bytes, prefix);
            if (prefix.hasRemaining()) {
                return Optional.empty();
            }
            content = ByteBuffer.allocate(checkedLength());
        }
        move(bytes, content);
        if (content.hasRemaining()) {
            return Optional.empty();
        }
        prefix.clear();
        return Optional.of(Frame.of(TYPES[prefix.get(4)], prefix.getLong(5), content.flip()));
    }

    private int checkedLength() {
        int length = prefix.getInt(0);
        int type = prefix.get(4);
        if (type < 0 || type >= TYPES.length) {
            throw new WireException("A frame has the type " + type + ", which there is not: the other end speaks something else.");
        }
        if (length < 0 || length > Frame.MAX_CONTENT) {
            throw new WireException("A frame says that it has " + Integer.toUnsignedString(length) + " bytes, but " + Frame.MAX_CONTENT
                    + " are allowed.");
        }
        return length;
    }

    private static void move(ByteBuffer from, ByteBuffer to) {
        int n = Math.min(from.remaining(), to.remaining());
        to.put(to.position(), from, from.position(), n);
        to.position(to.position() + n);
        from.position(from.position() + n);
    }
}
