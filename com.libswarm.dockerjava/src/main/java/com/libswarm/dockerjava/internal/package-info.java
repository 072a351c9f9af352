/** docker-java's transport interface, spoken to a chain; and the services that give clients. */
package com.libswarm.dockerjava.internal;
