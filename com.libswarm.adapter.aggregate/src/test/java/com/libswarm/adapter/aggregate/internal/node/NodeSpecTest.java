package com.libswarm.adapter.aggregate.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class NodeSpecTest {

    @ParameterizedTest
    @CsvSource({"dockerclient tcp://10.1.2.3:2376 --tlsverify, 10.1.2.3:2376", "dockerclient unix:///run/docker.sock, unix:///run/docker.sock",
            "dockerclient context:prod, context:prod", "dockerclient ssh://ops@far:2222/run/docker.sock, ssh://ops@far:2222/run/docker.sock",
            "ssh ops@far --key /k --socket /run/docker.sock, ssh://ops@far", "ssh --key /k ops@far, ssh --key /k ops@far", "simulator a b, simulator a b",
            "aggregate 'a=dockerclient tcp://10.1.2.3:2376', aggregate 'a=dockerclient tcp://10.1.2.3:2376'"})
    void saysWhereTheEngineIs(String spec, String address) {
        assertThat(NodeSpec.address(spec)).isEqualTo(address);
    }

    @ParameterizedTest
    @CsvSource({"10.1.2.3:2376, 10.1.2.3", "[fd00::7]:2375, fd00::7", "unix:///run/docker.sock, 127.0.0.1", "context:prod, 127.0.0.1", "simulator a b, 127.0.0.1",
            "ssh://ops@far, far", "ssh://far:2222/run/docker.sock, far", "ssh://ops@[fd00::7]:22, fd00::7"})
    void publishedPortsAreReachedThere(String address, String host) {
        assertThat(NodeSpec.host(address)).isEqualTo(host);
    }
}
