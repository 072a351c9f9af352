/**
 * The Docker Engine API at both ends of a chain: {@code dockerserver} turns HTTP requests into messages, {@code dockerclient}
 * messages into HTTP requests, both by the one table in {@code table}.
 */
package com.libswarm.adapter.docker.internal;
