package com.libswarm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class HeadTest {

    private static final Head HEAD = Head.of("A", "1", "B", "2", "a", "3");

    @Test
    void namesAreFoundInAnyCaseAndRepeatsAreKept() {
        assertThat(HEAD.get("b")).isEqualTo("2");
        assertThat(HEAD.all("A")).containsExactly("1", "3");
        assertThat(HEAD.size()).isEqualTo(3);
        assertThat(HEAD.name(2) + HEAD.value(2)).isEqualTo("a3");
        assertThat(HEAD.get("c")).isEmpty();
    }

    @Test
    void aFieldPutInTakesThePlaceOfAllOfItsName() {
        assertThat(HEAD.with("a", "4")).isEqualTo(Head.of("B", "2", "a", "4"));
        assertThat(HEAD.without("A")).isEqualTo(Head.of("B", "2"));
        assertThat(HEAD.without("c")).isSameAs(HEAD);
    }

    @Test
    void someFieldsAreKeptAndOthersAreAdded() {
        assertThat(HEAD.only("B"::equals)).isEqualTo(Head.of("B", "2"));
        assertThat(HEAD.only(name -> true, "C", "5")).isEqualTo(Head.of("A", "1", "B", "2", "a", "3", "C", "5"));
        assertThat(HEAD.only(name -> false)).isSameAs(Head.EMPTY);
        assertThatThrownBy(() -> HEAD.only(name -> true, "C")).isInstanceOf(IllegalArgumentException.class).hasMessageContaining("no value");
    }
}
