/**
 * Bundles with adapters that come while the process runs. Each deployed bundle has slots (bundles of the framework): the version
 * that serves is in one, the one before it in another, and the next goes into one that is free.
 */
package com.libswarm.runtime.internal.deploy;
