/** The Docker adapters for a plain class path. Nothing is exported: in a framework they are services. */
package com.libswarm.adapter.docker;
