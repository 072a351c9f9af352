package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Finding;
import java.util.ArrayList;
import java.util.List;

/** What a link for a cloud would find if it were used, for {@code swarm:plan}. */
public final class Outlook {

    private Outlook() {
    }

    /** @param provider is asked, and closed */
    public static List<Finding> of(Provider provider, CloudOptions options) {
        var findings = new ArrayList<Finding>();
        try (provider) {
            provider.check();
            findings.add(Finding.good("The cloud takes the credentials, and has the flavor and the image in " + provider.region() + "."));
            List<Host> hosts = provider.list(options.names().first()).stream().filter(host -> options.names().isOurs(host.name())).toList();
            hosts.forEach(host -> findings.add(Finding.good("The host " + host.name() + " is there (" + host.status().word() + ").")));
            int missing = options.least() - hosts.size();
            if (missing > 0) {
                findings.add(Finding.unchecked("The cloud would be asked to build " + missing + (missing == 1 ? " host" : " hosts") + ", named "
                        + options.names().first() + ", which costs money."));
            }
        } catch (Failure failure) {
            findings.add(Finding.bad(failure.getMessage()));
        }
        return findings;
    }
}
