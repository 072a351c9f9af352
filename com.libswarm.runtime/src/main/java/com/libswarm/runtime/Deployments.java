package com.libswarm.runtime;

import com.libswarm.api.Failure;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import org.osgi.annotation.versioning.ProviderType;

/**
 * The bundles with adapters that were deployed into this process: new ones, and new versions of those that are in use. An OSGi
 * service, there when what was deployed before has been restored; without OSGi there is none.
 *
 * <p>Any thread may call, but not from inside a link: the calls that change something block until it is done, one after the
 * other. What cannot be done is a {@link Failure} with a sentence for the operator, and has changed nothing.
 */
@ProviderType
public interface Deployments {

    /**
     * Deploys a bundle: all links of its adapters, in all chains, switch to it, or none does. Returns when they have switched,
     * not when the version before is idle.
     *
     * @param jar a {@code file:} or {@code https:} URI; {@code http:} for this machine alone
     * @param sha256 the digest that the jar has to have, in hex; required for what is not a file
     * @throws Failure 400 if the jar is not to be had or is no bundle with adapters, 409 if something is in the way, or what kept
     *     a link from starting
     */
    DeployReport deploy(URI jar, Optional<String> sha256);

    /**
     * Makes the version before serve again; the present one is the version before then.
     *
     * @param name a bundle's symbolic name, or the name of one of its adapters
     * @throws Failure 404 if there is none
     */
    DeployReport rollback(String name);

    /**
     * Takes away all that was deployed of a bundle. If one of its name was there before anything was deployed, links switch back
     * to it.
     *
     * @param name a bundle's symbolic name, or the name of one of its adapters
     * @param force whether to go on if links use it and nothing is there to take its place: what they carry has some seconds
     * @throws Failure 404 if nothing of it was deployed, 409 if links use it
     */
    DeployReport undeploy(String name, boolean force);

    /** What {@link #deploy} would do. The jar is read, nothing is installed. */
    Plan planDeploy(URI jar, Optional<String> sha256);

    /** What {@link #undeploy} would do. */
    Plan planUndeploy(String name);

    /** What is deployed, in the order of the bundles' names. */
    List<DeploymentInfo> list();
}
