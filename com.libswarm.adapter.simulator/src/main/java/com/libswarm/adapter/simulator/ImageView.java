package com.libswarm.adapter.simulator;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.PatternSyntaxException;

/** An image as Docker shows it: an element of the list (GET /images/json), whole, and its history. */
final class ImageView {

    private ImageView() {
    }

    /** @param containers how many use it; -1 if that is not counted */
    static Map<String, Object> element(Image image, int containers) {
        return Json.object("Containers", containers, "Created", image.created().getEpochSecond(), "Id", image.id(), "Labels", Map.of(),
                "ParentId", "", "RepoDigests", List.of(), "RepoTags", image.tags(), "SharedSize", containers < 0 ? -1 : 0,
                "Size", image.size(), "VirtualSize", image.size());
    }

    static Map<String, Object> whole(Image image) {
        var config = Json.object("Hostname", "", "User", "", "Env", List.of(), "Cmd", image.command(), "Image", "", "WorkingDir", "",
                "Labels", Map.of());
        return Json.object("Id", image.id(), "RepoTags", image.tags(), "RepoDigests", List.of(), "Parent", "", "Comment", "",
                "Created", image.created().toString(), "Container", "", "DockerVersion", "", "Author", "", "Config", config,
                "Architecture", "amd64", "Os", "linux", "Size", image.size(), "VirtualSize", image.size(),
                "GraphDriver", Json.object("Data", Map.of(), "Name", "memory"),
                "RootFS", Json.object("Type", "layers", "Layers", List.of("sha256:" + Ids.of("layer " + image.id()))),
                "Metadata", Json.object("LastTagTime", image.created().toString()));
    }

    static List<Map<String, Object>> history(Image image) {
        return List.of(Json.object("Comment", "", "Created", image.created().getEpochSecond(), "CreatedBy", "simulator",
                "Id", image.id(), "Size", image.size(), "Tags", image.tags()));
    }

    /** Whether a tag, or its repository, is like {@code busybox}, {@code busy*} or {@code *:latest}. */
    static boolean isLike(String tag, String pattern) {
        try {
            var matcher = FileSystems.getDefault().getPathMatcher("glob:" + pattern);
            return matcher.matches(Path.of(tag)) || matcher.matches(Path.of(tag.substring(0, tag.lastIndexOf(':'))));
        } catch (PatternSyntaxException notAPattern) {
            return tag.equals(pattern);
        }
    }
}
