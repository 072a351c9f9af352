package com.libswarm.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Call;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** State that outlives code, also across a change of its format. */
@Timeout(60)
class KeptStateTest {

    private final List<String> journal = new CopyOnWriteArrayList<>();
    private final Swarm swarm = Swarm.create((level, source, line) -> journal.add(level + " " + source + " " + line));

    @AfterEach
    void close() {
        swarm.close();
    }

    /** Keeps words in the format of its version: 1 as they are, 2 in capitals. */
    @Declaration(name = "memo", summary = "keeps a word", arguments = "[WORD]  any")
    static final class Memo implements Adapter {

        private final int format;
        private Context latest;
        private boolean wrong;

        Memo(int format) {
            this.format = format;
        }

        @Override
        public Link spawn(Context context) {
            latest = context;
            return new Link() {
                @Override
                public void send(Message message) {
                    if (message.verb() == Verb.Set) {
                        context.kept().put("word", message.path().substring(1).getBytes(StandardCharsets.UTF_8));
                    }
                    message.reply(Message.value(new String(context.kept().getOrDefault("word", new byte[0]), StandardCharsets.UTF_8)));
                }

                @Override
                public void start() {
                    context.kept().requireFormat(format);
                }

                @Override
                public void active() {
                    context.kept().convert(format, before -> Map.of("word", convert(before.getOrDefault("word", new byte[0]))));
                    if (wrong) {
                        throw new IllegalStateException("it does not act");
                    }
                }
            };
        }

        private byte[] convert(byte[] word) {
            String text = new String(word, StandardCharsets.UTF_8);
            return (format == 2 ? text.toUpperCase() : text).getBytes(StandardCharsets.UTF_8);
        }
    }

    private static String ask(Chain chain, Verb verb, String path) throws Exception {
        return Call.ask(chain.head(), Message.of(verb, path)).result().get(20, TimeUnit.SECONDS).text();
    }

    @Test
    void stateIsThereForTheNextInstanceAlsoAfterAnotherAdapterWasThere() throws Exception {
        swarm.add(new Memo(1));
        swarm.add(new Toys.Answer());
        Chain chain = swarm.create("web", List.of("memo"));
        ask(chain, Verb.Set, "/hello");

        chain.swap(1, "answer");
        assertThat(ask(chain, Verb.Get, "/word")).isEqualTo("yes");
        chain.swap(1, "memo");

        assertThat(ask(chain, Verb.Get, "/")).isEqualTo("hello");
    }

    @Test
    void whatTheOldInstanceWritesWhileItDrainsTheNewOneSees() throws Exception {
        Memo memo = new Memo(1);
        swarm.add(memo);
        Chain chain = swarm.create("web", List.of("memo"));
        Context old = memo.latest;

        chain.swap(1, "memo again");
        old.kept().put("word", "late".getBytes(StandardCharsets.UTF_8));

        assertThat(ask(chain, Verb.Get, "/")).isEqualTo("late");
    }

    @Test
    void aNewerFormatIsMadeOfTheOlderOneAndTheOldInstanceGoesOnWithWhatItKnows() throws Exception {
        Memo first = new Memo(1);
        swarm.add(first);
        Chain chain = swarm.create("web", List.of("memo"));
        ask(chain, Verb.Set, "/hello");
        Context old = first.latest;

        Memo second = new Memo(2);
        swarm.add(second);

        assertThat(ask(chain, Verb.Get, "/")).isEqualTo("HELLO");
        assertThat(second.latest.kept().format()).isEqualTo(2);
        assertThat(old.kept().format()).isEqualTo(1);
        assertThat(new String(old.kept().get("word"), StandardCharsets.UTF_8)).isEqualTo("hello");
        old.kept().put("word", "lost".getBytes(StandardCharsets.UTF_8));
        assertThat(ask(chain, Verb.Get, "/")).isEqualTo("HELLO");
    }

    @Test
    void aFormatThatIsTooNewIsRefusedAndNothingHasChanged() throws Exception {
        swarm.add(new Memo(2));
        Chain chain = swarm.create("web", List.of("memo"));
        ask(chain, Verb.Set, "/WORD");

        // the version before, as a rollback would bring it
        swarm.add(new Memo(1));

        assertThat(journal).anyMatch(line -> line.contains("was written by a newer version of the adapter 'memo', in format 2; this version reads "
                + "formats up to 1"));
        assertThat(ask(chain, Verb.Get, "/")).isEqualTo("WORD");
        assertThatThrownBy(() -> chain.swap(1, "memo x")).isInstanceOf(Failure.class).hasMessageContaining("in format 2");
        assertThat(chain.state()).isEqualTo(ChainState.RUNNING);
    }

    @Test
    void aConversionIsTakenBackWithTheSwap() throws Exception {
        Memo first = new Memo(1);
        swarm.add(first);
        Chain chain = swarm.create("web", List.of("memo"));
        ask(chain, Verb.Set, "/hello");
        Memo second = new Memo(2);
        second.wrong = true;

        swarm.add(second);

        assertThat(journal).anyMatch(line -> line.contains("could not become active"));
        assertThat(ask(chain, Verb.Get, "/")).isEqualTo("hello");
        assertThat(first.latest.kept().format()).isEqualTo(1);
    }
}
