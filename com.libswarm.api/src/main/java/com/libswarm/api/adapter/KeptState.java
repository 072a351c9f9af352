package com.libswarm.api.adapter;

import java.util.Map;
import java.util.concurrent.ConcurrentMap;
import java.util.function.UnaryOperator;
import org.osgi.annotation.versioning.ProviderType;

/**
 * State that outlives an instance of a link and its code, for its successor of the same adapter. Only bytes, so that no old class
 * is kept alive. In memory: it ends with the place of the link in its chain.
 *
 * <p>During a swap two instances have it at a time. What one writes, the other sees at once, so both use the map's atomic
 * operations. An instance that drains writes only for requests that it still carries; the rest is its successor's.
 *
 * <p>The state is in a <b>format</b>, a number that grows. A version of an adapter that needs another one reads the old and
 * {@link #convert converts} it once it is active:
 *
 * <pre>
 *   public void start()  { kept.requireFormat(2); }                // refuses what a newer version has written
 *   public void active() { kept.convert(2, Tally::fromFormat1); }  // does nothing if it is 2 already
 * </pre>
 */
@ProviderType
public interface KeptState extends ConcurrentMap<String, byte[]> {

    /** The format of what is there; 1 until somebody converts it. */
    int format();

    /**
     * Writes the state anew in another format; nothing is done if it is in that format. To be called from {@link Link#active()}.
     *
     * <p>The instance before, which drains, goes on with the state as it was: what it still writes, it sees alone, and it is lost
     * with it. If this instance cannot become active after all, the state is as it was before.
     *
     * @param conversion gets a copy of what is there, and the format is {@link #format}; gives what takes its place
     */
    void convert(int format, UnaryOperator<Map<String, byte[]>> conversion);

    /**
     * Refuses a state that this code cannot read. To be called from {@link Link#start()}, so that a swap fails before anything has
     * changed.
     *
     * @param newest the newest format that it can read
     * @throws com.libswarm.api.Failure 409 if the state is in a newer one
     */
    void requireFormat(int newest);
}
