package com.libswarm.api.adapter;

import java.util.List;
import org.osgi.annotation.versioning.ProviderType;

/** What a spec says after its adapter's name, sorted by the {@link Declaration}. Any thread may call. */
@ProviderType
public interface SpecWords {

    /** The arguments of the spec that are not options, as the {@link Declaration} has them, defaults filled in. */
    List<String> args();

    /** The values of an option of the spec, without its dashes: {@code insecure}. A flag that is there has the value "true". */
    List<String> option(String name);
}
