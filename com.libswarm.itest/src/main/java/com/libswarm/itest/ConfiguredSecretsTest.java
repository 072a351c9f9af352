package com.libswarm.itest;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.runtime.Chains;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/** Adapters for clouds find their secrets in a configuration, too, and none of them is shown. */
class ConfiguredSecretsTest {

    private static final String SECRET = "configured-secret";

    /** What is missing says what there is. */
    private static void with(String pid, Map<String, String> variables, ThrowingRunnable then) throws Exception {
        Configuration configuration = Container.service(ConfigurationAdmin.class).getConfiguration(pid, "?");
        Dictionary<String, Object> properties = new Hashtable<>(variables);
        configuration.update(properties);
        try {
            then.run();
        } finally {
            configuration.delete();
        }
    }

    @FunctionalInterface
    private interface ThrowingRunnable {

        void run() throws Exception;
    }

    private static void assertThatItNeeds(String adapter, boolean secret, String name) throws Exception {
        Chains chains = Container.chains();
        var refused = assertThatThrownBy(() -> chains.create("unconfigured", List.of(adapter))).hasMessageContaining(adapter + " needs ")
                .hasMessageContaining("--flavor").hasMessageNotContaining(SECRET);
        if (secret) {
            refused.hasMessageContaining(name);
        } else {
            refused.hasMessageNotContaining(name);
        }
    }

    @Test
    void theApiKeyOfRaxMayBeConfigured() throws Exception {
        assertThatItNeeds("rax", true, "OS_API_KEY");
        with("com.libswarm.adapter.rax", Map.of("OS_API_KEY", SECRET), () -> assertThatItNeeds("rax", false, "OS_API_KEY"));
        assertThatItNeeds("rax", true, "OS_API_KEY");
    }

    @Test
    void thePasswordOfNovaMayBeConfigured() throws Exception {
        with("com.libswarm.adapter.openstack", Map.of("OS_PASSWORD", SECRET), () -> assertThatItNeeds("nova", false, "OS_PASSWORD"));
        assertThatItNeeds("nova", true, "OS_PASSWORD");
    }
}
