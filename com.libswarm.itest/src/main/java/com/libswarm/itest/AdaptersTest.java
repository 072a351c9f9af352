package com.libswarm.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Message;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.runtime.AdapterInfo;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Chains;
import java.io.InputStream;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.osgi.framework.wiring.BundleRevision;
import org.osgi.resource.Capability;

class AdaptersTest {

    @Test
    void everyAdapterIsACapabilityOfItsBundleAndDeclaredAsAService() throws Exception {
        Map<Object, Object> capabilities = Arrays.stream(Container.CONTEXT.getBundles())
                .flatMap(bundle -> bundle.adapt(BundleRevision.class).getCapabilities(Declaration.NAMESPACE).stream())
                .map(Capability::getAttributes).collect(Collectors.toMap(a -> a.get("name"), a -> a.get("summary")));

        assertThat(capabilities).containsKeys("debug", "dockerclient", "dockerserver", "exec", "fakeclient", "simulator", "rax", "nova");
        for (AdapterInfo adapter : Container.chains().adapters()) {
            assertThat(capabilities.get(adapter.name())).as(adapter.name()).isEqualTo(adapter.summary());
            assertThat(adapter.bundle()).startsWith("com.libswarm.");
        }
    }

    @Test
    void aChainServesHttp() throws Exception {
        Chains chains = Container.chains();
        Chain chain = chains.create("http", List.of("dockerserver tcp://127.0.0.1:0", "debug", "simulator web"));
        try {
            String url = chain.links().get(0).listens().get(0).replace("tcp:", "http:");
            HttpURLConnection connection = (HttpURLConnection) URI.create(url + "/containers/json").toURL().openConnection();
            try (InputStream in = connection.getInputStream()) {
                assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).contains("\"/web\"");
            }
            Message reply = Container.get(chain, "/nothing/of/the/kind");
            assertThat(reply.status()).isEqualTo(501);
        } finally {
            chain.destroy();
        }
    }
}
