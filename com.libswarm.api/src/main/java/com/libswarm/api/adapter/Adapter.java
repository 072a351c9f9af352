package com.libswarm.api.adapter;

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
}
