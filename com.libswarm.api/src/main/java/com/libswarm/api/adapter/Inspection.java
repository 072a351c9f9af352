package com.libswarm.api.adapter;

import org.osgi.annotation.versioning.ProviderType;

/** A spec that somebody thinks of using in place of a link, for {@link Adapter#inspect}. */
@ProviderType
public interface Inspection extends SpecWords {

    /**
     * Whether the link could listen there: the address is free, or the present link has it and hands it over. Binds it for a moment
     * if nobody has.
     *
     * @param url as for {@link Context#listen}
     */
    Finding listening(String url);
}
