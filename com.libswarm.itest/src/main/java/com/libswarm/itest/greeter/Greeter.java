package com.libswarm.itest.greeter;

import com.libswarm.api.Body;
import com.libswarm.api.Feed;
import com.libswarm.api.Message;
import com.libswarm.api.Router;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.util.Hashtable;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/**
 * The adapter of a bundle that {@link GreeterBundle} makes: answers with the version of its bundle. A bundle may have a fault.
 */
public final class Greeter implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        Optional<Fault> fault = Optional.ofNullable(context.getBundle().getHeaders("").get(GreeterBundle.FAULT)).map(Fault::valueOf);
        if (fault.equals(Optional.of(Fault.ACTIVATOR))) {
            throw new IllegalStateException("no greeting today");
        }
        if (fault.equals(Optional.of(Fault.SERVICE))) {
            return;
        }
        Hashtable<String, Object> declaration = new Hashtable<>();
        declaration.put(Declaration.PREFIX_ + "name", "greeter");
        declaration.put(Declaration.PREFIX_ + "summary", "answers with its version");
        declaration.put(Declaration.PREFIX_ + "arguments", "[MOOD]  how it feels (default: well)");
        String version = context.getBundle().getVersion().toString();
        context.registerService(Adapter.class, new GreeterAdapter(version, fault), declaration);
    }

    @Override
    public void stop(BundleContext context) {
        // the framework unregisters the service
    }

    private static final class GreeterAdapter implements Adapter {

        private final String version;
        private final Optional<Fault> fault;

        GreeterAdapter(String version, Optional<Fault> fault) {
            this.version = version;
            this.fault = fault;
        }

        @Override
        public Link spawn(Context context) throws InterruptedException {
            if (context.args().get(0).equals("picky") && fault.isPresent()) {
                if (fault.get() == Fault.SPAWN_HANGS) {
                    new CountDownLatch(1).await();
                }
                throw new IllegalArgumentException("The greeter has no mood for this.");
            }
            Router router = Router.before(context.next()).on(Verb.Get, "/greeting", (m, name) -> m.reply(Message.value(version)))
                    .on(Verb.Watch, "/greeting", (m, name) -> m.reply(Message.value(version).withBody(endless())));
            return router::send;
        }

        private static Body endless() {
            return Feed.create(1024).body();
        }
    }
}
