package com.libswarm.adapter.aggregate.internal.node;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.libswarm.api.adapter.Child;
import java.lang.reflect.Proxy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

final class ContainerIndexTest {

    private final ContainerIndex index = new ContainerIndex();
    private final Node east = node("east");
    private final Node west = node("west");

    private static Node node(String name) {
        Child nobody = (Child) Proxy.newProxyInstance(Child.class.getClassLoader(), new Class<?>[] {Child.class}, (proxy, method, args) -> {
            throw new UnsupportedOperationException("Nobody is asked here.");
        });
        return new Node(name, NodeSpec.parse(name + "=simulator"), nobody);
    }

    private static Container container(Node node, String id, String name) {
        return new Container(node, id, name, "busybox", "sha256:1", Map.of(), "running", 0, List.of());
    }

    private String found(String ref) {
        return index.find(ref, Optional.empty()).map(Container::fullName).orElse("none");
    }

    @Test
    void anIdComesBeforeANameAndANameBeforeABeginning() {
        index.put(container(east, "abc1", "one"));
        index.put(container(west, "abc2", "two"));
        index.put(container(west, "ffff", "abc1"));
        index.put(container(east, "eeee", "ff"));
        assertThat(found("abc1")).isEqualTo("east/one");
        assertThat(found("abc2")).isEqualTo("west/two");
        assertThat(found("ff")).isEqualTo("east/ff");
        assertThat(found("fff")).isEqualTo("west/abc1");
        assertThat(found("")).isEqualTo("none");
        assertThat(found("x")).isEqualTo("none");
        assertThatThrownBy(() -> found("abc")).hasMessage("Multiple IDs found with provided prefix: abc");
        assertThat(index.find("abc", Optional.of(west))).map(Container::name).contains("two");
    }

    @Test
    void aNameThatSeveralHaveIsAmbiguousButNotForOneContainerOnTwoNodes() {
        index.put(container(east, "aa", "web"));
        index.put(container(west, "aa", "web"));
        assertThat(index.isShared("web")).isFalse();
        assertThat(found("web")).endsWith("/web");
        index.put(container(west, "bb", "web"));
        assertThat(index.isShared("web")).isTrue();
        assertThatThrownBy(() -> found("web")).hasMessageContaining("several nodes");
        index.remove(west, "bb");
        assertThat(index.isShared("web")).isFalse();
    }

    @Test
    void whatChangedAfterAListWasAskedForIsNewerThanTheList() {
        index.put(container(east, "aa", "old"));
        index.put(container(east, "bb", "removed"));
        long mark = index.mark();
        index.remove(east, "bb");
        index.rename(east, "aa", "new");
        index.put(container(east, "cc", "created"));
        index.replace(east, List.of(container(east, "aa", "old"), container(east, "bb", "removed")), mark);
        assertThat(index.of(east)).extracting(Container::name).containsExactlyInAnyOrder("new", "created");

        index.replace(east, List.of(container(east, "aa", "newer")), index.mark());
        assertThat(index.of(east)).extracting(Container::name).containsExactly("newer");
        assertThat(found("created")).isEqualTo("none");
    }

    @Test
    void aListTellsMoreOfWhatWasJustCreated() {
        long mark = index.mark();
        index.putIfAbsent(new Container(east, "aa", "web", "busybox", "", Map.of(), "created", 0, List.of()));
        index.putListed(container(east, "aa", "web"), mark);
        assertThat(index.of(east)).singleElement().extracting(Container::state).isEqualTo("running");
        index.putIfAbsent(new Container(east, "aa", "other", "", "", Map.of(), "", 0, List.of()));
        assertThat(found("other")).isEqualTo("none");
        index.forget(east);
        assertThat(found("aa")).isEqualTo("none");
    }
}
