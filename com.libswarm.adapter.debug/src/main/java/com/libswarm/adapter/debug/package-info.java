/** {@code debug}: prints what passes. */
package com.libswarm.adapter.debug;
