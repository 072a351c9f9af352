/** Chains of links: made, shown, changed while they run. Start reading at {@link com.libswarm.runtime.Chains}. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package com.libswarm.runtime;
