/**
 * Chains of links. A {@link com.libswarm.runtime.internal.chain.Slot} is a place for a link; what sends to it holds a port; the
 * port leads to an entrance, behind which the slot's instance can change at any moment.
 *
 * <pre>
 *   head port --&gt; entrance [slot 1: instance] -- its port --&gt; entrance [slot 2: instance] -- its port --&gt; entrance [the end]
 * </pre>
 */
package com.libswarm.runtime.internal.chain;
