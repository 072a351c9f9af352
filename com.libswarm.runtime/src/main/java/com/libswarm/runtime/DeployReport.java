package com.libswarm.runtime;

import java.util.List;

/**
 * What a change of what is deployed has done.
 *
 * @param bundle the bundle's symbolic name
 * @param from the version that served before; empty if there was none
 * @param to the version that serves now; empty if there is none
 * @param links the links that were switched
 */
public record DeployReport(String bundle, String from, String to, List<SwitchedLink> links) {

    /**
     * A link that has other code now.
     *
     * @param link the chain and the link's place in it: {@code web/2}
     * @param adapter the adapter's name
     * @param from the version of the bundle that its code was from; empty outside OSGi
     * @param to the version of the bundle that its code is from; empty outside OSGi
     */
    public record SwitchedLink(String link, String adapter, String from, String to) {
    }
}
