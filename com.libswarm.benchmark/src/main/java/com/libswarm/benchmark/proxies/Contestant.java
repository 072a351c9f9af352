package com.libswarm.benchmark.proxies;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * One way to an upstream.
 *
 * @param port where it listens on the loopback
 * @param process whose processor time counts; the upstream's own for the direct way
 */
public record Contestant(String name, int port, ProcessHandle process) {

    static final String DIRECT = "direct";
    static final String SWARM = "swarmd";

    /** Starts all the ways to what listens on {@code upstream}, the direct one first. */
    static List<Contestant> start(Programs programs, Path distribution, int upstream, ProcessHandle upstreamProcess)
            throws IOException, InterruptedException {
        List<Contestant> all = new ArrayList<>();
        all.add(new Contestant(DIRECT, upstream, upstreamProcess));
        for (String mode : List.of("http", "tcp")) {
            int port = Programs.freePort();
            Path config = programs.write("haproxy-" + port + ".cfg", "haproxy.cfg", Map.of("MODE", mode, "PORT", port, "UPSTREAM", upstream));
            all.add(new Contestant("HAProxy " + mode, port, programs.start(port, "haproxy", "-f", config.toString()).toHandle()));
        }
        int nginx = Programs.freePort();
        Path config = programs.write("nginx-" + nginx + ".conf", "nginx.conf", Map.of("WORK", programs.work(), "PORT", nginx, "UPSTREAM", upstream));
        all.add(new Contestant("nginx", nginx, programs.start(nginx, "nginx", "-c", config.toString()).toHandle()));
        int socat = Programs.freePort();
        all.add(new Contestant("socat", socat, programs.start(socat, "socat", "TCP-LISTEN:" + socat + ",fork,reuseaddr,backlog=1024,bind=127.0.0.1",
                "TCP:127.0.0.1:" + upstream).toHandle()));
        all.add(swarmd(programs, distribution, upstream));
        return all;
    }

    static Contestant swarmd(Programs programs, Path distribution, int upstream) throws IOException, InterruptedException {
        int port = Programs.freePort();
        return new Contestant(SWARM, port, programs.start(port, distribution.resolve("bin/swarmd").toString(),
                "--home", programs.work().resolve("home-" + port).toString(),
                "dockerserver tcp://127.0.0.1:" + port, "dockerclient tcp://127.0.0.1:" + upstream).toHandle());
    }
}
