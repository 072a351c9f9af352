package com.libswarm.itest;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.osgi.framework.Bundle;
import org.osgi.framework.BundleContext;
import org.osgi.framework.Constants;
import org.osgi.framework.FrameworkUtil;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.BundleWiring;

class BundlesTest {

    private final BundleContext context = FrameworkUtil.getBundle(BundlesTest.class).getBundleContext();

    @Test
    void everyBundleOfOursIsActive() {
        List<Bundle> ours = Arrays.stream(context.getBundles()).filter(b -> b.getSymbolicName().startsWith("com.libswarm.")).toList();

        assertThat(ours).hasSizeGreaterThanOrEqualTo(9);
        assertThat(ours).allSatisfy(b -> assertThat(b.getState()).as(b.getSymbolicName())
                .isEqualTo(b.getHeaders("").get(Constants.FRAGMENT_HOST) == null ? Bundle.ACTIVE : Bundle.RESOLVED));
    }

    @Test
    void theApiNeedsNothingButJava() {
        Bundle api = Arrays.stream(context.getBundles()).filter(b -> b.getSymbolicName().equals("com.libswarm.api")).findFirst().orElseThrow();

        // the system bundle gives those packages of java.base that are not named java.*, such as javax.net.ssl
        assertThat(api.adapt(BundleWiring.class).getRequiredWires(PackageNamespace.PACKAGE_NAMESPACE))
                .allSatisfy(wire -> assertThat(wire.getProvider().getBundle().getBundleId()).isEqualTo(Constants.SYSTEM_BUNDLE_ID));
    }
}
