/**
 * {@code simulator}, a Docker engine in memory, and {@code fakeclient}, a heartbeat. Start reading at {@link
 * com.libswarm.adapter.simulator.Simulator}; the programs that containers run are in {@code internal.program}.
 */
package com.libswarm.adapter.simulator;
