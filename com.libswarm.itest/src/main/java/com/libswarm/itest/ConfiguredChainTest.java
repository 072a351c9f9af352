package com.libswarm.itest;

import static com.libswarm.itest.Container.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Chains;
import com.libswarm.runtime.DrainLimits;
import com.libswarm.runtime.LinkInfo;
import java.util.Dictionary;
import java.util.Hashtable;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.FrameworkUtil;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

class ConfiguredChainTest {

    private static Dictionary<String, Object> definition(String... links) {
        Hashtable<String, Object> definition = new Hashtable<>();
        definition.put("name", "configured");
        definition.put("links", links);
        return definition;
    }

    @Test
    void aChainIsMadeChangedAndDestroyedWithItsConfiguration() throws Exception {
        Chains chains = Container.chains();
        Configuration configuration = Container.service(ConfigurationAdmin.class).createFactoryConfiguration("com.libswarm.chain", "?");

        configuration.update(definition("debug", "simulator web"));
        await().until(() -> chains.find("configured").isPresent());
        Chain made = chains.find("configured").get();
        assertThat(made.links()).extracting(LinkInfo::spec).containsExactly("debug", "simulator web");

        assertThat(made.drainLimits()).isEqualTo(DrainLimits.of("30s", "none"));

        Dictionary<String, Object> changed = definition("debug", "simulator db");
        changed.put("drain", "10s");
        changed.put("drain.streams", "1h");
        configuration.update(changed);
        await().untilAsserted(() -> assertThat(made.links()).extracting(LinkInfo::spec).containsExactly("debug", "simulator db"));
        assertThat(chains.find("configured")).as("the same chain, one link swapped").contains(made);
        assertThat(made.drainLimits()).isEqualTo(DrainLimits.of("10s", "1h"));

        configuration.update(definition("simulator db"));
        await().untilAsserted(() -> assertThat(chains.find("configured").map(chain -> chain.links().size())).isEqualTo(Optional.of(1)));

        configuration.delete();
        await().until(() -> chains.find("configured").isEmpty());
    }

    @Test
    void theConfigurationIsDescribedForTools() {
        Bundle runtime = FrameworkUtil.getBundle(Chains.class);

        assertThat(runtime.findEntries("OSGI-INF/metatype", "*.xml", false).hasMoreElements()).isTrue();
    }
}
