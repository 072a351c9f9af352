package com.libswarm.runtime.shell;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.libswarm.api.adapter.Finding;
import com.libswarm.runtime.AdapterInfo;
import com.libswarm.runtime.AdapterInfo.Argument;
import com.libswarm.runtime.AdapterInfo.Option;
import com.libswarm.runtime.Change;
import com.libswarm.runtime.ChangeKind;
import com.libswarm.runtime.DrainLimits;
import com.libswarm.runtime.LinkInfo;
import com.libswarm.runtime.Plan;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class ListingsTest {

    private static final String HOSTILE = "a\"b\\c\n\u0000\u001b[2J\u2028\ud83d\ude00 ü </script>";
    private static final JsonMapper MAPPER = JsonMapper.builder().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS).build();

    private static final AdapterInfo ADAPTER = new AdapterInfo("toy", "does nothing",
            List.of(new Argument("URL", "where", true, true, "x:1")),
            List.of(new Option("insecure", "", "without TLS"), new Option("cert", "FILE", "in PEM")), List.of("toy x:2"), "b 1.0");

    private static JsonNode parsed(Object tree) throws Exception {
        return MAPPER.readTree(Json.text(tree));
    }

    private static LinkInfo link(int number, String name, String spec, LinkInfo... nested) {
        return new LinkInfo(number, name, "toy", spec, "running", "1.0", List.of("tcp://127.0.0.1:1"), Map.of("region", "dfw"),
                List.of(new LinkInfo.Draining("toy old", "0.9", Instant.EPOCH, List.of("x1 Get /a (stream)"))), List.of(nested));
    }

    @Test
    void jsonSurvivesHostileNames() throws Exception {
        assertThat(parsed(Map.of(HOSTILE, List.of(HOSTILE, 7, true, Map.of()))).get(HOSTILE).get(0).asText()).isEqualTo(HOSTILE);
        assertThat(Json.text(HOSTILE).strip()).matches("[ -~]+");
    }

    @Test
    void jsonSurvivesRandomText() throws Exception {
        long seed = new Random().nextLong();
        var random = new Random(seed);
        for (int i = 0; i < 1_000; i++) {
            String text = random.ints(random.nextInt(20), 0, Character.MIN_SURROGATE).collect(StringBuilder::new,
                    (builder, c) -> builder.append((char) c), StringBuilder::append).toString();
            assertThat(parsed(List.of(text)).get(0).asText()).as("seed %d", seed).isEqualTo(text);
        }
    }

    @Test
    void aChainAsJsonHasNameStateAndLinks() throws Exception {
        var shown = new ShownChain("web", link(1, "", "toy 'a b'", link(1, "east", "toy e")), link(2, "", HOSTILE));
        JsonNode chain = parsed(Listings.chainTree(shown));

        assertThat(chain.get("name").asText()).isEqualTo("web");
        assertThat(chain.get("state").asText()).isEqualTo("waiting");
        assertThat(chain.get("problem").asText()).isEqualTo("An adapter is missing.");
        JsonNode first = chain.get("links").get(0);
        assertThat(first.get("number").asInt()).isEqualTo(1);
        assertThat(first.get("adapter").asText()).isEqualTo("toy");
        assertThat(first.get("spec").asText()).isEqualTo("toy 'a b'");
        assertThat(first.get("state").asText()).isEqualTo("running");
        assertThat(first.get("listens").get(0).asText()).isEqualTo("tcp://127.0.0.1:1");
        assertThat(first.get("details").get("region").asText()).isEqualTo("dfw");
        assertThat(first.get("draining").get(0).get("carries").get(0).asText()).isEqualTo("x1 Get /a (stream)");
        assertThat(first.get("nested").get(0).get("name").asText()).isEqualTo("east");
        assertThat(chain.get("links").get(1).get("spec").asText()).isEqualTo(HOSTILE);
    }

    @Test
    void listingsOfNothingAreEmpty() {
        assertThat(Json.text(Listings.adaptersTree(List.of()))).isEqualTo("[]\n");
        assertThat(Listings.chains(List.of())).isEmpty();
        assertThat(Listings.adapters(List.of())).isEmpty();
    }

    @Test
    void anAdapterAsJsonHasAllOfItsDeclaration() throws Exception {
        JsonNode adapter = parsed(Listings.adaptersTree(List.of(ADAPTER))).get(0);
        assertThat(adapter.get("usage").asText()).isEqualTo("toy [--insecure] [--cert FILE] [URL...]");
        assertThat(adapter.get("arguments").get(0).get("default").asText()).isEqualTo("x:1");
        assertThat(adapter.get("arguments").get(0).get("repeats").asBoolean()).isTrue();
        assertThat(adapter.get("options").get(1).get("value").asText()).isEqualTo("FILE");
        assertThat(adapter.get("examples").get(0).asText()).isEqualTo("toy x:2");
    }

    @Test
    void columnsAreAlignedAndNoNameMovesTheCursor() {
        String table = new Table().row("NAME", "STATE").row("a\u001b[2J\nb", "running").row("ü", "x").toString();
        assertThat(table).isEqualTo("NAME     STATE\na?[2J?b  running\nü        x\n");
    }

    @Test
    void aChainIsShownWithItsNestedLinksAndWhatDrains() {
        String shown = Listings.chain(new ShownChain("web", link(1, "", "toy a", link(1, "east", "toy e"))));
        assertThat(shown).startsWith("web is waiting: An adapter is missing.\nLINK ")
                .containsPattern("1 +running +1.0 +tcp://127.0.0.1:1 +toy a\\n +region: dfw\\n")
                .containsPattern("draining +0.9 +since 1970-01-01T00:00:00Z +toy old\n").contains("  x1 Get /a (stream)\n")
                .contains("  1.east ");
    }

    private static final Change CHANGE = new Change(Instant.EPOCH, "web", "2.east", ChangeKind.SWAP, Optional.of(new Change.Version("toy a", "1.0")),
            Optional.of(new Change.Version("toy b", "")), Duration.ofMillis(1_500), Duration.ofNanos(250_000), Optional.empty(), true,
            List.of("x1 Get /a (stream)"), Optional.of("It would not."));

    @Test
    void theHistoryIsATableAndBelowItWhatFailedAndWhatWasEnded() {
        assertThat(HistoryListing.text(List.of(CHANGE))).isEqualTo("""
                WHEN                  LINK        CHANGE       START  SWITCH  DRAIN   FROM         TO
                1970-01-01T00:00:00Z  web/2.east  swap failed  1.5 s  0.3 ms  drains  toy a (1.0)  toy b

                1970-01-01T00:00:00Z web/2.east failed: It would not.
                1970-01-01T00:00:00Z web/2.east ended: x1 Get /a (stream)
                """);
        assertThat(HistoryListing.text(List.of())).isEmpty();
    }

    @Test
    void theHistoryAsJsonHasEveryField() throws Exception {
        JsonNode change = parsed(HistoryListing.tree(CHANGE));

        assertThat(change.get("from").get("version").asText()).isEqualTo("1.0");
        assertThat(change.get("kind").asText()).isEqualTo("swap");
        assertThat(change.get("switchMillis").asDouble()).isEqualTo(0.25);
        assertThat(change.get("drains").asBoolean()).isTrue();
        assertThat(change.has("drainMillis")).isFalse();
        assertThat(change.get("ended").get(0).asText()).startsWith("x1");
        assertThat(change.get("failure").asText()).isEqualTo("It would not.");
    }

    @Test
    void aPlanSaysWhatStaysWhatHappensToItAndWhatWasFoundOut() throws Exception {
        var plan = new Plan("Replaces a by b.", List.of(new Plan.Touched("web", "1", Optional.of(new Change.Version("toy a", "1.0")), Optional.empty(),
                1, List.of("x1 Get /a (stream)"), DrainLimits.of("30s", "1h30m"))), List.of(Finding.bad("No."), Finding.unchecked("Who knows.")));

        assertThat(PlanListing.text(plan)).isEqualTo("""
                Replaces a by b.

                LINK   NOW          THEN
                web/1  toy a (1.0)  -

                In the chain web these stay on the old code: 1 request that waits for its reply (it gets an Error after 30s), 1 stream (cut after 1h30m).
                  x1 Get /a (stream)

                bad        No.
                unchecked  Who knows.
                """);
        JsonNode tree = parsed(PlanListing.tree(plan));
        assertThat(tree.get("wouldFail").asBoolean()).isTrue();
        assertThat(tree.get("links").get(0).get("limits").get("streams").asText()).isEqualTo("1h30m");
        assertThat(tree.get("findings").get(1).get("outcome").asText()).isEqualTo("unchecked");
    }

    @Test
    void helpShowsUsageArgumentsOptionsAndExamples() {
        assertThat(Listings.help(ADAPTER)).isEqualTo("""
                toy [--insecure] [--cert FILE] [URL...]

                  does nothing

                  URL          where (default: x:1)
                  --insecure   without TLS
                  --cert FILE  in PEM

                Examples:
                  toy x:2
                """);
    }
}
