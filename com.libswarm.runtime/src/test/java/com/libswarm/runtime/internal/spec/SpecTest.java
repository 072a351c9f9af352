package com.libswarm.runtime.internal.spec;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.runtime.AdapterInfo;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpecTest {

    @Declaration(name = "server", summary = "serves", arguments = {"NAME  who", "[URL...]  where (default: tcp://localhost:1)"},
            options = {"--insecure  whatever", "--cert FILE  the certificate"})
    private static final class Declared {
    }

    private static final AdapterInfo SERVER = Declarations.of(Declared.class.getAnnotation(Declaration.class));

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {
            "a b  c|a,b,c", "  a\tb |a,b", "a 'b c'|a,b c", "a 'b\\'|a,b\\", "a \"b 'c' \\\" \\\\ \\n\"|a,b 'c' \" \\ \\n", "a b\\ c|a,b c",
            "a ''|a,", "a'b'\"c\"d|abcd", "a é😀|a,é😀"})
    void wordsAreSplitAsAShellSplitsThem(String spec, String words) {
        assertThat(Words.split(spec)).containsExactly(words.split(",", -1));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '`', value = {"a 'b|quote (') at character 3", "a \"b|quote (\") at character 3",
            "a \"b\\\"|quote (\") at character 3", "a \\|ends with a backslash"})
    void whatIsNotClosedIsOneClearSentence(String spec, String why) {
        assertThatThrownBy(() -> Spec.parse(spec)).isInstanceOf(Failure.class).hasMessageContaining(why);
    }

    @Test
    void aDeclarationIsRead() {
        assertThat(SERVER.usage()).isEqualTo("server [--insecure] [--cert FILE] NAME [URL...]");
        assertThat(SERVER.arguments().get(1)).isEqualTo(new AdapterInfo.Argument("URL", "where", true, true, "tcp://localhost:1"));
        assertThat(SERVER.options().get(1)).isEqualTo(new AdapterInfo.Option("cert", "FILE", "the certificate"));
    }

    @Test
    void argumentsAndOptionsAreTakenApartAndDefaultsFilledIn() {
        Arguments arguments = Arguments.of(Spec.parse("server --cert=a me --insecure --cert b"), SERVER);

        assertThat(arguments.args()).containsExactly("me", "tcp://localhost:1");
        assertThat(arguments.options()).isEqualTo(Map.of("cert", List.of("a", "b"), "insecure", List.of("true")));
        assertThat(Arguments.of(Spec.parse("server me -- --insecure u"), SERVER).args()).containsExactly("me", "--insecure", "u");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', value = {"server|the argument NAME is missing", "server me --nope|there is no option --nope",
            "server me --cert|the option --cert needs a value, FILE", "server me --insecure=1|the option --insecure takes no value"})
    void whatDoesNotFitIsOneClearSentenceWithTheUsage(String spec, String why) {
        assertThatThrownBy(() -> Arguments.of(Spec.parse(spec), SERVER)).isInstanceOf(Failure.class)
                .hasMessage("The arguments do not fit server: " + why + ". Usage: " + SERVER.usage());
    }

    @Test
    void aSpecIsShownWithoutSecrets() {
        assertThat(Spec.parse("client http://me:secret@host 'a b' token=abc")).hasToString("client http://***@host 'a b' token=***");
    }

    @ParameterizedTest
    @CsvSource({"dockerservr,dockerserver", "Debug,debug", "simulater,simulator", "docker,dockerclient", "debgu,debug", "exce,exec", "zzz,"})
    void theNearestNameIsFound(String word, String name) {
        assertThat(Nearest.of(word, List.of("dockerclient", "dockerserver", "debug", "simulator", "exec")).orElse(null)).isEqualTo(name);
    }
}
