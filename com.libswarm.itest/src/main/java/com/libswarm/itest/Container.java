package com.libswarm.itest;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.api.Call;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Chains;
import java.util.concurrent.TimeUnit;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.util.tracker.ServiceTracker;

/** The framework in which the tests run. */
final class Container {

    static final BundleContext CONTEXT = FrameworkUtil.getBundle(Container.class).getBundleContext();

    private Container() {
    }

    /** The service of that type, waiting for it. */
    static <S> S service(Class<S> type) throws InterruptedException {
        ServiceTracker<S, S> tracker = new ServiceTracker<>(CONTEXT, type, null);
        tracker.open();
        try {
            assertThat(tracker.waitForService(TimeUnit.SECONDS.toMillis(20))).as("the service " + type.getName()).isNotNull();
            // held by the bundle, for it outlives the tracker
            return CONTEXT.getService(tracker.getServiceReference());
        } finally {
            tracker.close();
        }
    }

    static Chains chains() throws InterruptedException {
        return service(Chains.class);
    }

    static Message get(Chain chain, String path) throws Exception {
        return Call.ask(chain.head(), Message.of(Verb.Get, path)).result().get(20, TimeUnit.SECONDS);
    }
}
