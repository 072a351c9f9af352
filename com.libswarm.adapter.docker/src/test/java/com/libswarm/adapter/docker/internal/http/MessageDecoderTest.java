package com.libswarm.adapter.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Failure;
import com.libswarm.api.Head;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class MessageDecoderTest {

    private static final String TWO = "POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n3\r\none\r\n2;x\r\n, \r\n3\r\ntwo\r\n0\r\nT: x\r\n\r\n"
            + "POST /b HTTP/1.1\r\nContent-Length: 5\r\n\r\nthree" + "GET /c HTTP/1.1\r\n\r\n";

    /** Writes down what it gets. */
    private static final class Notes implements MessageDecoder.Sink {

        private final StringBuilder text = new StringBuilder();
        private Runnable atEnd = () -> { };

        @Override
        public void head(MessageHead head) {
            text.append('<').append(head.target()).append(head.status()).append(' ');
        }

        @Override
        public void content(ByteBuf bytes) {
            text.append(bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
        }

        @Override
        public void end(Head trailer) {
            text.append(trailer.get("T")).append('>');
            atEnd.run();
        }

        @Override
        public void unreadable(Failure why) {
            text.append('!').append(why.status());
        }
    }

    private final Notes notes = new Notes();

    private static ByteBuf bytes(String text) {
        return Unpooled.copiedBuffer(text, StandardCharsets.US_ASCII);
    }

    /** Writes down the pieces of a body. */
    private static final class PieceNotes implements MessageDecoder.Sink {

        private final List<String> pieces = new ArrayList<>();
        private boolean ended;

        @Override
        public void head(MessageHead head) {
            // of no interest
        }

        @Override
        public void content(ByteBuf bytes) {
            pieces.add(bytes.toString(StandardCharsets.US_ASCII));
            bytes.release();
        }

        @Override
        public void end(Head trailer) {
            ended = true;
        }

        @Override
        public void unreadable(Failure why) {
            pieces.add(why.getMessage());
        }
    }

    @Test
    void leavesChunksOfAnAnswerInOnePieceButForHugeOnes() {
        String written = "w".repeat(32 * 1024);
        String large = "x".repeat(40_000);
        String answer = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\n{one}\r\n3;x\r\ntwo\r\n8000\r\n" + written
                + "\r\n9c40\r\n" + large + "\r\n0\r\n\r\n";
        for (int cut = 1; cut < answer.length(); cut += cut < 100 || cut > answer.length() - 20 ? 1 : 999) {
            var seen = new PieceNotes();
            MessageDecoder decoder = MessageDecoder.ofAnswers(seen);
            decoder.read(bytes(answer.substring(0, cut)));
            decoder.read(bytes(answer.substring(cut)));

            assertThat(seen.pieces.subList(0, 3)).as("cut at " + cut).containsExactly("{one}", "two", written);
            assertThat(String.join("", seen.pieces.subList(3, seen.pieces.size()))).isEqualTo(large);
            assertThat(seen.ended).isTrue();
            assertThat(decoder.held()).isZero();
        }
    }

    @Test
    void passesOnWhatHasComeOfAChunkWhenTheConnectionEnds() {
        var seen = new PieceNotes();
        MessageDecoder decoder = MessageDecoder.ofAnswers(seen);
        decoder.read(bytes("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n8\r\none"));
        decoder.read(bytes("two"));
        assertThat(seen.pieces).isEmpty();
        decoder.inputEnded();
        decoder.stop().release();
        assertThat(seen.pieces).containsExactly("onetwo");
        assertThat(seen.ended).isFalse();
    }

    @Test
    void decodesRequestsInPieces() {
        for (int cut = 0; cut < TWO.length(); cut++) {
            notes.text.setLength(0);
            MessageDecoder decoder = MessageDecoder.ofRequests(notes, HeadBudget.unlimited());
            notes.atEnd = decoder::resume;
            ByteBuf first = bytes(TWO.substring(0, cut));
            decoder.read(first);
            decoder.read(bytes(TWO.substring(cut)));
            assertThat(notes.text).as("cut at " + cut).hasToString("</a0 one, twox></b0 three></c0 >");
            assertThat(decoder.isInHead()).isFalse();
            assertThat(first.refCnt()).isZero();
        }
    }

    @Test
    void holdsWhatFollows() {
        MessageDecoder decoder = MessageDecoder.ofRequests(notes, HeadBudget.unlimited());
        decoder.read(bytes("GET /a HTTP/1.1\r\n\r\nGET /b HTTP"));
        assertThat(notes.text).hasToString("</a0 >");
        decoder.read(bytes("/1.1\r\n\r\nraw"));
        assertThat(notes.text).hasToString("</a0 >");
        decoder.resume();
        assertThat(notes.text).hasToString("</a0 ></b0 >");
        assertThat(decoder.held()).isEqualTo(3);
        ByteBuf rest = decoder.stop();
        assertThat(rest.toString(StandardCharsets.US_ASCII)).isEqualTo("raw");
        rest.release();
    }

    @Test
    void readsNothingAfterWhatCannotBeRead() {
        MessageDecoder decoder = MessageDecoder.ofRequests(notes, HeadBudget.unlimited());
        decoder.read(bytes("GET /a\r\n\r\nGET /b HTTP/1.1\r\n\r\n"));
        decoder.read(bytes("GET /c HTTP/1.1\r\n\r\n"));
        decoder.resume();
        assertThat(notes.text).hasToString("!400");
    }

    @Test
    void decodesAnswers() {
        MessageDecoder decoder = MessageDecoder.ofAnswers(notes);
        decoder.expect(false);
        decoder.read(bytes("HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 304 Not Modified\r\nContent-Length: 9\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\n"));
        assertThat(notes.text).hasToString("<100 <304 >");
        decoder.expect(true);
        assertThat(notes.text).hasToString("<100 <304 ><200 >");
        decoder.expect(false);
        decoder.read(bytes("HTTP/1.1 200\r\n\r\nuntil "));
        decoder.read(bytes("close"));
        decoder.inputEnded();
        assertThat(notes.text).hasToString("<100 <304 ><200 ><200 until close>");
        decoder.stop().release();
    }

    @Test
    void anAnswerThatSwitchesProtocolsIsFollowedByBytes() {
        MessageDecoder decoder = MessageDecoder.ofAnswers(notes);
        decoder.expect(false);
        decoder.read(bytes("HTTP/1.1 101 UPGRADED\r\n\r\nraw"));
        assertThat(notes.text).hasToString("<101 ");
        assertThat(decoder.stop().toString(StandardCharsets.US_ASCII)).isEqualTo("raw");
    }
}
