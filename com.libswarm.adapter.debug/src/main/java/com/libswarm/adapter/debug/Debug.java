package com.libswarm.adapter.debug;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** {@code debug}: prints a line for each message, each reply and each body that ends, and passes all on untouched. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Declaration(name = "debug", summary = "prints every message and reply that passes", examples = "debug")
public final class Debug implements Adapter {

    @Override
    public Link spawn(Context context) {
        return new Printer(context.next(), context.log(), new Tally(context.kept()));
    }
}
