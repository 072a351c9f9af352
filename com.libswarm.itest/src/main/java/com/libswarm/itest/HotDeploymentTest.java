package com.libswarm.itest;

import static com.libswarm.itest.Container.await;
import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.itest.greeter.GreeterBundle;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.ChainState;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkEvent;
import org.osgi.framework.wiring.BundleWiring;
import org.osgi.framework.wiring.FrameworkWiring;

class HotDeploymentTest {

    private final List<Bundle> installed = new ArrayList<>();
    private Chain chain;

    @BeforeEach
    void aChainThatWaitsForItsAdapter() throws Exception {
        chain = Container.chains().create("hot", List.of("debug", "greeter"));
        assertThat(chain.state()).isEqualTo(ChainState.WAITING);
    }

    @AfterEach
    void clean() throws Exception {
        chain.destroy();
        for (Bundle bundle : installed) {
            if (bundle.getState() != Bundle.UNINSTALLED) {
                bundle.uninstall();
            }
        }
    }

    private Bundle install(String version) throws Exception {
        Bundle bundle = Container.CONTEXT.installBundle("test:greeter-" + version, GreeterBundle.version(version));
        installed.add(bundle);
        bundle.start();
        return bundle;
    }

    private String greeting() throws Exception {
        return Container.get(chain, "/greeting").text();
    }

    @Test
    void anInstalledAdapterBringsUpTheChainThatWaitsForIt() throws Exception {
        CompletableFuture<Message> waiting = Call.ask(chain.head(), Message.of(Verb.Get, "/greeting")).result();

        install("1.0.0");

        assertThat(waiting.get(20, TimeUnit.SECONDS).text()).isEqualTo("1.0.0");
        await().until(() -> chain.state() == ChainState.RUNNING);
        assertThat(chain.links().get(1).version()).isEqualTo("1.0.0");
    }

    @Test
    void anUpdatedBundleAnswersWithItsNewCodeAndItsOldClassesAreGone() throws Exception {
        Bundle bundle = install("1.0.0");
        assertThat(greeting()).isEqualTo("1.0.0");
        WeakReference<ClassLoader> old = new WeakReference<>(bundle.adapt(BundleWiring.class).getClassLoader());

        bundle.update(GreeterBundle.version("2.0.0"));
        refresh(bundle);

        assertThat(greeting()).isEqualTo("2.0.0");
        await().untilAsserted(() -> {
            System.gc();
            assertThat(old.get()).isNull();
        });
    }

    @Test
    void messagesWaitWhileABundleIsStoppedAndPassWhenItIsStartedAgain() throws Exception {
        Bundle bundle = install("1.0.0");
        assertThat(greeting()).isEqualTo("1.0.0");

        bundle.stop();
        assertThat(chain.state()).isEqualTo(ChainState.WAITING);
        CompletableFuture<Message> waiting = Call.ask(chain.head(), Message.of(Verb.Get, "/greeting")).result();
        assertThat(waiting).isNotDone();
        bundle.start();

        assertThat(waiting.get(20, TimeUnit.SECONDS).text()).isEqualTo("1.0.0");
    }

    @Test
    void aNewerVersionBesideTheOldOneTakesOverAndAnUninstalledOneGivesWay() throws Exception {
        install("1.0.0");
        assertThat(greeting()).isEqualTo("1.0.0");

        Bundle newer = install("1.1.0");
        await().untilAsserted(() -> assertThat(greeting()).isEqualTo("1.1.0"));
        newer.uninstall();

        assertThat(greeting()).isEqualTo("1.0.0");
        assertThat(chain.state()).isEqualTo(ChainState.RUNNING);
    }

    @Test
    void anAdapterThatIsUninstalledIsNamedToWhoAsks() throws Exception {
        install("1.0.0").uninstall();

        Message reply = Container.get(chain, "/greeting");

        assertThat(reply.status()).isEqualTo(503);
        assertThat(reply.text()).contains("The adapter 'greeter' is not there");
    }

    private static void refresh(Bundle bundle) {
        CompletableFuture<FrameworkEvent> refreshed = new CompletableFuture<>();
        Container.CONTEXT.getBundle(Constants.SYSTEM_BUNDLE_LOCATION).adapt(FrameworkWiring.class)
                .refreshBundles(List.of(bundle), refreshed::complete);
        refreshed.join();
    }
}
