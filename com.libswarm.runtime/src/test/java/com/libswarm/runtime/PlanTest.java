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
import com.libswarm.api.adapter.Finding;
import com.libswarm.api.adapter.Finding.Outcome;
import com.libswarm.api.adapter.Inspection;
import com.libswarm.api.adapter.Link;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What a change would do, found out without making it. */
@Timeout(60)
class PlanTest {

    private final Swarm swarm = Swarm.create((level, source, line) -> { });
    private final Toys.Answer answer = new Toys.Answer();

    @BeforeEach
    void add() {
        swarm.add(answer);
        swarm.add(new Toys.Tag());
        swarm.add(new Picky());
        swarm.add(new NestedSwapTest.Hub());
    }

    @AfterEach
    void close() {
        swarm.close();
    }

    /** Checks its argument in spawn, and its address ahead. */
    @Declaration(name = "picky", summary = "is picky", arguments = {"WORD  not bad", "[URL]  where it listens (default: )"})
    static final class Picky implements Adapter {

        final List<String> printed = new CopyOnWriteArrayList<>();

        @Override
        public Link spawn(Context context) {
            if (context.args().get(0).equals("bad")) {
                throw new IllegalArgumentException("That is a bad word.");
            }
            context.kept().put("word", context.args().get(0).getBytes());
            context.log().log(System.Logger.Level.INFO, "spawned");
            return new Link() {
                @Override
                public void send(Message message) {
                    message.reply(Message.value(new String(context.kept().get("word"))));
                }

                @Override
                public void start() throws Exception {
                    if (context.args().size() > 1) {
                        context.listen(context.args().get(1), (connection, received, session) -> { });
                    }
                }
            };
        }

        @Override
        public List<Finding> inspect(Inspection inspection) {
            return inspection.args().size() > 1 ? List.of(inspection.listening(inspection.args().get(1))) : List.of(Finding.unchecked("It was not looked at."));
        }
    }

    private static List<Outcome> outcomes(Plan plan) {
        return plan.findings().stream().map(Finding::outcome).toList();
    }

    private static String said(Plan plan) {
        return plan.findings().stream().map(Finding::sentence).reduce("", (a, b) -> a + "\n" + b);
    }

    @Test
    void aPlanTellsWhatIsInFlightAndChangesNothing() throws Exception {
        Chain chain = swarm.create("web", List.of("tag", "answer old"), DrainLimits.of("10s", "1h"));
        Message stream = Call.ask(chain.head(), Message.of(Verb.Get, "/text")).result().get(20, TimeUnit.SECONDS);
        List<String> before = List.copyOf(answer.steps);

        Plan plan = chain.planSwap("2", "answer password=new");

        assertThat(plan.change()).isEqualTo("Replaces the link web/2 'answer old' by 'answer password=***'.");
        assertThat(plan.links()).singleElement().satisfies(link -> {
            assertThat(link.link()).isEqualTo("2");
            assertThat(link.now()).contains(new Change.Version("answer old", ""));
            assertThat(link.then()).contains(new Change.Version("answer password=***", ""));
            assertThat(link.streams()).singleElement().asString().contains("Get /text (stream)");
            assertThat(link.requests()).isZero();
            assertThat(link.limits()).isEqualTo(DrainLimits.of("10s", "1h"));
        });
        assertThat(outcomes(plan)).containsExactly(Outcome.GOOD, Outcome.UNCHECKED);
        assertThat(plan.wouldFail()).isFalse();
        assertThat(answer.steps).as("made and thrown away, not started").containsAll(before).doesNotContain("start password=new", "drain old");
        assertThat(swarm.history()).isEmpty();
        assertThat(chain.links().get(1).spec()).isEqualTo("answer old");
        stream.body().cancel();
    }

