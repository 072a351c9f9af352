/** {@code ssh}: a Docker engine on another host, reached through one SSH connection that is kept. */
package com.libswarm.adapter.ssh;
