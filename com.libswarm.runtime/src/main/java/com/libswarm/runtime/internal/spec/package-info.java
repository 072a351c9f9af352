/** Reads the specs of links and the declarations of adapters. */
package com.libswarm.runtime.internal.spec;
