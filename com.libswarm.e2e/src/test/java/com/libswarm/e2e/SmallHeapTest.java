package com.libswarm.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.conformance.FreePort;
import com.libswarm.e2e.harness.Docker;
import com.libswarm.e2e.harness.Engine;
import com.libswarm.e2e.harness.NeedsEngine;
import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Swarmd;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Hundreds of megabytes in each of the ways that {@code docker} sends them, through a swarmd that has 64 MB of heap. */
@NeedsEngine
class SmallHeapTest {

    private static final long PEAK_KILOBYTES = 256 * 1024;

    private static final String BEGIN = """
            mkdir /tmp/$N.context && truncate -s 150M /tmp/$N.context/big
            printf 'FROM busybox\nRUN true\n' >/tmp/$N.context/Dockerfile
            docker create --name $N busybox true && docker cp /tmp/$N.context/big $N:/big && docker commit $N $N
            """;

    private static final String END = "docker rm -f $N $N-log; docker rmi -f $N; rm -r /tmp/$N.context";

    /** Each fails unless all came. The log is read on when its writer has long finished. */
    private static final List<String> WAYS = List.of(
            "test $(docker cp $N:/big - | wc -c) -gt 150000000",
            "test $(docker export $N | wc -c) -gt 150000000",
            "test $(docker save $N | wc -c) -gt 150000000",
            "docker save $N >/tmp/$N.context/image.tar && docker load -i /tmp/$N.context/image.tar; ended=$?; rm /tmp/$N.context/image.tar; exit $ended",
            "DOCKER_BUILDKIT=0 docker build -q /tmp/$N.context",
            "test $(docker run -i --rm busybox wc -c </tmp/$N.context/big) = 157286400",
            """
            docker run -d --name $N-log busybox sh -c "head -c 50000000 /dev/zero | tr '\\0' x | fold -w 4999"
            docker logs -f $N-log | { head -c 1000 >/dev/null; docker wait $N-log; test $(wc -c) -gt 49000000; }
            """);

    @Test
    void whateverPassesTakesNoMoreMemory(Engine engine) {
        int port = FreePort.find();
        String name = Docker.uniqueName();
        try (Swarmd swarmd = Swarmd.start(
                Map.of("SWARMD_JAVA_OPTS", "-Xmx64m -XX:MaxDirectMemorySize=64m -XX:+ExitOnOutOfMemoryError"),
                "dockerserver tcp://127.0.0.1:" + port, "debug", "dockerclient " + engine.unix())) {
            Docker docker = Docker.at("tcp://127.0.0.1:" + port);
            try {
                passes(docker, BEGIN, name);
                for (String way : WAYS) {
                    passes(docker, way, name);
                }
            } finally {
                docker.script(END, name);
            }
            assertThat(swarmd.program().peakKilobytes()).as("kilobytes at most").isLessThan(PEAK_KILOBYTES);
        }
    }

    private static void passes(Docker docker, String script, String name) {
        Outcome outcome = docker.script(script, name);
        assertThat(outcome.status()).as(script + ": " + outcome).isZero();
    }
}
