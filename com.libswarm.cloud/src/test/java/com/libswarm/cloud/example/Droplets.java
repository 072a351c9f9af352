package com.libswarm.cloud.example;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Finding;
import com.libswarm.api.adapter.Inspection;
import com.libswarm.api.adapter.Link;
import com.libswarm.cloud.internal.CloudLink;
import com.libswarm.cloud.internal.CloudOptions;
import com.libswarm.cloud.internal.Configured;
import com.libswarm.cloud.internal.Outlook;
import com.libswarm.cloud.internal.Settings;
import com.libswarm.cloud.internal.UserData;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** The adapter of {@link DropletProvider}. In a bundle it is a component, too; see {@code Rax}. */
@Declaration(name = "droplets", summary = "builds Docker hosts at DigitalOcean, and reaches them through SSH",
        options = {"--region SLUG  where hosts are", "--size SLUG  how large they are", "--image SLUG  what they are made of",
                "--ssh-key FINGERPRINT  the cloud's, of the public key that it puts on hosts", "--url URL  the API (default: https://api.digitalocean.com)",
                UserData.FILE, UserData.INSTALL_DOCKER, CloudOptions.KEY, CloudOptions.USER, CloudOptions.TUN_PORT, CloudOptions.SSH_PORT,
                CloudOptions.KNOWN_HOSTS, CloudOptions.INSTANCE, CloudOptions.HOSTS, CloudOptions.BUILD, CloudOptions.IDLE},
        examples = "droplets --region fra1 --size s-1vcpu-1gb --image docker-20-04 --ssh-key aa:bb --key ~/.ssh/id_ed25519 --user root")
public final class Droplets implements Adapter {

    private final Supplier<Map<String, String>> variables;

    public Droplets() {
        this(() -> Configured.variables(Droplets.class, "com.libswarm.adapter.droplets"));
    }

    /** @param variables in place of the environment's */
    public Droplets(Supplier<Map<String, String>> variables) {
        this.variables = variables;
    }

    @Override
    public Link spawn(Context context) {
        var settings = new Settings(context::option, variables.get());
        CloudOptions options = CloudOptions.read(settings);
        return CloudLink.of(context, DropletProvider.of(settings, options), options);
    }

    @Override
    public List<Finding> inspect(Inspection inspection) {
        var settings = new Settings(inspection::option, variables.get());
        CloudOptions options = CloudOptions.read(settings);
        return Outlook.of(DropletProvider.of(settings, options), options);
    }
}
