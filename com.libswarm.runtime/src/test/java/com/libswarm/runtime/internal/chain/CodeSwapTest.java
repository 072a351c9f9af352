package com.libswarm.runtime.internal.chain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Link;
import com.libswarm.runtime.AdapterInfo;
import com.libswarm.runtime.AdapterInfo.Argument;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.ChangeKind;
import com.libswarm.runtime.Limits;
import com.libswarm.runtime.LinkInfo;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Other code for all links of some adapters, or for none. */
@Timeout(60)
class CodeSwapTest {

    private final ChainRegistry registry = new ChainRegistry((level, source, line) -> { }, Limits.DEFAULT, ChainListener.NONE);

    @AfterEach
    void close() {
        registry.close();
    }

    /** Answers with its version; goes wrong in links whose word says where. */
    private static final class Version implements AdapterSource {

        private final AtomicInteger held = new AtomicInteger();
        private final String version;
        private final String wrong;

        Version(String version, String wrong) {
            this.version = version;
            this.wrong = wrong;
        }

        @Override
        public AdapterInfo info() {
            return new AdapterInfo("versioned", "has a version", List.of(new Argument("WORD", "any", true, false, "well")), List.of(), List.of(), "");
        }

        @Override
        public String version() {
            return version;
        }

        @Override
        public boolean precedes(AdapterSource other) {
            return version.compareTo(other.version()) > 0;
        }

        @Override
        public Adapter get() {
            held.incrementAndGet();
            return context -> new Link() {
                @Override
                public void send(Message message) {
                    message.reply(Message.value(version));
                }

                @Override
                public void start() {
                    fail("start");
                }

                @Override
                public void active() {
                    fail("active");
                }

                private void fail(String step) {
                    if (wrong.equals(step) && context.args().get(0).equals("ill")) {
                        throw new IllegalStateException("wrong in " + step);
                    }
                }
            };
        }

        @Override
        public void release() {
            held.decrementAndGet();
        }
    }

    private static String get(Chain chain) throws Exception {
        return Call.ask(chain.head(), Message.of(Verb.Get, "/")).result().get(20, TimeUnit.SECONDS).text();
    }

    @Test
    void allLinksSwitchAndTheHistorySaysFromWhichVersionToWhich() throws Exception {
        Version old = new Version("1", "");
        Version fresh = new Version("2", "");
        registry.add(old).join();
        Chain a = registry.create("a", List.of("versioned"));
        Chain b = registry.create("b", List.of("versioned ill"));

        registry.replace(List.of(old), List.of(fresh));

        assertThat(get(a) + get(b)).isEqualTo("22");
        assertThat(registry.history()).hasSize(2).allSatisfy(change -> {
            assertThat(change.kind()).isEqualTo(ChangeKind.CODE);
            assertThat(change.from().orElseThrow().version()).isEqualTo("1");
            assertThat(change.to().orElseThrow().version()).isEqualTo("2");
        });
        await().untilAsserted(() -> assertThat(old.held).as("links that hold the old code").hasValue(0));
    }

    @Test
    void ifOneLinkDoesNotStartOrBecomeActiveAllAreAsTheyWereAndTheNewCodeIsLetGo() throws Exception {
        for (String wrong : List.of("start", "active")) {
            Version old = new Version("1", "");
            Version fresh = new Version("2", wrong);
            registry.add(old).join();
            Chain a = registry.create("a-" + wrong, List.of("versioned"));
            Chain b = registry.create("b-" + wrong, List.of("versioned ill"));
            List<LinkInfo> before = a.links();

            assertThatThrownBy(() -> registry.replace(List.of(old), List.of(fresh))).isInstanceOf(Failure.class).hasMessageContaining("wrong in " + wrong);

            assertThat(get(a) + get(b)).isEqualTo("11");
            await().untilAsserted(() -> assertThat(fresh.held).as("links that hold the new code").hasValue(0));
            await().untilAsserted(() -> assertThat(a.links()).isEqualTo(before));
            a.destroy();
            b.destroy();
            registry.remove(old);
        }
    }
}
