/**
 * Hosts as servers of OpenStack's compute service, for all clouds that have one: {@link com.libswarm.openstack.internal.ComputeProvider}. How to
 * log in is each cloud's own ({@link com.libswarm.openstack.internal.Identity}).
 */
package com.libswarm.openstack.internal;
