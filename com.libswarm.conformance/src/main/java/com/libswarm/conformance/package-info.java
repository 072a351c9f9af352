/**
 * The checks that every adapter passes. Start reading at {@link com.libswarm.conformance.AdapterContract}: an adapter's test
 * extends it.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package com.libswarm.conformance;
