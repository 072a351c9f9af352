package com.libswarm.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class ObjectPathTest {

    @ParameterizedTest
    @ValueSource(strings = {"/", "/a", "/a/b", "/networks/", "/images/reg:5000/a/b:tag", "/..a", "/a..", "/...", "/.a", "/a b", "/é€"})
    void canonicalPathsAreGivenBack(String path) {
        assertThat(ObjectPath.canonical(path)).isSameAs(path);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "a", "a/b", "//", "//a", "/a//b", "/a//", "/.", "/..", "/./a", "/a/.", "/a/..", "/a/../b", "/../a", "/a/./",
        "/a\0", "/a\nb", "/\u007f"})
    void othersAreRefused(String path) {
        assertThatThrownBy(() -> ObjectPath.canonical(path)).isInstanceOfSatisfying(Failure.class, refused -> {
            assertThat(refused.status()).isEqualTo(400);
            assertThat(refused.getMessage()).doesNotContain("\n", "\0");
        });
    }

    @Test
    void aLongPathIsNotRepeatedWhole() {
        assertThatThrownBy(() -> ObjectPath.canonical("x".repeat(1_000_000))).hasMessageMatching("(?s).{1,300}");
    }
}
