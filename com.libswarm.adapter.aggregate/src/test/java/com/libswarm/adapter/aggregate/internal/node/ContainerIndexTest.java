package com.libswarm.adapter.aggregate.internal.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.adapter.aggregate.internal.json.Fields;
import com.libswarm.api.adapter.Child;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

final class ContainerIndexTest {

    private final ContainerIndex index = new ContainerIndex();
    private final Node east = node("east");
    private final Node west = node("west");

    private int nodes;

    private Node node(String name) {
        Child nobody = (Child) Proxy.newProxyInstance(Child.class.getClassLoader(), new Class<?>[] {Child.class}, (proxy, method, args) -> {
            throw new UnsupportedOperationException("Nobody is asked here.");
        });
        return new Node(name, NodeSpec.parse(name + "=simulator"), nobody, ++nodes);
    }

    private static Container container(Node node, String id, String name) {
        return new Container(node, id, name, "busybox", "sha256:1", Map.of(), "running", 0, List.of());
    }

    private void put(Container container) {
        index.put(container, Optional.of(listed(container)));
    }

    private void replace(Node node, List<Container> listed, long mark) {
        index.retain(node, listed.stream().map(Container::id).collect(Collectors.toSet()), mark);
        listed.forEach(container -> index.putListed(container, Optional.of(listed(container)), mark));
    }

    private static Listed listed(Container container) {
        String json = "{\"Id\":\"" + container.id() + "\",\"Names\":[\"/" + container.name() + "\"],\"Status\":\"Up 5 seconds\"}";
        return Listed.of(Fields.of(json, 500), container, 0, 0, Optional.empty());
    }

    private String found(String ref) {
        return index.find(ref, Optional.empty()).map(Container::fullName).orElse("none");
    }

    @Test
    void anIdComesBeforeANameAndANameBeforeABeginning() {
        put(container(east, "abc1", "one"));
        put(container(west, "abc2", "two"));
        put(container(west, "ffff", "abc1"));
        put(container(east, "eeee", "ff"));
        assertThat(found("abc1")).isEqualTo("east/one");
        assertThat(found("abc2")).isEqualTo("west/two");
        assertThat(found("ff")).isEqualTo("east/ff");
        assertThat(found("fff")).isEqualTo("west/abc1");
        assertThat(found("")).isEqualTo("none");
        assertThat(found("x")).isEqualTo("none");
        assertThatThrownBy(() -> found("abc")).hasMessage("Multiple IDs found with provided prefix: abc");
        assertThat(index.find("abc", Optional.of(west))).map(Container::name).contains("two");
    }

    /** While a container is moved, it is the container until its copy is. */
    @Test
    void aCopyThatIsNotStartedIsNotSeenBesideItsContainer() {
        put(copy(east, "aa", "running", 1));
        put(copy(west, "bb", "created", 2));
        assertThat(index.isShared("web")).isFalse();
        assertThat(found("web")).isEqualTo("east/web");
        assertThat(found("bb")).isEqualTo("west/web");
        assertThat(shown()).containsExactly("aa");
        index.remove(east, "aa");
        assertThat(found("web")).isEqualTo("west/web");
        assertThat(shown()).containsExactly("bb");
        put(copy(east, "cc", "created", 1));
        assertThat(index.isShared("web")).as("two that do not run").isFalse();
        put(copy(west, "bb", "running", 2));
        assertThat(index.isShared("web")).isTrue();
        assertThat(shown()).containsExactlyInAnyOrder("bb", "cc");
        put(container(west, "dd", "web"));
        assertThat(shown()).contains("dd");
    }

    private static Container copy(Node node, String id, String state, int moves) {
        return new Container(node, id, "web", "busybox", "sha256:1", Map.of(Container.SWARM_ID, "s", Container.MOVE, Integer.toString(moves)), state, 0, List.of());
    }

    private List<String> shown() {
        return index.all().stream().filter(Entry::isShown).map(entry -> entry.container().id()).toList();
    }

    @Test
    void aNameThatSeveralHaveIsAmbiguousButNotForOneContainerOnTwoNodes() {
        put(container(east, "aa", "web"));
        put(container(west, "aa", "web"));
        assertThat(index.isShared("web")).isFalse();
        assertThat(found("web")).endsWith("/web");
        put(container(west, "bb", "web"));
        assertThat(index.isShared("web")).isTrue();
        assertThatThrownBy(() -> found("web")).hasMessageContaining("several nodes");
        index.remove(west, "bb");
        assertThat(index.isShared("web")).isFalse();
    }

    @Test
    void whatChangedAfterAListWasAskedForIsNewerThanTheList() {
        put(container(east, "aa", "old"));
        put(container(east, "bb", "removed"));
        long mark = index.mark();
        index.remove(east, "bb");
        index.rename(east, "aa", "new");
        put(container(east, "cc", "created"));
        replace(east, List.of(container(east, "aa", "old"), container(east, "bb", "removed")), mark);
        assertThat(index.of(east)).extracting(Container::name).containsExactlyInAnyOrder("new", "created");

        replace(east, List.of(container(east, "aa", "newer")), index.mark());
        assertThat(index.of(east)).extracting(Container::name).containsExactly("newer");
        assertThat(found("created")).isEqualTo("none");
    }

    @Test
    void aListTellsMoreOfWhatWasJustCreated() {
        long mark = index.mark();
        index.putIfAbsent(new Container(east, "aa", "web", "busybox", "", Map.of(), "created", 0, List.of()));
        index.putListed(container(east, "aa", "web"), Optional.empty(), mark);
        assertThat(index.of(east)).singleElement().extracting(Container::state).isEqualTo("running");
        index.putIfAbsent(new Container(east, "aa", "other", "", "", Map.of(), "", 0, List.of()));
        assertThat(found("other")).isEqualTo("none");
        index.forget(east);
        assertThat(found("aa")).isEqualTo("none");
    }

    @Test
    void allAreListedTheNewestFirstAndKnowWhetherTheirNamesAreTheOnlyOnes() {
        long mark = index.mark();
        replace(east, List.of(at(east, "aa", "web", 5), at(east, "ab", "db", 5), at(east, "ac", "old", 1)), mark);
        replace(west, List.of(at(west, "bb", "web", 5), at(west, "bc", "new", 7)), mark);
        assertThat(index.all()).extracting(entry -> entry.container().fullName())
                .containsExactly("west/new", "east/db", "east/web", "west/web", "east/old");
        assertThat(index.all()).filteredOn(Entry::isShared).extracting(entry -> entry.container().name()).containsExactly("web", "web");
        index.rename(west, "bb", "cache");
        assertThat(index.all()).noneMatch(Entry::isShared);
        index.rename(west, "bb", "old");
        assertThat(index.all()).filteredOn(Entry::isShared).hasSize(2);
        index.remove(west, "bb");
        assertThat(index.all()).hasSize(4).noneMatch(Entry::isShared);
        replace(west, List.of(at(west, "aa", "web", 5)), index.mark());
        assertThat(index.all()).filteredOn(Entry::isTwice).hasSize(2).noneMatch(Entry::isShared);
    }

    private static Container at(Node node, String id, String name, long created) {
        return new Container(node, id, name, "busybox", "sha256:1", Map.of(), "running", created, List.of());
    }
}
