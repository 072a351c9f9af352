/** What the end-to-end tests stand on: processes, swarmd, the docker command, real engines, raw sockets. */
package com.libswarm.e2e.harness;
