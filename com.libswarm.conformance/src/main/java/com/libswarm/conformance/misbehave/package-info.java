/** An adapter that does what none may: for tests of whoever has to live with it. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package com.libswarm.conformance.misbehave;
