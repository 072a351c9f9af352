package com.libswarm.adapter.aggregate.internal.schedule;

import com.fasterxml.jackson.jr.ob.JSON;
import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.adapter.aggregate.internal.json.Json;
import com.libswarm.api.Failure;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What a container wishes of its node: {@code -e constraint:...} and {@code -e affinity:...}, and whether it is to be moved when that
 * fails, {@code -e reschedule:on-node-failure}; and the labels in which classic Swarm kept the same.
 */
public final class Wishes {

    private static final String CONSTRAINT = "constraint:";
    private static final String AFFINITY = "affinity:";
    private static final String CONSTRAINTS_LABEL = "com.docker.swarm.constraints";
    private static final String AFFINITIES_LABEL = "com.docker.swarm.affinities";
    private static final String RESCHEDULE = "reschedule:";
    private static final String POLICIES_LABEL = "com.docker.swarm.reschedule-policies";
    private static final String ON_NODE_FAILURE = "on-node-failure";
    private static final Set<String> POLICIES = Set.of(ON_NODE_FAILURE, "off");

    private final List<String> constraintTexts;
    private final List<String> affinityTexts;
    private final List<Expression> constraints;
    private final List<Expression> affinities;
    private final List<String> policies;

    private Wishes(List<String> constraints, List<String> affinities, List<String> policies) {
        this.constraintTexts = constraints;
        this.affinityTexts = affinities;
        this.constraints = constraints.stream().map(Expression::parse).toList();
        this.affinities = affinities.stream().map(Expression::parse).toList();
        this.policies = policies;
        if (!POLICIES.containsAll(policies) || policies.size() > 1) {
            throw new Failure(400, "There is no reschedule policy '" + String.join(", ", policies) + "': write on-node-failure or off.");
        }
    }

    /** None. */
    public static final Wishes NONE = new Wishes(List.of(), List.of(), List.of());

    /**
     * Those of a container that is to be created.
     *
     * @throws Failure 400 if they cannot be read
     */
    public static Wishes ofContainer(Map<String, Object> config) {
        Map<String, String> labels = Json.labels(config, "Labels");
        List<String> environment = Json.texts(config, "Env");
        return new Wishes(all(environment, CONSTRAINT, labels.getOrDefault(CONSTRAINTS_LABEL, "")),
                all(environment, AFFINITY, labels.getOrDefault(AFFINITIES_LABEL, "")),
                all(environment, RESCHEDULE, labels.getOrDefault(POLICIES_LABEL, "")));
    }

    /**
     * Those of a build, among its arguments.
     *
     * @throws Failure 400 if they cannot be read
     */
    public static Wishes ofBuild(Map<String, Object> buildArguments) {
        List<String> arguments = buildArguments.entrySet().stream().map(argument -> argument.getKey() + "=" + argument.getValue()).toList();
        return new Wishes(all(arguments, CONSTRAINT, ""), all(arguments, AFFINITY, ""), List.of());
    }

    /** Whether an argument of a build is a wish, not for the build itself. */
    public static boolean isWish(String variable) {
        return variable.startsWith(CONSTRAINT) || variable.startsWith(AFFINITY);
    }

    /** Whether the container is to go on on another node when its own fails. */
    public boolean isMovable() {
        return policies.contains(ON_NODE_FAILURE);
    }

    /** The same of a container that is there. */
    public static boolean isMovable(Map<String, String> labels) {
        // what others wrote there may be anything
        return labels.getOrDefault(POLICIES_LABEL, "").contains('"' + ON_NODE_FAILURE + '"');
    }

    private static List<String> all(List<String> environment, String prefix, String label) {
        return Stream.concat(environment.stream().filter(entry -> entry.startsWith(prefix)).map(entry -> entry.substring(prefix.length())),
                ofLabel(label)).distinct().toList();
    }

    private static Stream<String> ofLabel(String label) {
        if (label.isBlank()) {
            return Stream.empty();
        }
        try {
            return JSON.std.listOfFrom(String.class, label).stream();
        } catch (IOException bad) {
            throw new Failure(400, "The label '" + label + "' is no JSON array of expressions, such as [\"storage==ssd\"].", bad);
        }
    }

    /** The container's configuration without the wishes in its environment; they are in its labels instead, where they can be read again. */
    public Fields moveToLabels(Fields container, Map<String, Object> config) {
        List<String> environment = Json.texts(config, "Env");
        List<String> left = environment.stream().filter(entry -> !isWish(entry) && !entry.startsWith(RESCHEDULE)).toList();
        if (left.size() == environment.size()) {
            return container;
        }
        var labels = new LinkedHashMap<String, Object>(Json.labels(config, "Labels"));
        if (!constraintTexts.isEmpty()) {
            labels.put(CONSTRAINTS_LABEL, Json.write(constraintTexts));
        }
        if (!affinityTexts.isEmpty()) {
            labels.put(AFFINITIES_LABEL, Json.write(affinityTexts));
        }
        if (!policies.isEmpty()) {
            labels.put(POLICIES_LABEL, Json.write(policies));
        }
        return container.with("Env", left).with("Labels", labels);
    }

    /** Without any wish: what one aggregate has fulfilled, another that is its node is not to look at again. */
    public static Fields drop(Fields container) {
        Fields labels = container.object("Labels");
        boolean wishes = labels.get(CONSTRAINTS_LABEL).isPresent() || labels.get(AFFINITIES_LABEL).isPresent();
        return wishes ? container.withJson("Labels", labels.without(CONSTRAINTS_LABEL).without(AFFINITIES_LABEL).json()) : container;
    }

    /** Whether it matters which node has which images. */
    public boolean concernsImages() {
        return affinities.stream().anyMatch(wish -> wish.key().equals("image"));
    }

    /** Those that must be fulfilled, or with the soft ones, which are given up if that leaves no node. */
    boolean areFulfilledBy(Candidate candidate, boolean withSoft) {
        return constraints.stream().filter(wish -> withSoft || !wish.isSoft()).allMatch(wish -> wish.holdsFor(candidate.properties(wish.key())))
                && affinities.stream().filter(wish -> withSoft || !wish.isSoft()).allMatch(wish -> wish.holdsFor(candidate.has(wish.key())));
    }

    @Override
    public String toString() {
        var texts = new ArrayList<String>();
        constraintTexts.forEach(text -> texts.add(CONSTRAINT + text));
        affinityTexts.forEach(text -> texts.add(AFFINITY + text));
        return String.join(", ", texts);
    }
}
