package com.libswarm.adapter.aggregate.internal.schedule;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.Failure;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

final class ExpressionTest {

    @ParameterizedTest
    @CsvSource({
        "node==east, east, true", "node==east, west, false", "node!=east, west, true", "node!=east, east, false",
        "node==e*, east, true", "node==*st, west, true", "node==e*, west, false", "node==*, '', true", "node==a.c, abc, false",
        "node==/ea?st/, est, true", "node==/^e/, west, false", "node!=/^w/, east, true", "node==/(?i)EAST/, east, true",
        "node==~east, west, false", "image==redis:*, redis:7, true", "NODE==east, east, true", "node==two words, two words, true"})
    void oneValueMatches(String expression, String value, boolean holds) {
        assertThat(Expression.parse(expression).holdsFor(List.of(value))).isEqualTo(holds);
    }

    @Test
    void ofSeveralValuesOneHasToMatchOrNone() {
        assertThat(Expression.parse("container==web").holdsFor(List.of("db", "web"))).isTrue();
        assertThat(Expression.parse("container!=web").holdsFor(List.of("db", "web"))).isFalse();
        assertThat(Expression.parse("region==us").holdsFor(List.of())).as("a label that a node does not have").isFalse();
        assertThat(Expression.parse("region!=us").holdsFor(List.of())).isTrue();
    }

    @Test
    void aTildeMakesItSoft() {
        assertThat(Expression.parse("node==~east").isSoft()).isTrue();
        assertThat(Expression.parse("node!=~/x/").isSoft()).isTrue();
        assertThat(Expression.parse("node==east").isSoft()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "node", "node=east", "==east", "node==", "1node==east", "node==/(/", "no de==x"})
    void whatCannotBeReadIsRefused(String expression) {
        assertThatThrownBy(() -> Expression.parse(expression)).isInstanceOf(Failure.class)
                .satisfies(thrown -> assertThat(((Failure) thrown).status()).isEqualTo(400));
    }
}
