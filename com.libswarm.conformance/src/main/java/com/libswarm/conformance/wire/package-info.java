/**
 * A hop that turns all that passes into bytes and back. {@code Wire} is the adapter; {@code AskingEnd} and {@code AnsweringEnd}
 * are the two ends of a wire, over anything that carries bytes in order; {@code Frame} has the format.
 */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package com.libswarm.conformance.wire;
