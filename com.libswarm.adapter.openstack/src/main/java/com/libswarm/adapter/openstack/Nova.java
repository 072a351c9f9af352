package com.libswarm.adapter.openstack;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Finding;
import com.libswarm.api.adapter.Inspection;
import com.libswarm.api.adapter.Link;
import com.libswarm.api.adapter.SpecWords;
import com.libswarm.cloud.internal.CloudLink;
import com.libswarm.cloud.internal.CloudOptions;
import com.libswarm.cloud.internal.Configured;
import com.libswarm.cloud.internal.Outlook;
import com.libswarm.cloud.internal.Settings;
import com.libswarm.cloud.internal.UserData;
import com.libswarm.cloud.internal.http.Connections;
import com.libswarm.cloud.internal.http.Http;
import com.libswarm.cloud.internal.http.Trust;
import com.libswarm.openstack.internal.ComputeProvider;
import com.libswarm.openstack.internal.Place;
import com.libswarm.openstack.internal.ServerOptions;
import com.libswarm.openstack.internal.Services;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Docker hosts in an OpenStack cloud; see docs/clouds.md. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Declaration(name = "nova", summary = "builds Docker hosts in an OpenStack cloud, and reaches them through SSH",
        options = {CloudOptions.KEY, CloudOptions.USER, ServerOptions.FLAVOR, ServerOptions.IMAGE,
                "--cloud NAME  the entry of clouds.yaml that says where the cloud is and how to log in (or OS_CLOUD; default: the variables OS_...)",
                "--auth-url URL  the identity service (or OS_AUTH_URL)",
                "--region REGION  where hosts are (or OS_REGION_NAME; default: the only one)",
                CloudOptions.TUN_PORT, CloudOptions.INSTANCE, CloudOptions.SSH_PORT, CloudOptions.KNOWN_HOSTS, CloudOptions.HOSTS, CloudOptions.BUILD,
                CloudOptions.IDLE, ServerOptions.KEY_NAME,
                "--network ID-or-name  a network in which hosts are; may come several times (default: what the cloud gives)",
                "--security-group NAME  may come several times",
                "--floating-network ID-or-name  whence a host without a public address gets a floating one",
                UserData.FILE, UserData.INSTALL_DOCKER},
        examples = {"nova --cloud lab --key ~/.ssh/id_ed25519 --key-name joe --user debian --flavor m1.small --image debian-12 --install-docker",
                "nova --key ~/.ssh/id_ed25519 --user debian --flavor m1.small --image docker-host --hosts 1..5"})
public final class Nova implements Adapter {

    private final Supplier<Map<String, String>> variables;

    public Nova() {
        this(() -> Configured.variables(Nova.class, "com.libswarm.adapter.openstack"));
    }

    /** @param variables in place of the environment's */
    Nova(Supplier<Map<String, String>> variables) {
        this.variables = variables;
    }

    @Override
    public Link spawn(Context context) {
        Settings settings = settings(context);
        CloudOptions options = CloudOptions.read(settings);
        return CloudLink.of(context, provider(settings, options), options);
    }

    @Override
    public List<Finding> inspect(Inspection inspection) {
        Settings settings = settings(inspection);
        CloudOptions options = CloudOptions.read(settings);
        return Outlook.of(provider(settings, options), options);
    }

    private Settings settings(SpecWords words) {
        Map<String, String> all = variables.get();
        Optional<String> cloud = new Settings(words::option, all).get("cloud", "OS_CLOUD");
        return new Settings(words::option, cloud.map(name -> new CloudsFile(all).cloud(name)).orElse(all));
    }

    private static ComputeProvider provider(Settings settings, CloudOptions options) {
        String url = settings.need("auth-url", "OS_AUTH_URL").replaceFirst("/+$", "");
        Credentials credentials = Credentials.read(settings);
        ServerOptions servers = ServerOptions.read(settings, options.reach().tunPort(), false);
        settings.check("nova");
        var http = new Http(new Connections(settings.variable("OS_CACERT").map(Path::of).map(Trust::of)));
        String region = settings.get("region", "OS_REGION_NAME").orElse("");
        String face = settings.variable("OS_INTERFACE", "OS_ENDPOINT_TYPE").orElse("public").replaceFirst("URL$", "");
        var services = new Services(http, new Keystone(http, url, credentials),
                new Place(region, face, endpoint -> endpoint.type().equals("compute")));
        return new ComputeProvider(services, region.isEmpty() ? "default" : region, servers);
    }
}
