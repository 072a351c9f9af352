/** {@code nova}: Docker hosts in an OpenStack cloud. */
package com.libswarm.adapter.openstack;
