/**
 * The commands of the scope {@code swarm} for a Gogo shell, if there is one. {@link com.libswarm.runtime.shell.SwarmCommands} is what
 * Gogo calls; each command is described in {@link com.libswarm.runtime.shell.Command}.
 */
package com.libswarm.runtime.shell;
