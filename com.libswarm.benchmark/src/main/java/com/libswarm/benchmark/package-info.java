/** What things cost: run by hand, never by the build. */
package com.libswarm.benchmark;
