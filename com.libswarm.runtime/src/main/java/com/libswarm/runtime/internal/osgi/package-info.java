/** The runtime as a bundle: adapters and journals are services, chains may be configurations. */
package com.libswarm.runtime.internal.osgi;
