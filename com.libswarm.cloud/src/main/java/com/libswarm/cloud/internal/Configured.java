package com.libswarm.cloud.internal;

import java.io.IOException;
import java.util.Collections;
import java.util.HashMap;
import java.util.Map;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.InvalidSyntaxException;
import org.osgi.framework.ServiceReference;
import org.osgi.service.cm.Configuration;
import org.osgi.service.cm.ConfigurationAdmin;

/**
 * The variables of the environment, and in front of them those that the configuration of an adapter's name holds, which keeps an API key
 * out of the environment. Read when a link is made: the adapter's component has no configuration, because SCR would hold on to its bundle.
 */
public final class Configured {

    private Configured() {
    }

    /** @param pid of the configuration, whose properties have the names of variables */
    public static Map<String, String> variables(Class<?> adapter, String pid) {
        var variables = new HashMap<>(System.getenv());
        try {
            Bundle bundle = FrameworkUtil.getBundle(adapter);
            if (bundle != null) {
                variables.putAll(configured(bundle.getBundleContext(), pid));
            }
        } catch (LinkageError noOsgi) {
            // then there is the environment alone
        }
        return variables;
    }

    private static Map<String, String> configured(BundleContext context, String pid) {
        var found = new HashMap<String, String>();
        ServiceReference<ConfigurationAdmin> reference = context.getServiceReference(ConfigurationAdmin.class);
        ConfigurationAdmin admin = reference == null ? null : context.getService(reference);
        if (admin == null) {
            return found;
        }
        try {
            Configuration[] all = admin.listConfigurations("(service.pid=" + pid + ")");
            for (Configuration one : all == null ? new Configuration[0] : all) {
                Collections.list(one.getProperties().keys()).forEach(name -> found.put(name, String.valueOf(one.getProperties().get(name))));
            }
        } catch (IOException | InvalidSyntaxException unreadable) {
            throw new IllegalStateException("The configuration " + pid + " cannot be read: " + unreadable.getMessage(), unreadable);
        } finally {
            context.ungetService(reference);
        }
        return found;
    }
}
