/** A service that has nothing to do with Docker, by the same protocol: {@code registry}. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package com.libswarm.conformance.registry;
