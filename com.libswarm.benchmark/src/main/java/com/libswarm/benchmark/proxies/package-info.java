/** A chain {@code dockerserver | dockerclient} beside HAProxy, nginx and socat: requests, streams, memory. */
package com.libswarm.benchmark.proxies;
