package com.libswarm.adapter.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.buffer.UnpooledByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class MessageWriterTest {

    private final HeaderFields fields = new HeaderFields();

    private String written(String first) {
        ByteBuf bytes = MessageWriter.head(UnpooledByteBufAllocator.DEFAULT, first, fields);
        String text = bytes.toString(StandardCharsets.ISO_8859_1);
        bytes.release();
        return text;
    }

    @Test
    void writesAHead() {
        fields.add("A", "1");
        fields.add("B", "caf\u00e9 \u20ac");
        fields.add("a", "2");
        fields.set("Content-Length", 42);
        assertThat(written(MessageWriter.statusLine(true, 404))).isEqualTo("HTTP/1.1 404 Not Found\r\nA: 1\r\nB: caf\u00e9 ?\r\na: 2\r\nContent-Length: 42\r\n\r\n");

        fields.remove("A");
        fields.set("b", "3");
        assertThat(written(MessageWriter.requestLine("GET", "/info"))).isEqualTo("GET /info HTTP/1.1\r\nContent-Length: 42\r\nb: 3\r\n\r\n");
    }

    @Test
    void hasRoomForManyFields() {
        for (int i = 0; i < 300; i++) {
            fields.add("N" + i, "x".repeat(i));
        }
        assertThat(fields.get("n299")).hasSize(299);
        assertThat(written("x").length()).isEqualTo(fields.size() + 3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nSet: b", "a\nb", "a\rb", "a\u0000b", "\u007f", "\u010a\r"})
    void noValueIsMoreThanOneLine(String value) {
        assertThatThrownBy(() -> fields.add("X", value)).isInstanceOf(IllegalArgumentException.class);
        assertThat(fields.isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a b", "a:", "a\r\nb", "\u00e9", "\u0161"})
    void noNameIsSomethingElse(String name) {
        assertThatThrownBy(() -> fields.add(name, "x")).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @CsvSource({"GET x, /", "'', /", "GET, ''", "GET, / x", "GET, '/\r\nX: y'"})
    void noRequestLineIsSomethingElse(String method, String target) {
        assertThatThrownBy(() -> MessageWriter.requestLine(method, target)).isInstanceOf(IllegalArgumentException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 15, 16, 255, 256, 65536, 0x7fffffff})
    void writesTheSizeOfAChunk(int size) {
        ByteBuf out = Unpooled.buffer();
        MessageWriter.beginChunk(out, size);
        MessageWriter.endChunk(out);
        assertThat(out.readableBytes()).isLessThanOrEqualTo(MessageWriter.CHUNK_FRAME);
        assertThat(out.toString(StandardCharsets.US_ASCII)).isEqualTo(Integer.toHexString(size) + "\r\n\r\n");
    }
}
