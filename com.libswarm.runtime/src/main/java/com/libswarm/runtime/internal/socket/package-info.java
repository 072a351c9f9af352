/** Listening sockets, which outlive the links that ask for them. */
package com.libswarm.runtime.internal.socket;
