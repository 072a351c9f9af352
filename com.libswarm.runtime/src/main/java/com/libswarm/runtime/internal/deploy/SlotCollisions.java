package com.libswarm.runtime.internal.deploy;

import java.util.Collection;
import org.osgi.framework.Bundle;
import org.osgi.framework.hooks.bundle.CollisionHook;

/**
 * Lets bundle slots hold what another bundle holds, too: the same version may be deployed again, and others may install what was
 * deployed.
 */
public final class SlotCollisions implements CollisionHook {

    private final Bundle runtime;

    /** @param runtime the bundle that installs slots */
    public SlotCollisions(Bundle runtime) {
        this.runtime = runtime;
    }

    @Override
    public void filterCollisions(int operation, Bundle target, Collection<Bundle> candidates) {
        if (operation == UPDATING ? Ranking.isSlot(target) : target.equals(runtime)) {
            candidates.clear();
        } else {
            candidates.removeIf(Ranking::isSlot);
        }
    }
}
