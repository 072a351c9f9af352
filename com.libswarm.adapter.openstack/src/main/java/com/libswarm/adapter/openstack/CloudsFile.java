package com.libswarm.adapter.openstack;

import com.libswarm.api.Failure;
import com.libswarm.cloud.internal.http.Data;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.MarkedYamlEngineException;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/**
 * {@code clouds.yaml} of the OpenStack clients, and {@code secure.yaml} beside it: the entry of a cloud, as the variables of the environment
 * that mean the same.
 */
final class CloudsFile {

    private static final String NAME = "clouds.yaml";
    private static final String VARIABLE = "OS_CLIENT_CONFIG_FILE";

    private static final Map<String, String> SETTINGS = Map.of("auth_type", "OS_AUTH_TYPE", "region_name", "OS_REGION_NAME", "interface", "OS_INTERFACE",
            "cacert", "OS_CACERT");

    private final List<Path> folders;
    private final Map<String, String> variables;

    /** @param variables of the environment */
    CloudsFile(Map<String, String> variables) {
        this.variables = variables;
        String home = variables.getOrDefault("HOME", System.getProperty("user.home"));
        String config = variables.getOrDefault("XDG_CONFIG_HOME", home + "/.config");
        this.folders = List.of(Path.of(""), Path.of(config, "openstack"), Path.of("/etc/openstack"));
    }

    /**
     * What the entry of that name says, in front of the environment; variables that would be of another login are left out.
     *
     * @throws Failure 404 if there is no such file or entry, 400 if a file cannot be read
     */
    Map<String, String> cloud(String name) {
        Path file = file().orElseThrow(() -> new Failure(404, "There is no " + NAME + " for the cloud " + name + ": it is looked for in the folder of"
                + " swarmd, in ~/.config/openstack and in /etc/openstack, or where " + VARIABLE + " says."));
        Data clouds = read(file).get("clouds");
        if (!clouds.names().contains(name)) {
            throw new Failure(404, "There is no cloud " + name + " in " + file + ". Those that there are: " + String.join(", ", new TreeSet<>(clouds.names())) + ".");
        }
        Data cloud = clouds.get(name);
        Path secure = file.resolveSibling("secure.yaml");
        Data secrets = Files.exists(secure) ? read(secure).get("clouds").get(name) : Data.NOTHING;
        if (cloud.text("verify").equalsIgnoreCase("false")) {
            throw new Failure(400, "The cloud " + name + " in " + file + " has verify: false."
                    + " Certificates are always verified: name the authority's with cacert.");
        }
        return merged(cloud, secrets);
    }

    private Map<String, String> merged(Data cloud, Data secrets) {
        var merged = new HashMap<String, String>();
        variables.forEach((key, value) -> {
            if (!key.startsWith("OS_")) {
                merged.put(key, value);
            }
        });
        for (Data part : List.of(cloud, secrets)) {
            part.get("auth").texts().forEach((key, value) -> merged.put("OS_" + key.toUpperCase(Locale.ROOT), value));
            SETTINGS.forEach((key, variable) -> {
                if (!part.text(key).isEmpty()) {
                    merged.put(variable, part.text(key));
                }
            });
        }
        List<Data> regions = cloud.list("regions");
        if (!merged.containsKey("OS_REGION_NAME") && regions.size() == 1) {
            merged.put("OS_REGION_NAME", regions.get(0).text().isEmpty() ? regions.get(0).text("name") : regions.get(0).text());
        }
        return merged;
    }

    private Optional<Path> file() {
        String named = variables.getOrDefault(VARIABLE, "");
        Stream<Path> places = named.isEmpty() ? folders.stream().map(folder -> folder.resolve(NAME)) : Stream.of(Path.of(named));
        return places.filter(Files::isRegularFile).findFirst();
    }

    private static Data read(Path file) {
        try {
            return Data.of(new Load(LoadSettings.builder().setLabel(file.toString()).build()).loadFromString(Files.readString(file)));
        } catch (IOException unreadable) {
            throw new Failure(400, "The file " + file + " cannot be read: " + unreadable.getMessage(), unreadable);
        } catch (YamlEngineException bad) {
            // its message shows lines of the file, in which secrets may be
            throw new Failure(400, "The file " + file + " is not YAML" + place(bad) + ".");
        }
    }

    private static String place(YamlEngineException bad) {
        return bad instanceof MarkedYamlEngineException marked
                ? marked.getProblemMark().map(mark -> " (line " + (mark.getLine() + 1) + ")").orElse("") : "";
    }
}
