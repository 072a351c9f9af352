package com.libswarm.runtime.shell;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Failure;
import com.libswarm.api.Verb;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

final class SendRequestTest {

    private static SendRequest read(String... words) {
        return SendRequest.read(List.of(words));
    }

    @Test
    void everythingHasItsPlace() {
        var request = read("-i", "web", "set", "/containers/x", "kill", "signal=HUP", "-H", "X-A:  b: c ", "signal=", "@-");

        assertThat(request.chain()).isEqualTo("web");
        assertThat(request.showHead()).isTrue();
        assertThat(request.source()).isEqualTo("-");
        var message = request.message();
        assertThat(message.verb()).isEqualTo(Verb.Set);
        assertThat(message.path()).isEqualTo("/containers/x");
        assertThat(message.aspect()).isEqualTo("kill");
        assertThat(message.args().pairs()).containsExactly(Map.entry("signal", "HUP"), Map.entry("signal", ""));
        assertThat(message.head().get("x-a")).isEqualTo("b: c");
        assertThat(message.args().words()).isEmpty();
    }

    @Test
    void optionsMayStandAnywhere() {
        assertThat(read("web", "Ls", "-i", "/x").showHead()).isTrue();
        assertThat(read("web", "Ls", "/x", "-H", "A: b").message().head().get("A")).isEqualTo("b");
    }

    @ParameterizedTest
    @CsvSource({"ls,Ls", "LS,Ls", "Remove,Remove", "wAtCh,Watch"})
    void aVerbIsTakenInAnyCase(String word, Verb verb) {
        assertThat(read("web", word, "/").message().verb()).isEqualTo(verb);
    }

    @Test
    void whatFollowsThePathOfALogIsText() {
        var message = read("web", "log", "/x", "one", "took time=3", "node=east").message();
        assertThat(message.text()).isEqualTo("one took time=3");
        assertThat(message.args().get("node")).isEqualTo("east");
        assertThat(message.aspect()).isEmpty();
    }

    @Test
    void afterTwoDashesEveryWordIsWhatItIs() {
        var request = read("web", "Log", "/x", "--", "-i", "a=b", "@file", "--");
        assertThat(request.message().args().words()).containsExactly("-i", "a=b", "@file", "--");
        assertThat(request.message().args().pairs()).isEmpty();
        assertThat(request.source()).isEmpty();
        assertThat(read("web", "Get", "/x", "--", "-aspect").message().aspect()).isEqualTo("-aspect");
    }

    @Test
    void aValueMayHoldAnything() {
        var args = read("web", "Ls", "/x", "filters={\"a\":[\"b=c\"]}", "text=two\nlines").message().args();
        assertThat(args.get("filters")).isEqualTo("{\"a\":[\"b=c\"]}");
        assertThat(args.get("text")).isEqualTo("two\nlines");
    }

    @Test
    void whatCannotBeReadIsOneSentence() {
        refused("Something is missing", "web", "Ls");
        refused("no option --json", "--json", "web", "Ls", "/x");
        refused("-H needs a field", "web", "Ls", "/x", "-H");
        refused("-H needs a field", "web", "Ls", "/x", "-H", "nothing");
        refused("-H needs a field", "web", "Ls", "/x", "-H", "A: b\r\nEvil: c");
        refused("one body", "web", "File", "/x", "@-", "@file");
        refused("one aspect", "web", "Get", "/x", "top", "json");
        refused("no verb 'frob'", "web", "frob", "/x");
        refused("not canonical", "web", "Get", "/a/../b");
        refused("does not start with a slash", "web", "Get", "a");
    }

    private static void refused(String sentence, String... words) {
        assertThatThrownBy(() -> read(words)).isInstanceOf(Failure.class).hasMessageContaining(sentence)
                .satisfies(e -> assertThat(((Failure) e).status()).isEqualTo(400))
                .satisfies(e -> assertThat(e.getMessage()).doesNotContain("\n"));
    }
}
