package com.libswarm.cloud.internal;

import com.libswarm.api.adapter.Context;

/**
 * What one link for a cloud is made of, for those who do its work.
 *
 * @param kept what its successor is to know
 * @param engines on its hosts
 * @param keys of its hosts, as they are recorded
 */
record Parts(Context context, Provider provider, CloudOptions options, KeptHosts kept, Engines engines, Work work, HostKeys keys) {
}
