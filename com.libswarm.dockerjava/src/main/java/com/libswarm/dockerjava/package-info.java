/** docker-java clients of a chain in this process. Start reading at {@link com.libswarm.dockerjava.ChainDockerClients}. */
@org.osgi.annotation.bundle.Export
@org.osgi.annotation.versioning.Version("1.0.0")
package com.libswarm.dockerjava;
