package com.libswarm.cloud.example;

import com.libswarm.api.Failure;
import com.libswarm.cloud.internal.CloudOptions;
import com.libswarm.cloud.internal.Host;
import com.libswarm.cloud.internal.Host.Status;
import com.libswarm.cloud.internal.Named;
import com.libswarm.cloud.internal.Provider;
import com.libswarm.cloud.internal.Settings;
import com.libswarm.cloud.internal.UserData;
import com.libswarm.cloud.internal.http.Answer;
import com.libswarm.cloud.internal.http.Ask;
import com.libswarm.cloud.internal.http.Connections;
import com.libswarm.cloud.internal.http.Data;
import com.libswarm.cloud.internal.http.Http;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** What a further cloud takes: droplets of DigitalOcean (API v2) as hosts. */
final class DropletProvider implements Provider {

    private static final Map<String, Status> STATUS = Map.of("active", Status.ACTIVE, "off", Status.STOPPED, "archive", Status.STOPPED);
    private static final int MOST_USER_DATA = 64 * 1024;

    private final Http http = new Http(new Connections(Optional.empty()));
    private final String url;
    private final String token;
    /** What a droplet is ordered with, beside its name and its tags. */
    private final Map<String, Object> order = new LinkedHashMap<>();

    private DropletProvider(String url, String token) {
        this.url = url;
        this.token = token;
    }

    static DropletProvider of(Settings settings, CloudOptions options) {
        var made = new DropletProvider(settings.get("url").orElse("https://api.digitalocean.com"), settings.variable("DIGITALOCEAN_ACCESS_TOKEN").orElse(""));
        List.of("region", "size", "image").forEach(name -> made.order.put(name, settings.need(name)));
        settings.get("ssh-key").ifPresent(key -> made.order.put("ssh_keys", List.of(key)));
        UserData.read(settings, options.reach().tunPort(), MOST_USER_DATA).ifPresent(data -> made.order.put("user_data", data.text()));
        if (made.token.isEmpty()) {
            settings.lacks("DIGITALOCEAN_ACCESS_TOKEN");
        }
        settings.check("droplets");
        return made;
    }

    @Override
    public String region() {
        return order.get("region").toString();
    }

    @Override
    public void check() {
        for (String kind : List.of("region", "size", "image")) {
            var all = new Named(kind);
            pages("/v2/" + kind + "s", kind + "s").forEach(one -> all.put(one.text("slug"), one.text("slug")));
            all.id(order.get(kind).toString());
        }
    }

    @Override
    public List<Host> list(String prefix) {
        return pages("/v2/droplets", "droplets").stream().filter(droplet -> droplet.text("name").startsWith(prefix)).map(DropletProvider::host).toList();
    }

    @Override
    public Host get(String id) {
        return host(ask("look at the droplet " + id, Ask.get(url + "/v2/droplets/" + id)).get("droplet"));
    }

    @Override
    public Host create(String name, Map<String, String> meta) {
        var wanted = new LinkedHashMap<>(order);
        wanted.put("name", name);
        // a tag has no dots, and ours have no underscores
        wanted.put("tags", meta.entrySet().stream().map(one -> (one.getKey() + ":" + one.getValue()).replace('.', '_')).toList());
        return host(ask("create the droplet " + name, Ask.post(url + "/v2/droplets", wanted)).get("droplet"));
    }

    @Override
    public void delete(String id) {
        try {
            ask("delete the droplet " + id, Ask.delete(url + "/v2/droplets/" + id));
        } catch (Failure failure) {
            if (failure.status() != 404) {
                throw failure;
            }
        }
    }

    private List<Data> pages(String path, String name) {
        var all = new ArrayList<Data>();
        for (String next = url + path + "?per_page=200"; !next.isEmpty();) {
            Data page = ask("list " + name, Ask.get(next));
            all.addAll(page.list(name));
            next = page.get("links").get("pages").text("next");
        }
        return all;
    }

    private Data ask(String what, Ask ask) {
        Answer answer = http.send(ask.with("Authorization", "Bearer " + token));
        if (answer.isError()) {
            throw new Failure(answer.status() < 500 ? answer.status() : 502, "DigitalOcean does not " + what + " (" + answer.status() + "): " + answer.message());
        }
        return answer.data();
    }

    private static Host host(Data droplet) {
        Map<String, String> meta = droplet.list("tags").stream().map(tag -> tag.text().replace('_', '.').split(":", 2)).filter(tag -> tag.length == 2)
                .collect(Collectors.toMap(tag -> tag[0], tag -> tag[1], (one, other) -> one));
        String address = droplet.get("networks").list("v4").stream().filter(one -> one.text("type").equals("public")).map(one -> one.text("ip_address"))
                .findFirst().orElse("");
        return new Host(droplet.text("name"), droplet.text("id"), address, STATUS.getOrDefault(droplet.text("status"), Status.BUILDING),
                droplet.get("region").text("slug"), droplet.text("size_slug"), droplet.get("image").text("slug"), droplet.text("created_at"), meta);
    }

    @Override
    public void close() {
        http.close();
    }
}
