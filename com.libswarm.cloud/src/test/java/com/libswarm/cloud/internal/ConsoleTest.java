package com.libswarm.cloud.internal;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the console of a server says of its keys. */
class ConsoleTest {

    private static final String BOOT = "[    1.7] Run /init as init process\r\n[    9.1] cloud-init[401]: Cloud-init v. 22.4.2 running 'init' at Fri, 27 Nov 2026 10:00:00 +0000. Up 9.1 s.\r\n"
            + "ci-info: | ens3 | True | 10.0.0.4 |\r\n";
    private static final String PRINTS = "<14>Nov 27 10:00:11 cloud-init: -----BEGIN SSH HOST KEY FINGERPRINTS-----\r\n"
            + "<14>Nov 27 10:00:11 cloud-init: 256 SHA256:aaaa root@web (ED25519)\r\n<14>Nov 27 10:00:11 cloud-init: -----END SSH HOST KEY FINGERPRINTS-----\r\n";
    private static final String END = "[   12.0] cloud-init[700]: Cloud-init v. 22.4.2 finished at Fri, 27 Nov 2026 10:00:12 +0000. Datasource DataSourceOpenStack.\r\n";

    private static String keys(String... lines) {
        return "-----BEGIN SSH HOST KEY KEYS-----\r\n" + String.join("\r\n", lines) + "\r\n-----END SSH HOST KEY KEYS-----\r\n";
    }

    @Test
    void keysAreThoseThatCloudInitPrints() {
        String printed = BOOT + PRINTS + keys("ecdsa-sha2-nistp256 AAAAE2VjZHNh+/x= root@web", "[   11.2] ssh-ed25519 AAAAC3Nz root@web", "ssh-rsa AAAAB3Nz") + END;
        assertThat(Console.hostKeys(printed)).contains(List.of("ecdsa-sha2-nistp256 AAAAE2VjZHNh+/x=", "ssh-ed25519 AAAAC3Nz", "ssh-rsa AAAAB3Nz"));
    }

    @Test
    void thoseOfTheLastStartCount() {
        assertThat(Console.hostKeys(BOOT + keys("ssh-ed25519 AAAAold") + END + BOOT + keys("ssh-ed25519 AAAAnew") + END)).contains(List.of("ssh-ed25519 AAAAnew"));
    }

    @Test
    void theyMayStillComeWhileCloudInitIsAtWork() {
        assertThat(Console.hostKeys(BOOT)).isEmpty();
        assertThat(Console.hostKeys(BOOT + PRINTS + "-----BEGIN SSH HOST KEY KEYS-----\r\nssh-ed25519 AAAAhalf")).isEmpty();
    }

    @Test
    void aConsoleWithoutThemTellsNone() {
        Optional<List<String>> none = Optional.of(List.of());
        assertThat(Console.hostKeys("")).isEqualTo(none);
        assertThat(Console.hostKeys("FAKE CONSOLE OUTPUT\nANOTHER\nLAST LINE")).as("as nova's hypervisor for tests prints it").isEqualTo(none);
        assertThat(Console.hostKeys(BOOT + END)).isEqualTo(none);
    }
}
