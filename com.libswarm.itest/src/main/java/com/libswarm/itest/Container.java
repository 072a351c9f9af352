package com.libswarm.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Chains;
import java.util.concurrent.TimeUnit;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.util.tracker.ServiceTracker;

/** The framework in which the tests run. */
final class Container {

    static final BundleContext CONTEXT = FrameworkUtil.getBundle(Container.class).getBundleContext();

    private static final int PATIENCE_SECONDS = 60;

    private Container() {
    }

    /** The service of that type, waiting for it. */
    static <S> S service(Class<S> type) throws InterruptedException {
        ServiceTracker<S, S> tracker = new ServiceTracker<>(CONTEXT, type, null);
        tracker.open();
        try {
            assertThat(tracker.waitForService(TimeUnit.SECONDS.toMillis(PATIENCE_SECONDS))).as("the service " + type.getName()).isNotNull();
            // held by the bundle, for it outlives the tracker
            return CONTEXT.getService(tracker.getServiceReference());
        } finally {
            tracker.close();
        }
    }

    /** Waits long enough for a busy machine. */
    static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    static Chains chains() throws InterruptedException {
        return service(Chains.class);
    }

    static Message get(Chain chain, String path) throws Exception {
        return Call.ask(chain.head(), Message.of(Verb.Get, path)).result().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }
}
