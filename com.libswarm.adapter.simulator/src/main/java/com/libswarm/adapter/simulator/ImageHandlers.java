package com.libswarm.adapter.simulator;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.libswarm.adapter.simulator.internal.program.Lane;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.Verb;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Images: listed, read, pulled, tagged, removed. */
final class ImageHandlers {

    private static final Set<String> FILTERS = Set.of("before", "since", "label", "dangling", "reference", "until");
    private static final Set<String> PRUNE_FILTERS = Set.of("dangling", "label", "label!", "until");
    private static final long STEP_MILLIS = 50;

    private final Lane lane;
    private final Images images;
    private final Containers containers;
    private final Outlets outlets;

    ImageHandlers(Lane lane, Images images, Containers containers, Outlets outlets) {
        this.lane = lane;
        this.images = images;
        this.containers = containers;
        this.outlets = outlets;
    }

    void routes(Routes routes) {
        routes.on(Verb.Ls, "/images", this::list);
        routes.on(Verb.Get, "/images/**", (message, name) -> message.reply(Replies.json(ImageView.whole(images.get(name)))));
        routes.on(Verb.Get, "/images/**", "history", (message, name) -> message.reply(Replies.json(ImageView.history(images.get(name)))));
        routes.on(Verb.Spawn, "/images", this::pull);
        routes.on(Verb.Set, "/images/**", "tag", this::tag);
        routes.on(Verb.Remove, "/images/**", this::remove);
        routes.on(Verb.Set, "/images", "prune", this::prune);
    }

    private void list(Message message, String none) {
        var filters = Filters.of(message.args(), FILTERS);
        Optional<Image> before = filters.all("before").stream().findFirst().map(images::get);
        Optional<Image> since = filters.all("since").stream().findFirst().map(images::get);
        message.reply(Replies.json(images.all().stream()
                .filter(image -> before.isEmpty() || image.created().isBefore(before.get().created()))
                .filter(image -> since.isEmpty() || image.created().isAfter(since.get().created()))
                .filter(image -> filters.labels(Map.of()))
                .filter(image -> filters.any("dangling", value -> image.tags().isEmpty() == value.matches("1|true")))
                .map(image -> image.withTags(image.tags().stream().filter(tag -> isWanted(filters, tag)).toList()))
                .filter(image -> !image.tags().isEmpty() || filters.all("reference").isEmpty())
                .map(image -> ImageView.element(image, -1)).toList()));
    }

    private static boolean isWanted(Filters filters, String tag) {
        return filters.any("reference", pattern -> ImageView.isLike(tag, pattern));
    }

    /** Any image can be had; its progress is told in steps. */
    private void pull(Message message, String none) {
        String name = message.args().get("fromImage");
        if (name.isEmpty()) {
            throw new Failure(501, "Not implemented: the simulator pulls images, but does not import archives.");
        }
        String tag = message.args().get("tag");
        Reference reference = Reference.parse(tag.isEmpty() ? name : tag.startsWith("sha256:") ? name + "@" + tag : name + ":" + tag);
        String layer = Ids.of("layer " + reference).substring(0, 12);
        boolean fresh = images.find(reference.toString()).isEmpty();
        var steps = new ArrayList<Map<String, Object>>();
        steps.add(Json.object("status", "Pulling from " + reference.repository(), "id", reference.tag()));
        if (fresh) {
            steps.add(Json.object("status", "Pulling fs layer", "progressDetail", Map.of(), "id", layer));
            steps.add(Json.object("status", "Downloading", "progressDetail", Json.object("current", 620_000, "total", 1_240_000),
                    "progress", "[=========================>                         ]    620kB/1.24MB", "id", layer));
            steps.add(Json.object("status", "Pull complete", "progressDetail", Map.of(), "id", layer));
        }
        Outlet outlet = outlets.open();
        tell(outlet, steps, 0, () -> {
            Image image = images.pull(reference);
            String what = fresh ? "Downloaded newer image for " : "Image is up to date for ";
            return List.of(Json.object("status", "Digest: " + image.id()), Json.object("status", "Status: " + what + reference));
        });
        message.reply(Replies.jsonStream(Verb.Ack, outlet.body()));
    }

    @FunctionalInterface
    private interface Last {
        List<Map<String, Object>> steps();
    }

    private void tell(Outlet outlet, List<Map<String, Object>> steps, int next, Last last) {
        if (next < steps.size()) {
            outlet.write(line(steps.get(next)), () -> lane.after(STEP_MILLIS, () -> tell(outlet, steps, next + 1, last)));
        } else {
            last.steps().forEach(step -> outlet.offer(line(step)));
            outlet.end();
        }
    }

    private static byte[] line(Map<String, Object> step) {
        return (new String(Json.bytes(step), UTF_8) + "\r\n").getBytes(UTF_8);
    }

    private void tag(Message message, String name) {
        Image image = images.get(name);
        String tag = message.args().get("tag");
        images.tag(image, Reference.parse(message.args().get("repo") + (tag.isEmpty() ? "" : ":" + tag)));
        message.reply(Replies.done(201));
    }

    private void remove(Message message, String name) {
        Image image = images.get(name);
        boolean force = message.args().flag("force");
        boolean byId = !name.contains(":") && image.id().startsWith("sha256:" + name) || name.startsWith("sha256:");
        var removed = new ArrayList<Map<String, Object>>();
        if (!byId && image.tags().size() > 1) {
            String tag = Reference.parse(name).toString();
            images.untag(image, tag);
            removed.add(Json.object("Untagged", tag));
        } else {
            if (byId && image.tags().size() > 1 && !force) {
                throw new Failure(409, "conflict: unable to delete " + image.shortId()
                        + " (must be forced) - image is referenced in multiple repositories");
            }
            checkUnused(image, name, force);
            image.tags().forEach(tag -> removed.add(Json.object("Untagged", tag)));
            images.delete(image);
            removed.add(Json.object("Deleted", image.id()));
        }
        message.reply(Replies.done(removed));
    }

    private void checkUnused(Image image, String name, boolean force) {
        containers.all().stream().filter(container -> container.imageId().equals(image.id()))
                .filter(container -> container.isRunning() || !force).findFirst().ifPresent(user -> {
                    throw new Failure(409, "conflict: unable to remove repository reference \"" + name + "\" ("
                            + (user.isRunning() ? "cannot" : "must") + " be forced) - container " + user.shortId()
                            + " is using its referenced image " + image.shortId());
                });
    }

    private void prune(Message message, String none) {
        var filters = Filters.of(message.args(), PRUNE_FILTERS);
        boolean all = filters.has("dangling") && filters.any("dangling", value -> value.matches("0|false"));
        Optional<Instant> until = filters.all("until").stream().findFirst().flatMap(text -> Times.parse("the filter until", text));
        var removed = new ArrayList<Map<String, Object>>();
        long size = 0;
        for (Image image : images.all()) {
            boolean used = containers.all().stream().anyMatch(container -> container.imageId().equals(image.id()));
            if (!used && (all || image.tags().isEmpty()) && (until.isEmpty() || image.created().isBefore(until.get()))) {
                image.tags().forEach(tag -> removed.add(Json.object("Untagged", tag)));
                removed.add(Json.object("Deleted", image.id()));
                size += image.size();
                images.delete(image);
            }
        }
        message.reply(Replies.done(Json.object("ImagesDeleted", removed, "SpaceReclaimed", size)));
    }
}
