package com.libswarm.runtime.internal.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.runtime.internal.deploy.ManifestHeader.Clause;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class ManifestHeaderTest {

    @Test
    void packagesWithVersions() {
        assertThat(ManifestHeader.parse("com.libswarm.api;version=\"[1.0,2)\",org.acme; org.acme.more ;resolution:=optional"))
                .containsExactly(
                new Clause(List.of("com.libswarm.api"), Map.of("version", "[1.0,2)"), Map.of()),
                new Clause(List.of("org.acme", "org.acme.more"), Map.of(), Map.of("resolution", "optional")));
    }

    @Test
    void capabilitiesWithTypesAndQuotes() {
        assertThat(ManifestHeader.parse("osgi.service;objectClass:List<String>=\"a.B,a.C\";uses:=\"a,b\",com.libswarm.adapter;name=x;"
                + "summary=\"says \\\"hello\\\"; then, ends\"")).containsExactly(
                        new Clause(List.of("osgi.service"), Map.of("objectClass", "a.B,a.C"), Map.of("uses", "a,b")),
                        new Clause(List.of("com.libswarm.adapter"), Map.of("name", "x", "summary", "says \"hello\"; then, ends"),
                                Map.of()));
    }

    @Test
    void filtersWithEqualSigns() {
        assertThat(ManifestHeader.parse("osgi.ee;filter:=\"(&(osgi.ee=JavaSE)(version=17))\""))
                .containsExactly(new Clause(List.of("osgi.ee"), Map.of(), Map.of("filter", "(&(osgi.ee=JavaSE)(version=17))")));
    }

    @Test
    void noHeader() {
        assertThat(ManifestHeader.parse("")).isEmpty();
    }
}
