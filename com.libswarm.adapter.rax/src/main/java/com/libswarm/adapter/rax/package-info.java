/** {@code rax}: Docker hosts in the Rackspace Cloud. */
package com.libswarm.adapter.rax;
