package com.libswarm.runtime;

import java.util.List;

/**
 * What there is to know about one bundle that was deployed.
 *
 * @param bundle its symbolic name
 * @param adapters the adapters of the version that serves
 * @param versions that which serves, that before it, and those that still carry something
 */
public record DeploymentInfo(String bundle, List<String> adapters, List<Version> versions) {

    /**
     * One version of the bundle.
     *
     * @param version the bundle's version
     * @param state one of: current, previous, draining; or stopped: it is the current one, but others have stopped it
     * @param source the file or URL that it is from; the bundle's location, if others have installed it
     * @param carries requests and streams that former instances of its links still carry, a line each: {@code web/2: Watch /events}
     */
    public record Version(String version, String state, String source, List<String> carries) {

        /** Whether it is the version that was chosen to serve. */
        public boolean isCurrent() {
            return state.equals("current") || state.equals("stopped");
        }
    }
}
