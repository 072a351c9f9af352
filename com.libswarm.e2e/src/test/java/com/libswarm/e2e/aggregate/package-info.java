/** Many engines as one, by the docker command, docker-compose and docker-java; docs/aggregate-proof.md tells what is proved where. */
package com.libswarm.e2e.aggregate;
