/**
 * Storms: links of chains are replaced by the thousand while requests and streams pass, and an oracle looks at every byte that comes
 * back. A {@link com.libswarm.e2e.storm.Load} asks {@link com.libswarm.e2e.storm.Questions} whose answers it knows, never asks again, and
 * counts in a {@link com.libswarm.e2e.storm.Tally} what was not as it should be.
 *
 * <p>Each storm has two sizes, {@link com.libswarm.e2e.storm.Scale}: short in every run, full with {@code -Dstorm=full}.
 */
package com.libswarm.e2e.storm;
