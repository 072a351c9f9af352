package com.libswarm.adapter.rax;

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
import com.libswarm.cloud.internal.http.Connections;
import com.libswarm.cloud.internal.http.Http;
import com.libswarm.cloud.internal.http.Trust;
import com.libswarm.openstack.internal.ComputeProvider;
import com.libswarm.openstack.internal.Place;
import com.libswarm.openstack.internal.ServerOptions;
import com.libswarm.openstack.internal.Services;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/** Docker hosts in the Rackspace Cloud; see docs/clouds.md. */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Declaration(name = "rax", summary = "builds Docker hosts in the Rackspace Cloud, and reaches them through SSH",
        options = {"--auth-user USER  the account's user (or OS_USERNAME; the API key is in OS_API_KEY)",
                "--region REGION  where hosts are: DFW, ORD, IAD, LON, SYD, HKG (or OS_REGION_NAME)",
                CloudOptions.KEY, CloudOptions.USER, ServerOptions.FLAVOR, ServerOptions.IMAGE, CloudOptions.TUN_PORT, CloudOptions.INSTANCE,
                "--auth-url URL  the identity service (or OS_AUTH_URL; default: https://identity.api.rackspacecloud.com/v2.0)",
                CloudOptions.SSH_PORT, CloudOptions.KNOWN_HOSTS, CloudOptions.HOSTS, CloudOptions.BUILD, CloudOptions.IDLE,
                ServerOptions.KEY_NAME, UserData.FILE, UserData.INSTALL_DOCKER},
        examples = {"rax --auth-user joe --region DFW --key ~/.ssh/id_rsa --user root --flavor general1-1 --image 'Docker host'",
                "rax --auth-user joe --region dfw --key ~/.ssh/id_rsa --user root --flavor general1-4 --image 'Docker host' --hosts 1..5 --delete-idle 1h"})
public final class Rax implements Adapter {

    private static final String IDENTITY = "https://identity.api.rackspacecloud.com/v2.0";
    private static final String COMPUTE = "cloudServersOpenStack";

    private final Supplier<Map<String, String>> variables;

    public Rax() {
        this(() -> Configured.variables(Rax.class, "com.libswarm.adapter.rax"));
    }

    /** @param variables in place of the environment's */
    Rax(Supplier<Map<String, String>> variables) {
        this.variables = variables;
    }

    @Override
    public Link spawn(Context context) {
        Settings settings = new Settings(context::option, variables.get());
        CloudOptions options = CloudOptions.read(settings);
        return CloudLink.of(context, provider(settings, options), options);
    }

    @Override
    public List<Finding> inspect(Inspection inspection) {
        Settings settings = new Settings(inspection::option, variables.get());
        CloudOptions options = CloudOptions.read(settings);
        return Outlook.of(provider(settings, options), options);
    }

    private static ComputeProvider provider(Settings settings, CloudOptions options) {
        String user = settings.need("auth-user", "OS_USERNAME");
        String region = settings.need("region", "OS_REGION_NAME");
        Optional<String> key = settings.variable("OS_API_KEY");
        Optional<String> secret = key.or(() -> settings.variable("OS_PASSWORD"));
        if (secret.isEmpty()) {
            settings.lacks("OS_API_KEY (the account's API key)");
        }
        String url = settings.get("auth-url", "OS_AUTH_URL").orElse(IDENTITY).replaceFirst("/+$", "").replaceFirst("/tokens$", "");
        ServerOptions servers = ServerOptions.read(settings, options.reach().tunPort(), true);
        settings.check("rax");
        var http = new Http(new Connections(settings.variable("OS_CACERT").map(Path::of).map(Trust::of)));
        var identity = new RaxIdentity(http, url, user, secret.get(), key.isPresent(), settings.variable("OS_TENANT_ID", "OS_PROJECT_ID"));
        var services = new Services(http, identity, new Place(region, "public", endpoint -> endpoint.name().equals(COMPUTE)));
        return new ComputeProvider(services, region.toUpperCase(Locale.ROOT), servers);
    }
}
