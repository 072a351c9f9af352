/**
 * The programs that simulated containers run: {@link com.libswarm.adapter.simulator.internal.program.Process} is one that runs,
 * {@link com.libswarm.adapter.simulator.internal.program.Programs} all that there are. Nothing here knows of containers or
 * messages.
 */
package com.libswarm.adapter.simulator.internal.program;
