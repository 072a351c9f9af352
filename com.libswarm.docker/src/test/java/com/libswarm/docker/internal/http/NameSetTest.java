package com.libswarm.docker.internal.http;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class NameSetTest {

    private static final NameSet SET = NameSet.of("host", "Te").and("status").andAll("proxy-");

    @Test
    void namesAreFoundInAnyCase() {
        assertThat(SET.contains("HOST") && SET.contains("te") && SET.contains("TE") && SET.contains("Status")).isTrue();
        assertThat(SET.contains("hosts") || SET.contains("hos") || SET.contains("post") || SET.contains("") || SET.contains("_")).isFalse();
    }

    @Test
    void allWithTheBeginningAreInIt() {
        assertThat(SET.contains("Proxy-Authorization") && SET.contains("PROXY-") && SET.contains("proxy-x")).isTrue();
        assertThat(SET.contains("Proxy") || SET.contains("Proxies-x") || SET.contains("Proxx-") || SET.contains("-")).isFalse();
        assertThat(NameSet.of().contains("proxy-x") || NameSet.of().contains("")).isFalse();
    }
}
