package com.libswarm.runtime.shell;

import com.libswarm.runtime.DeploymentInfo;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** What {@code swarm:deployments} shows: as text for people, as trees for {@link Json}. */
final class DeploymentListings {

    private DeploymentListings() {
    }

    static String text(List<DeploymentInfo> deployments) {
        if (deployments.isEmpty()) {
            return "";
        }
        var table = new Table().row("BUNDLE", "VERSION", "STATE", "FROM");
        for (DeploymentInfo deployment : deployments) {
            for (DeploymentInfo.Version version : deployment.versions()) {
                table.row(deployment.bundle(), version.version(), version.state(), version.source());
                version.carries().forEach(request -> table.row("", "", "", "  " + request));
            }
        }
        return table.toString();
    }

    static List<?> tree(List<DeploymentInfo> deployments) {
        return deployments.stream().map(DeploymentListings::tree).toList();
    }

    private static Map<String, Object> tree(DeploymentInfo deployment) {
        var tree = new LinkedHashMap<String, Object>();
        tree.put("bundle", deployment.bundle());
        tree.put("adapters", deployment.adapters());
        tree.put("versions", deployment.versions().stream().map(version -> {
            var entry = new LinkedHashMap<String, Object>();
            entry.put("version", version.version());
            entry.put("state", version.state());
            entry.put("source", version.source());
            entry.put("carries", version.carries());
            return entry;
        }).toList());
        return tree;
    }
}
