/** {@code stamp}: marks the replies that pass, so that a test sees through which links they came. */
package com.libswarm.conformance.stamp;
