/**
 * {@code aggregate}: many engines as one. Start reading at {@link com.libswarm.adapter.aggregate.AggregateLink}; the table of nodes is in
 * {@code internal.node}, what is read of all of them in {@code internal.read}, what is done on them in {@code internal.act}.
 */
package com.libswarm.adapter.aggregate;
