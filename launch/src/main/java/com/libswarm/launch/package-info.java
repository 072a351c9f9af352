/**
 * The swarmd command before there is a framework: plain Java, no dependency but the OSGi framework API.
 * It runs the bundles of a folder in whatever framework is on the class path.
 */
package com.libswarm.launch;
