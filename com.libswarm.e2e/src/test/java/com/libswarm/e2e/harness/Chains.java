package com.libswarm.e2e.harness;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import com.libswarm.conformance.FreePort;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.assertj.core.api.SoftAssertions;
import org.junit.jupiter.api.DynamicTest;

/**
 * Chains through which clients are compared with the engine itself: with {@code debug} between the ends once and five times, each
 * over tcp, unix and TLS; and one with a link that turns all into bytes and back. One swarmd has them all.
 */
public final class Chains implements AutoCloseable {

    private static final Set<String> FEW = Set.of("tcp-1", "tls-5");
    private static final String WIRE = "wire";

    private final Docker direct;
    private final Map<String, Docker> chains = new LinkedHashMap<>();
    private final Certificates certificates = Certificates.create();
    private final Swarmd swarmd = Swarmd.start("debug").withConformanceKit();

    /** @param overTcp how a dockerclient asks the engine on TCP */
    private Chains(Engine engine, String overTcp) {
        direct = Docker.at(engine.unix());
        for (int debugs : new int[] {1, 5}) {
            String links = "debug ".repeat(debugs);
            String tcp = loopback();
            create("tcp-" + debugs, tcp, links, overTcp);
            chains.put("tcp-" + debugs, Docker.at(tcp));

            Path socket = swarmd.home().resolve("docker-" + debugs + ".sock");
            create("unix-" + debugs, "unix://" + socket, links, engine.unix());
            chains.put("unix-" + debugs, Docker.at("unix://" + socket));

            String tls = loopback();
            create("tls-" + debugs, tls + " " + certificates.serverOptions(), links, overTcp);
            chains.put("tls-" + debugs, Docker.at(tls).withTls(certificates));
        }
        String wire = loopback();
        create(WIRE, wire, "'wire 42'", engine.unix());
        chains.put(WIRE, Docker.at(wire));
    }

    public static Chains to(Engine engine) {
        return new Chains(engine, engine.tcp());
    }

    /** Those whose engine serves TCP with TLS. */
    public static Chains toTls(Engine engine) {
        return new Chains(engine, engine.tcp() + " " + engine.certificates().clientOptions());
    }

    private static String loopback() {
        return "tcp://127.0.0.1:" + FreePort.find();
    }

    private void create(String name, String server, String links, String engine) {
        swarmd.mustSh("swarm:create " + name + " 'dockerserver " + server + "' " + links + " 'dockerclient " + engine + "'");
    }

    /** A test for each scenario of a file, that what it does directly it does through each chain of {@code debug}. */
    public Stream<DynamicTest> compare(String file) {
        return compare(file, docker -> docker);
    }

    /** @param with prepares what a scenario's scripts find in their environment */
    public Stream<DynamicTest> compare(String file, UnaryOperator<Docker> with) {
        return compare(file, with, name -> !name.equals(WIRE));
    }

    /** The same with the hop of bytes, too. */
    public Stream<DynamicTest> compareAlsoByWire(String file) {
        return compare(file, docker -> docker, name -> true);
    }

    /** The same with two of the chains, for clients that take seconds to start. */
    public Stream<DynamicTest> compareWithFew(String file, UnaryOperator<Docker> with) {
        return compare(file, with, FEW::contains);
    }

    private Stream<DynamicTest> compare(String file, UnaryOperator<Docker> with, Predicate<String> through) {
        return Scenario.read(file).stream().map(scenario -> dynamicTest(scenario.title(), () -> {
            Docker engine = with.apply(direct);
            Outcome expected = directly(scenario, engine);
            SoftAssertions all = new SoftAssertions();
            chains.keySet().stream().filter(through).forEach(name -> all.check(() -> {
                Docker chain = with.apply(chains.get(name));
                Set<Outcome> byEngine = new HashSet<>(Set.of(expected));
                Outcome outcome = scenario.run(chain);
                // On a busy machine an engine, too, does not always do the same: what differs has to do so three times in a row,
                // from all that the engine did meanwhile.
                for (int again = 0; again < 2 && !byEngine.contains(outcome); again++) {
                    System.err.printf("'%s' through %s differed: %s instead of %s%n", scenario.title(), name, outcome, byEngine);
                    byEngine.add(scenario.run(engine));
                    outcome = scenario.run(chain);
                }
                assertThat(outcome).as("through the chain %s", name).isIn(byEngine);
            }));
            all.assertAll();
        }));
    }

    /** What the engine itself does, which on a busy machine may be what is expected only at the second or third time. */
    private static Outcome directly(Scenario scenario, Docker engine) {
        for (int again = 0; again < 2; again++) {
            try {
                return scenario.runAndCheck(engine);
            } catch (AssertionError otherwise) {
                System.err.printf("'%s' without a chain: %s%n", scenario.title(), otherwise.getMessage());
            }
        }
        return scenario.runAndCheck(engine);
    }

    @Override
    public void close() {
        swarmd.close();
        certificates.close();
    }
}
