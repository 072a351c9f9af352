/** Clients of the Docker API that are written in Java: docker-java and Testcontainers. */
package com.libswarm.e2e.java;
