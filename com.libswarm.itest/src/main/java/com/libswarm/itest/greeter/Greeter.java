package com.libswarm.itest.greeter;

import com.libswarm.api.Message;
import com.libswarm.api.Router;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.util.Hashtable;
import org.osgi.framework.BundleActivator;
import org.osgi.framework.BundleContext;

/** The adapter of a bundle that {@link GreeterBundle} makes: answers with the version of its bundle. */
public final class Greeter implements BundleActivator {

    @Override
    public void start(BundleContext context) {
        String version = context.getBundle().getVersion().toString();
        Hashtable<String, Object> declaration = new Hashtable<>();
        declaration.put(Declaration.PREFIX_ + "name", "greeter");
        declaration.put(Declaration.PREFIX_ + "summary", "answers with its version");
        context.registerService(Adapter.class, new GreeterAdapter(version), declaration);
    }

    @Override
    public void stop(BundleContext context) {
        // the framework unregisters the service
    }

    private static final class GreeterAdapter implements Adapter {

        private final String version;

        GreeterAdapter(String version) {
            this.version = version;
        }

        @Override
        public Link spawn(Context context) {
            Router router = Router.before(context.next()).on(Verb.Get, "/greeting", (m, name) -> m.reply(Message.value(version)));
            return router::send;
        }
    }
}
