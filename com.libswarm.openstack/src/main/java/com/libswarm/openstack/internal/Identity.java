package com.libswarm.openstack.internal;

/** How one logs in to a cloud. */
@FunctionalInterface
public interface Identity {

    /**
     * Logs in. Blocks.
     *
     * @throws com.libswarm.api.Failure 401 if the credentials are refused
     */
    Session login();
}
