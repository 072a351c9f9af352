package com.libswarm.adapter.aggregate.internal.read;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeViewTest {

    @ParameterizedTest
    @CsvSource({"10.1.2.3:2376, 10.1.2.3", "[fd00::7]:2375, fd00::7", "unix:///run/docker.sock, 127.0.0.1", "context:prod, 127.0.0.1", "simulator a b, 127.0.0.1",
            "ssh://ops@far, far", "ssh://far:2222/run/docker.sock, far", "ssh://ops@[fd00::7]:22, fd00::7"})
    void publishedPortsAreReachedThere(String address, String ip) {
        assertThat(NodeView.ip(address)).isEqualTo(ip);
    }
}
