package com.libswarm.adapter.aggregate.internal.node;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.api.adapter.Child;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ListedTest {

    private static final String BEFORE = "{\"Id\":\"ab\",\"Names\":[\"/web\",\"/db/web\"],\"New\":{\"x\":[1,\"}\"]},";
    private static final String AFTER = "\"Name\":\"k\\u00e4se \\\"ü\\\"\",\"Last\":null}";
    private final Node east = node("simulator");

    private static Node node(String spec) {
        return new Node("east", NodeSpec.parse("east=" + spec), (Child) Proxy.newProxyInstance(Child.class.getClassLoader(),
                new Class<?>[] {Child.class}, (proxy, method, args) -> {
                    throw new UnsupportedOperationException("Nobody is asked here.");
                }), 1);
    }

    private Listed listed(String json) {
        return Listed.of(Fields.of(json, 500), Container.of(east, Fields.of(json, 500)), 0, 0, Optional.empty());
    }

    private static String at(Listed listed, long now, boolean isShared) {
        var out = new ByteArrayOutputStream();
        listed.write(now, isShared, out::write);
        return out.toString(StandardCharsets.UTF_8);
    }

    private static String shown(String names, String status) {
        return "{\"Id\":\"ab\",\"Names\":" + names + ",\"New\":{\"x\":[1,\"}\"]},\"Status\":\"" + status + "\","
                + AFTER.substring(0, AFTER.length() - 1) + ",\"Node\":{\"Name\":\"east\"}}";
    }

    @Test
    void allFieldsSurviveAndTwoAreWrittenAnew() {
        Listed listed = listed(BEFORE + "\"Status\":\"Up 5 seconds\"," + AFTER);
        assertThat(at(listed, 2_000, false)).isEqualTo(shown("[\"/web\",\"/db/web\"]", "Up 7 seconds"));
        assertThat(at(listed, 2_000, true)).isEqualTo(shown("[\"/east/web\",\"/east/db/web\"]", "Up 7 seconds"));
    }

    @Test
    void portsAreToldWithTheAddressOfTheNodeAndRecognizedWithoutIt() {
        String element = "{\"Names\":[\"/web\"],\"Ports\":[{\"IP\":\"%s\",\"PublicPort\":80}],\"Status\":\"Up 5 seconds\"}";
        String plain = element.formatted("0.0.0.0");
        Node far = node("dockerclient tcp://10.1.2.3:2375");
        Listed listed = Listed.of(Fields.of(plain, 500), Container.of(far, Fields.of(plain, 500)), 0, 0, Optional.empty());
        assertThat(at(listed, 0, true)).startsWith(element.formatted("10.1.2.3").replace("/web", "/east/web").replaceFirst("}$", ""));
        assertThat(at(listed.again(plain, 0, 0).orElseThrow(), 0, false)).startsWith(element.formatted("10.1.2.3").replaceFirst("}$", ""));
        assertThat(at(listed(plain), 0, false)).startsWith(plain.replaceFirst("}$", ""));
    }

    @Test
    void theOrderOfTheFieldsDoesNotMatterNorWhetherTheyAreThere() {
        assertThat(at(listed("{\"Status\":\"Up 5 seconds\",\"Names\":[\"/web\"]}"), 2_000, true))
                .isEqualTo("{\"Status\":\"Up 7 seconds\",\"Names\":[\"/east/web\"],\"Node\":{\"Name\":\"east\"}}");
        assertThat(at(listed("{\"Id\":\"ab\"}"), 0, true)).isEqualTo("{\"Id\":\"ab\",\"Node\":{\"Name\":\"east\"}}");
        assertThat(at(listed("{\"Names\":null,\"Status\":7}"), 0, false)).isEqualTo("{\"Names\":null,\"Status\":7,\"Node\":{\"Name\":\"east\"}}");
        assertThat(at(listed("{\"Id\":\"ab\",\"Node\":{\"Name\":\"inner\"}}"), 0, false)).isEqualTo("{\"Id\":\"ab\",\"Node\":{\"Name\":\"east\"}}");
        assertThat(at(listed("{}"), 0, false)).isEqualTo("{\"Node\":{\"Name\":\"east\"}}");
    }

    @Test
    void anElementThatIsTheSameIsRecognized() {
        String plain = "{\"Id\":\"ab\",\"Names\":[\"/web\"],\"Status\":\"%s\",\"Mounts\":[]}";
        Listed listed = listed(plain.formatted("Up 5 seconds"));
        assertThat(at(listed.again(plain.formatted("Up 10 seconds"), 5_000, 5_000).orElseThrow(), 6_000, false)).contains("\"Up 11 seconds\"");
        assertThat(at(listed.again(plain.formatted("Exited (0) 1 second ago"), 5_000, 5_000).orElseThrow(), 5_000, false)).contains("Exited (0) 1 second ago");
        for (String other : new String[] {plain.replace("ab", "ac"), plain.replace("[]", "[1]"), plain.replace("Mounts", "Mounds"), plain + " ",
                plain.substring(0, plain.length() - 1), "{}", "", plain.replace("\"Mounts\":[]", "\"Node\":{}")}) {
            assertThat(listed.again(other.formatted("Up 10 seconds"), 5_000, 5_000)).as(other).isEmpty();
        }
    }
}