    @Test
    void whatIsWrongWithASpecIsFoundOutAhead() {
        Chain chain = swarm.create("web", List.of("tag", "picky good"));

        assertThat(said(chain.planSwap("2", "pickt good"))).contains("The adapter 'pickt' is not there (did you mean 'picky'?)");
        assertThat(said(chain.planSwap("2", "picky"))).contains("the argument WORD is missing");
        assertThat(said(chain.planSwap("2", "picky bad"))).contains("That is a bad word.");
        assertThat(chain.planSwap("2", "picky bad").wouldFail()).isTrue();
        assertThat(said(chain.planInsert(1, "picky bad"))).contains("That is a bad word.");
        assertThat(outcomes(chain.planInsert(3, "picky fine"))).containsExactly(Outcome.GOOD, Outcome.UNCHECKED, Outcome.UNCHECKED);
        assertThatThrownBy(() -> chain.planSwap("7", "tag")).isInstanceOf(Failure.class).hasMessage("The chain 'web' has no link 7: it has 2.");
        assertThatThrownBy(() -> chain.planInsert(4, "tag")).isInstanceOf(Failure.class);
    }

    @Test
    void theKeptStateIsNotTouchedByAPlan() throws Exception {
        Chain chain = swarm.create("web", List.of("picky good"));

        chain.planSwap("1", "picky other");

        assertThat(Call.ask(chain.head(), Message.of(Verb.Get, "/")).result().get(20, TimeUnit.SECONDS).text()).isEqualTo("good");
    }

    @Test
    void anAddressToListenOnIsFreeOrOursOrTaken() throws Exception {
        try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            String url = "tcp://127.0.0.1:" + taken.getLocalPort();
            Chain chain = swarm.create("web", List.of("picky good tcp://127.0.0.1:0"));

            assertThat(said(chain.planSwap("1", "picky better tcp://127.0.0.1:0"))).contains("The link that is there now listens on");
            assertThat(said(chain.planInsert(1, "picky better tcp://127.0.0.1:0"))).contains("Nobody listens on");
            assertThat(said(chain.planSwap("1", "picky better " + url))).contains("Cannot listen on " + url + ": it is in use already.");
            assertThat(chain.planSwap("1", "picky better " + url).wouldFail()).isTrue();
        }
    }

    @Test
    void aUnixSocketIsLookedAtWithoutMakingOrRemovingAFile(@TempDir Path folder) throws Exception {
        Path file = folder.resolve("s");
        String url = "unix://" + file;
        Chain chain = swarm.create("web", List.of("picky good"));

        assertThat(said(chain.planSwap("1", "picky better " + url))).contains("Nobody listens on " + url);
        assertThat(file).doesNotExist();
        assertThat(said(chain.planSwap("1", "picky better unix://" + folder.resolve("none/s")))).contains("does not exist.");
        Files.writeString(file, "a file");
        assertThat(said(chain.planSwap("1", "picky better " + url))).contains("there is a file that is no socket");
        Files.delete(file);
        chain.swap(1, "picky good " + url);
        assertThat(said(chain.planSwap("1", "picky better " + url))).contains("The link that is there now listens on");
        assertThat(said(chain.planInsert(1, "picky better " + url))).contains("it is in use already");
    }

    @Test
    void theFateOfNestedLinksIsTold() {
        Chain chain = swarm.create("web", List.of("hub 'east=answer e' 'west=answer w' 'south=answer s'"));

        Plan plan = chain.planSwap("1", "hub 'east=answer e' 'west=answer other' 'north=answer n'");

        assertThat(plan.links()).extracting(Plan.Touched::link).containsExactly("1", "1.north", "1.south", "1.west");
        assertThat(plan.links().get(2).then()).isEmpty();
        assertThat(plan.links().get(3).then()).contains(new Change.Version("answer other", ""));
        assertThat(said(plan)).contains("The nested link 1.east stays as it is");
        assertThat(said(chain.planSwap("1", "tag"))).contains("Whether the nested link 1.east stays");
    }

    @Test
    void theRemovalOfTheOnlyLinkWouldFail() {
        Chain chain = swarm.create("web", List.of("tag", "answer"));

        assertThat(chain.planRemove(1).wouldFail()).isFalse();
        chain.remove(1);
        assertThat(chain.planRemove(1).wouldFail()).isTrue();
    }

    @Test
    void theLinksOfAnAdapterAreThoseThatOtherCodeWouldReplace() {
        Chain chain = swarm.create("web", List.of("answer", "hub 'east=answer e'", "tag"));

        assertThat(chain.linksOf("answer")).extracting(Plan.Touched::link).containsExactly("1", "2.east");
        assertThat(chain.linksOf("nobody")).isEmpty();
    }
}
