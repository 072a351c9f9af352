package com.libswarm.api.adapter;

import org.osgi.annotation.versioning.ProviderType;

/** A nested link, behind a port like any other; it ends with the link that made it, or when it is closed. */
@ProviderType
public interface Child extends Port, AutoCloseable {

    /** Drains and stops what is behind the port. Messages then get an Error 503. */
    @Override
    void close();
}
