/** Queues of messages, for the rims: tests, the shell, a socket. Inside a chain there are none. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package com.libswarm.api.pipe;
