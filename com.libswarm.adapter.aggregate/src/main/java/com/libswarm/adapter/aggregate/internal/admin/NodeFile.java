package com.libswarm.adapter.aggregate.internal.admin;

import com.libswarm.adapter.aggregate.internal.node.NodeSpec;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A file with a node a line, {@code NAME=SPEC}; blank lines, and those that begin with {@code #}, say nothing. It is read when it has
 * changed and rests: whoever writes it may take more than one step.
 */
final class NodeFile implements NodeSource {

    private static final int LARGEST = 1 << 20;
    private static final Pattern LINE = Pattern.compile("([^=\\s]+)=(.*)");

    private final Path file;
    private Optional<Stamp> seen = Optional.empty();
    private Optional<Stamp> read = Optional.empty();
    private Found last = new Found(Map.of(), Map.of(), Set.of(), false, List.of());

    private record Stamp(Object key, long modified, long size) {
    }

    NodeFile(String file) {
        this.file = Path.of(file);
    }

    @Override
    public String id() {
        return "the file " + file;
    }

    @Override
    public Duration every() {
        return Duration.ofSeconds(1);
    }

    @Override
    public Found look() throws IOException {
        Stamp now = stamp();
        boolean rests = seen.equals(Optional.of(now));
        seen = Optional.of(now);
        if (rests && !read.equals(seen)) {
            last = readNow();
            read = seen;
        }
        return last;
    }

    private Stamp stamp() throws IOException {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return new Stamp(String.valueOf(attributes.fileKey()), attributes.lastModifiedTime().toMillis(), attributes.size());
        } catch (NoSuchFileException missing) {
            throw new IOException("The file of nodes " + file + " is not there.", missing);
        }
    }

    /**
     * What it says now.
     *
     * @throws IOException if it cannot be read, or is empty, as it is while it is written
     */
    Found readNow() throws IOException {
        Stamp stamp = stamp();
        if (stamp.size == 0) {
            throw new IOException("The file of nodes " + file + " is empty; to have no nodes in it, write a comment.");
        }
        if (stamp.size > LARGEST) {
            throw new IOException("The file of nodes " + file + " is larger than " + LARGEST + " bytes.");
        }
        try {
            return parse(Files.readAllLines(file, StandardCharsets.UTF_8));
        } catch (CharacterCodingException bad) {
            throw new IOException("The file of nodes " + file + " is not in UTF-8.", bad);
        } catch (IOException unreadable) {
            throw new IOException("The file of nodes " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        }
    }

    private Found parse(List<String> lines) {
        var specs = new LinkedHashMap<String, String>();
        var origins = new HashMap<String, String>();
        var held = new HashSet<String>();
        var errors = new ArrayList<String>();
        boolean isWhole = true;
        for (int i = 0; i < lines.size(); i++) {
            String line = lines.get(i).strip();
            if (line.isEmpty() || line.startsWith("#")) {
                continue;
            }
            Matcher parts = LINE.matcher(line);
            String name = parts.matches() ? parts.group(1) : "";
            try {
                if (name.isEmpty()) {
                    throw new IllegalArgumentException("A line is to be NAME=SPEC, such as east=dockerclient tcp://10.0.0.7:2375.");
                }
                NodeSpec spec = NodeSpec.parse(NodeSpec.checkName(name) + "=" + parts.group(2));
                if (specs.putIfAbsent(name, spec.spec()) != null) {
                    throw new IllegalArgumentException("There is a line for the node " + name + " already.");
                }
                origins.put(name, file + ":" + (i + 1));
            } catch (IllegalArgumentException wrong) {
                errors.add(file + ":" + (i + 1) + ": " + wrong.getMessage());
                if (!specs.containsKey(name)) {
                    held.add(name);
                    isWhole &= NodeSpec.isName(name);
                }
            }
        }
        return new Found(specs, origins, held, isWhole, errors);
    }
}
