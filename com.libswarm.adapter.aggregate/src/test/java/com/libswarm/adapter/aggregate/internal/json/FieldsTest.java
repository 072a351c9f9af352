package com.libswarm.adapter.aggregate.internal.json;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class FieldsTest {

    @Test
    void whatIsNotChangedComesOutAsItWentIn() {
        String json = "{\"a\":1.50e+3,\"b\\\"c\":[1, {\"x\":\"}]\\\\\\\"\"}],\"d\":{\"e\":null},\"u\":\"\\u00e9é\",\"n\":-0}";
        assertThat(Fields.of(json, 502).json()).isEqualTo(json);
        assertThat(Fields.of(" { \"a\" : 1 , \"b\" : [ ] } ", 502).json()).isEqualTo("{\"a\":1,\"b\":[ ]}");
        assertThat(Fields.of("{}", 502).json()).isEqualTo("{}");
    }

    @Test
    void aFieldIsChangedInItsPlaceOrAdded() {
        Fields fields = Fields.of("{\"a\":1,\"b\":2}", 502);
        assertThat(fields.with("a", List.of("x")).with("c", "\"").json()).isEqualTo("{\"a\":[\"x\"],\"b\":2,\"c\":\"\\\"\"}");
        assertThat(fields.renamed(name -> "x" + name).json()).isEqualTo("{\"xa\":1,\"xb\":2}");
        assertThat(fields.get("b")).contains("2");
        assertThat(fields.get("c")).isEmpty();
        assertThat(fields.json()).as("immutable").isEqualTo("{\"a\":1,\"b\":2}");
    }

    @Test
    void anObjectWithinIsReadTheSameWay() {
        Fields fields = Fields.of("{\"Actor\":{\"ID\":\"x\"},\"Other\":null}", 502);
        assertThat(fields.object("Actor").with("A", 1).json()).isEqualTo("{\"ID\":\"x\",\"A\":1}");
        assertThat(fields.object("Other").json()).isEqualTo("{}");
        assertThat(fields.object("None").json()).isEqualTo("{}");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "[]", "x", "{", "{\"a\"", "{\"a\":", "{\"a\":1", "{\"a\":\"", "{\"a\":\"\\", "{\"a\" 1}", "{\"a\":1 \"b\":2", "{a:1}"})
    void whatIsNoObjectIsRefused(String json) {
        assertThatThrownBy(() -> Fields.of(json, 400)).isInstanceOf(Failure.class)
                .satisfies(thrown -> assertThat(((Failure) thrown).status()).isEqualTo(400));
    }
}
