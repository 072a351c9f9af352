package com.libswarm.api.adapter;

import java.util.List;
import org.osgi.annotation.versioning.ConsumerType;

/**
 * Makes links. An adapter is a singleton OSGi service with a {@link Declaration}:
 *
 * <pre>
 *   &#64;Component(configurationPolicy = ConfigurationPolicy.IGNORE)
 *   &#64;Declaration(name = "upper", summary = "turns log lines into capitals", examples = "upper")
 *   public final class Upper implements Adapter {
 *     public Link spawn(Context context) {
 *       return message -&gt; context.next().send(message.verb() != Verb.Log ? message
 *           : message.withArgs(message.args().withWords(message.text().toUpperCase(Locale.ROOT))));
 *     }
 *   }
 * </pre>
 *
 * <p>How to test one: the conformance kit gives it a context, runs the protocol's checks on its link (one reply for each
 * message, also after cancel, drain and stop; bodies untouched by a link that passes them on; nothing left behind), and puts
 * it into chains, with and without a hop that turns all into bytes and back.
 */
@ConsumerType
@FunctionalInterface
public interface Adapter {

    /**
     * Makes one link; called on a thread that may block, for a limited time. It checks the arguments and has no effect outside:
     * that is {@link Link#start()} and later.
     *
     * @throws Exception if the link cannot be made; the message is shown to the operator
     */
    Link spawn(Context context) throws Exception;

    /**
     * Looks ahead for somebody who thinks of using a spec: are files readable, addresses reachable? Without any effect outside but
     * to connect and to hang up again. Called on a thread that may block, for a limited time, beside links that run; no link is made
     * of it. What {@link #spawn} checks need not be checked here: that is tried, too.
     *
     * @return what was found, and what was not looked at and matters
     * @throws Exception what is wrong with the spec; the message is shown to the operator
     */
    default List<Finding> inspect(Inspection inspection) throws Exception {
        return List.of();
    }
}
