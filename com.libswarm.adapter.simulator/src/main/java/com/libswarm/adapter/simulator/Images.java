package com.libswarm.adapter.simulator;

import com.libswarm.api.Failure;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The images that are there. Any other can be pulled. */
final class Images {

    private static final String KIND = "image";
    private static final List<String> FIRST = List.of("busybox:latest", "alpine:latest");

    private final Store store;
    private final Events events;
    private final Map<String, Image> byId = new LinkedHashMap<>();

    Images(Store store, Events events) {
        this.store = store;
        this.events = events;
    }

    /** Those that the instance before had. */
    void load() {
        store.documents(KIND).stream().map(Image::fromRecord).sorted(Comparator.comparing(Image::created))
                .forEach(image -> byId.put(image.id(), image));
    }

    /** Those that a new engine has. */
    void seed() {
        FIRST.forEach(name -> save(Image.pulled(Reference.parse(name))));
    }

    /** The latest first. */
    List<Image> all() {
        var images = new ArrayList<>(byId.values());
        images.sort(Comparator.comparing(Image::created).reversed());
        return images;
    }

    /** The image of that name, id, or beginning of an id. */
    Optional<Image> find(String name) {
        String digits = name.startsWith("sha256:") ? name.substring(7) : name;
        Optional<Image> byName = name.startsWith("sha256:") ? Optional.empty() : findTag(Reference.parse(name).toString());
        return byName.or(() -> digits.matches("[0-9a-f]{1,64}")
                ? byId.values().stream().filter(image -> image.id().startsWith("sha256:" + digits)).findFirst() : Optional.empty());
    }

    private Optional<Image> findTag(String tag) {
        return byId.values().stream().filter(image -> image.tags().contains(tag)).findFirst();
    }

    /** @throws Failure 404 if there is none */
    Image get(String name) {
        return find(name).orElseThrow(() -> new Failure(404, "No such image: "
                + (name.startsWith("sha256:") ? name : Reference.parse(name))));
    }

    /** Gets it from a registry that has every image. */
    Image pull(Reference reference) {
        Image image = findTag(reference.toString()).orElseGet(() -> {
            var fresh = Image.pulled(reference);
            var known = byId.get(fresh.id());
            return known == null ? fresh : known.withTags(plus(known.tags(), reference.toString()));
        });
        save(image);
        events.image("pull", reference.toString(), reference.repository());
        return image;
    }

    void tag(Image image, Reference reference) {
        findTag(reference.toString()).filter(other -> !other.id().equals(image.id()))
                .ifPresent(other -> save(other.withTags(minus(other.tags(), reference.toString()))));
        save(image.withTags(plus(image.tags(), reference.toString())));
        events.image("tag", image.id(), reference.toString());
    }

    /** Takes the tag away; the image goes with its last one. */
    void untag(Image image, String tag) {
        save(image.withTags(minus(image.tags(), tag)));
        events.image("untag", image.id(), tag);
    }

    void delete(Image image) {
        byId.remove(image.id());
        store.remove(KIND, image.id());
        events.image("delete", image.id(), image.id());
    }

    private void save(Image image) {
        byId.put(image.id(), image);
        store.put(KIND, image.id(), image.toRecord());
    }

    private static List<String> plus(List<String> tags, String tag) {
        var more = new ArrayList<>(tags);
        more.add(tag);
        return more;
    }

    private static List<String> minus(List<String> tags, String tag) {
        return tags.stream().filter(other -> !other.equals(tag)).toList();
    }
}
