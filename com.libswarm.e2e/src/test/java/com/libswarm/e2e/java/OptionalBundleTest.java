package com.libswarm.e2e.java;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.e2e.harness.Swarmd;
import org.junit.jupiter.api.Test;

/** swarmd with the bundle for clients of docker-java's; what it does there, the in-container tests tell. */
class OptionalBundleTest {

    @Test
    void itStartsWithAllThatItImports() {
        try (Swarmd swarmd = Swarmd.startWithOptional("docker-java", "simulator web")) {
            assertThat(swarmd.mustSh("felix:lb -s dockerjava")).containsPattern("Active *\\|.*com\\.libswarm\\.dockerjava");
        }
    }
}
