package com.libswarm.runtime.internal.osgi;

import com.libswarm.api.Failure;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.Chains;
import com.libswarm.runtime.DrainLimits;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.Optional;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;
import org.osgi.service.component.annotations.Deactivate;
import org.osgi.service.component.annotations.Modified;
import org.osgi.service.component.annotations.Reference;
import org.osgi.service.metatype.annotations.AttributeDefinition;
import org.osgi.service.metatype.annotations.Designate;
import org.osgi.service.metatype.annotations.ObjectClassDefinition;

/**
 * A chain that is defined by a configuration of the factory {@value #FACTORY_PID}. A changed configuration swaps the links whose
 * specs have changed and sets the limits; one with another name or number of links makes the chain anew.
 */
@Component(service = {}, configurationPid = ConfiguredChain.FACTORY_PID, configurationPolicy = ConfigurationPolicy.REQUIRE)
@Designate(ocd = ConfiguredChain.Definition.class, factory = true)
public final class ConfiguredChain {

    static final String FACTORY_PID = "com.libswarm.chain";

    /** The configuration. */
    @ObjectClassDefinition(name = "libswarm chain", description = "A chain of links that is made when its adapters are there.")
    public @interface Definition {

        @AttributeDefinition(description = "The chain's name: letters, digits, dots, dashes and underscores.")
        String name();

        @AttributeDefinition(description = "A spec for each link: an adapter's name and its arguments, as in 'dockerclient unix:///run/docker.sock'.")
        String[] links();

        @AttributeDefinition(description = "How long a replaced link may carry on requests: 30s, 10m, 1h30m.")
        String drain() default "30s";

        @AttributeDefinition(name = "drain.streams", description = "How long a replaced link may carry on streams, or none for no limit.")
        String drain_streams() default DrainLimits.NONE;
    }

    private static final System.Logger LOG = System.getLogger("com.libswarm");

    private final Chains chains;
    private List<String> links = List.of();
    private Optional<Chain> chain = Optional.empty();

    @Activate
    public ConfiguredChain(@Reference Chains chains, Definition definition) {
        this.chains = chains;
        make(definition);
    }

    private void make(Definition definition) {
        links = List.of(definition.links());
        try {
            chain = Optional.of(chains.create(definition.name(), links, limits(definition)));
        } catch (Failure failure) {
            chain = Optional.empty();
            report(definition, failure);
        }
    }

    @Modified
    void change(Definition definition) {
        List<String> wanted = List.of(definition.links());
        if (chain.isEmpty() || !chain.get().name().equals(definition.name()) || wanted.size() != links.size()) {
            destroy();
            make(definition);
            return;
        }
        try {
            chain.get().setDrainLimits(limits(definition));
        } catch (Failure failure) {
            report(definition, failure);
        }
        for (int i = 0; i < wanted.size(); i++) {
            if (!wanted.get(i).equals(links.get(i))) {
                try {
                    chain.get().swap(i + 1, wanted.get(i));
                } catch (Failure failure) {
                    report(definition, failure);
                }
            }
        }
        links = wanted;
    }

    private static DrainLimits limits(Definition definition) {
        return DrainLimits.of(definition.drain(), definition.drain_streams());
    }

    private static void report(Definition definition, Failure failure) {
        LOG.log(Level.ERROR, "The chain ''{0}'' is not as configured: {1}", definition.name(), failure.getMessage());
    }

    @Deactivate
    void destroy() {
        chain.ifPresent(Chain::destroy);
        chain = Optional.empty();
    }
}
