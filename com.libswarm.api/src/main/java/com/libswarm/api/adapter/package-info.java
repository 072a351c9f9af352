/**
 * What an adapter implements, and what it is given. An {@link com.libswarm.api.adapter.Adapter} is an OSGi service that makes
 * a {@link com.libswarm.api.adapter.Link} for each place where a chain's spec names it; start reading there.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package com.libswarm.api.adapter;
