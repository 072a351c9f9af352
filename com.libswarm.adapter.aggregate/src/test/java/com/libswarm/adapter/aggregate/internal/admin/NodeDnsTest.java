package com.libswarm.adapter.aggregate.internal.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.net.DatagramPacket;
import java.net.DatagramSocket;
import java.net.InetAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** With a DNS server that answers what it is asked for, and refuses a question for whatever there is, as RFC 8482 lets it. */
@Timeout(60)
final class NodeDnsTest {

    private static final int A = 1;
    private static final int AAAA = 28;
    private static final int SRV = 33;
    private static final int NO_SUCH_NAME = 3;
    private static final int NOT_IMPLEMENTED = 4;
    private static final int REFUSED = 5;
    private static final int SERVER_FAILURE = 2;

    private static final Map<String, Map<Integer, List<byte[]>>> RECORDS = Map.of(
            "engines.test", Map.of(A, List.of(bytes(10, 1, 2, 3), bytes(10, 1, 2, 4)), AAAA, List.of(bytes(0xfd, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 7))),
            "_docker._tcp.test", Map.of(SRV, List.of(service(2376, "lone.test"))),
            "lone.test", Map.of(A, List.of(bytes(10, 1, 2, 5))),
            "local.test", Map.of(A, List.of(bytes(10, 1, 2, 6))),
            "broken.test", Map.of(A, List.of(bytes(10, 1, 2, 7))));
    /** What is said of addresses of the other kind. */
    private static final Map<String, Integer> NO_AAAA = Map.of("local.test", REFUSED, "broken.test", SERVER_FAILURE);

    private static byte[] bytes(int... values) {
        var bytes = new byte[values.length];
        for (int i = 0; i < values.length; i++) {
            bytes[i] = (byte) values[i];
        }
        return bytes;
    }

    private static byte[] service(int port, String host) {
        var data = new ByteArrayOutputStream();
        data.writeBytes(bytes(0, 0, 0, 0, port >> 8, port));
        for (String label : host.split("\\.")) {
            data.write(label.length());
            data.writeBytes(label.getBytes(StandardCharsets.US_ASCII));
        }
        data.write(0);
        return data.toByteArray();
    }

    /** The answer to a question (RFC 1035, 4.1). */
    private static byte[] answer(byte[] question) throws IOException {
        var name = new StringBuilder();
        int at = 12;
        for (; question[at] != 0; at += question[at] + 1) {
            name.append(name.isEmpty() ? "" : ".").append(new String(question, at + 1, question[at], StandardCharsets.US_ASCII));
        }
        int type = question[at + 2];
        boolean isAnswered = type == A || type == AAAA || type == SRV;
        Map<Integer, List<byte[]>> known = RECORDS.getOrDefault(name.toString(), Map.of());
        List<byte[]> records = isAnswered ? known.getOrDefault(type, List.of()) : List.of();
        var bytes = new ByteArrayOutputStream();
        var out = new DataOutputStream(bytes);
        out.write(question, 0, 2);
        out.writeShort(0x8180 | (!isAnswered ? NOT_IMPLEMENTED : known.isEmpty() ? NO_SUCH_NAME : type == AAAA ? NO_AAAA.getOrDefault(name.toString(), 0) : 0));
        for (int count : new int[] {1, records.size(), 0, 0}) {
            out.writeShort(count);
        }
        out.write(question, 12, at + 5 - 12);
        for (byte[] record : records) {
            // the name is that of the question
            for (int part : new int[] {0xc00c, type, 1, 0, 60, record.length}) {
                out.writeShort(part);
            }
            out.write(record);
        }
        return bytes.toByteArray();
    }

    private static Map<String, String> specs(String name) throws Exception {
        try (var socket = new DatagramSocket(0, InetAddress.getLoopbackAddress())) {
            var server = new Thread(() -> {
                var packet = new DatagramPacket(new byte[512], 512);
                try {
                    while (true) {
                        socket.receive(packet);
                        byte[] answer = answer(Arrays.copyOf(packet.getData(), packet.getLength()));
                        socket.send(new DatagramPacket(answer, answer.length, packet.getSocketAddress()));
                    }
                } catch (IOException closed) {
                    // that is its end
                }
            });
            server.start();
            try {
                return new NodeDns(name, "", Optional.of("127.0.0.1:" + socket.getLocalPort()), Duration.ofSeconds(1)).look().specs();
            } finally {
                socket.close();
                server.join();
            }
        }
    }

    @Test
    void bothKindsOfAddressesAreAskedFor() throws Exception {
        assertThat(specs("engines.test:2375")).isEqualTo(Map.of("10.1.2.3", "dockerclient tcp://10.1.2.3:2375", "10.1.2.4", "dockerclient tcp://10.1.2.4:2375",
                "fd00-0-0-0-0-0-0-7", "dockerclient tcp://[fd00:0:0:0:0:0:0:7]:2375"));
    }

    @Test
    void theServerThatNamesAServiceKnowsItsHost() throws Exception {
        assertThat(specs("_docker._tcp.test")).isEqualTo(Map.of("lone.test", "dockerclient tcp://10.1.2.5:2376"));
    }

    /** As dnsmasq does, which would have to ask others. */
    @Test
    void oneKindOfAddressesMayBeRefused() throws Exception {
        assertThat(specs("local.test:2375")).isEqualTo(Map.of("10.1.2.6", "dockerclient tcp://10.1.2.6:2375"));
    }

    /** Nodes would vanish otherwise. */
    @Test
    void aServerThatFailsForOneKindHasNotAnswered() {
        assertThatThrownBy(() -> specs("broken.test:2375")).hasMessageContaining("The DNS name broken.test cannot be looked up");
    }

    @Test
    void aNameThatIsNotThereIsAnError() {
        assertThatThrownBy(() -> specs("nobody.test:2375")).hasMessageContaining("The DNS name nobody.test cannot be looked up");
    }
}
