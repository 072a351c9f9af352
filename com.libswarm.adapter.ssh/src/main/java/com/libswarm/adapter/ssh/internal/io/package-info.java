/** Sockets on loops: MINA's connections and the local ends of tunnels are served by one thread, so that bytes never change threads. */
package com.libswarm.adapter.ssh.internal.io;
