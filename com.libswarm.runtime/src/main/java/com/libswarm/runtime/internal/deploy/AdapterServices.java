package com.libswarm.runtime.internal.deploy;

import com.libswarm.runtime.internal.chain.AdapterSource;
import java.util.List;
import org.osgi.framework.Bundle;

/** The adapters that are services, by their bundles. */
public interface AdapterServices {

    /** Those of a bundle that are registered now. */
    List<AdapterSource> of(Bundle bundle);

    /** Whether instances of links have code of that bundle. */
    boolean isInUse(Bundle bundle);
}
