package com.libswarm.runtime.internal.deploy;

import com.libswarm.runtime.internal.deploy.ManifestHeader.Clause;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.osgi.framework.Constants;
import org.osgi.framework.Version;
import org.osgi.framework.VersionRange;
import org.osgi.framework.namespace.BundleNamespace;
import org.osgi.framework.namespace.PackageNamespace;
import org.osgi.framework.wiring.FrameworkWiring;
import org.osgi.resource.Namespace;
import org.osgi.resource.Requirement;
import org.osgi.resource.Resource;

/** What a bundle needs of others to resolve, read from its manifest: so it can be checked before anything is installed. */
final class Needs {

    private final List<Need> needs = new ArrayList<>();

    /** @param words what is needed, for people: {@code the package org.acme, version [1,2)} */
    private record Need(String namespace, String filter, String words) implements Requirement {

        @Override
        public String getNamespace() {
            return namespace;
        }

        @Override
        public Map<String, String> getDirectives() {
            return Map.of(Namespace.REQUIREMENT_FILTER_DIRECTIVE, filter);
        }

        @Override
        public Map<String, Object> getAttributes() {
            return Map.of();
        }

        @Override
        public Resource getResource() {
            throw new UnsupportedOperationException("not installed");
        }
    }

    /** @param headers gives a header's text, or an empty one */
    Needs(UnaryOperator<String> headers) {
        List<String> exported = ManifestHeader.parse(headers.apply(Constants.EXPORT_PACKAGE)).stream()
                .flatMap(clause -> clause.paths().stream()).toList();
        for (Clause clause : mandatory(headers.apply(Constants.IMPORT_PACKAGE))) {
            for (String name : clause.paths()) {
                if (!exported.contains(name)) {
                    add(PackageNamespace.PACKAGE_NAMESPACE, name, "the package", clause.attributes(), Constants.VERSION_ATTRIBUTE);
                }
            }
        }
        for (Clause clause : mandatory(headers.apply(Constants.REQUIRE_BUNDLE))) {
            add(BundleNamespace.BUNDLE_NAMESPACE, clause.paths().get(0), "the bundle", clause.attributes(),
                    Constants.BUNDLE_VERSION_ATTRIBUTE);
        }
        for (Clause clause : mandatory(headers.apply(Constants.REQUIRE_CAPABILITY))) {
            String effective = clause.directives().getOrDefault(Namespace.REQUIREMENT_EFFECTIVE_DIRECTIVE, Namespace.EFFECTIVE_RESOLVE);
            String filter = clause.directives().getOrDefault(Namespace.REQUIREMENT_FILTER_DIRECTIVE, "");
            if (effective.equals(Namespace.EFFECTIVE_RESOLVE) && !filter.isEmpty()) {
                String namespace = clause.paths().get(0);
                needs.add(new Need(namespace, filter, "the capability " + namespace + " " + filter));
            }
        }
    }

    private static List<Clause> mandatory(String header) {
        return ManifestHeader.parse(header).stream().filter(clause -> !Namespace.RESOLUTION_OPTIONAL
                .equals(clause.directives().get(Namespace.REQUIREMENT_RESOLUTION_DIRECTIVE))).toList();
    }

    private void add(String namespace, String name, String what, Map<String, String> attributes, String versionAttribute) {
        String range = attributes.getOrDefault(versionAttribute, "");
        String filter = "(" + namespace + "=" + name + ")";
        String words = what + " " + name;
        if (!range.isEmpty()) {
            filter = "(&" + filter + new VersionRange(range).toFilterString(versionAttribute) + ")";
            words += ", version " + range;
        }
        needs.add(new Need(namespace, filter, words));
    }

    /** The first that no bundle of the framework can give, with what there is instead. */
    Optional<String> missing(FrameworkWiring framework) {
        return needs.stream().filter(need -> framework.findProviders(need).isEmpty()).findFirst()
                .map(need -> need.words() + there(framework, need));
    }

    private static String there(FrameworkWiring framework, Need need) {
        if (!need.namespace().equals(PackageNamespace.PACKAGE_NAMESPACE) || !need.filter().startsWith("(&")) {
            return "";
        }
        String anyVersion = need.filter().substring(2, need.filter().indexOf(')') + 1);
        List<Version> versions = framework.findProviders(new Need(need.namespace(), anyVersion, "")).stream()
                .map(capability -> (Version) capability.getAttributes().get(Constants.VERSION_ATTRIBUTE)).distinct().sorted().toList();
        return versions.isEmpty() ? "" : " (there is " + String.join(", ", versions.stream().map(Version::toString).toList()) + ")";
    }
}
