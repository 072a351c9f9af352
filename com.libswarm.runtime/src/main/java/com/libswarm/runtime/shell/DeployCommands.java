package com.libswarm.runtime.shell;

import com.libswarm.api.Failure;
import com.libswarm.runtime.DeployReport;
import com.libswarm.runtime.Deployments;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Path;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.Descriptor;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** The commands that change the code of adapters, one method each, for Gogo to call. */
@Component(service = DeployCommands.class, property = {
    "osgi.command.scope=swarm",
    "osgi.command.function=deploy",
    "osgi.command.function=deployments",
    "osgi.command.function=rollback",
    "osgi.command.function=undeploy"})
public final class DeployCommands {

    private final Deployments deployments;

    @Activate
    public DeployCommands(@Reference Deployments deployments) {
        this.deployments = deployments;
    }

    @Descriptor("deploys a bundle: all links of its adapters switch to it")
    public void deploy(CommandSession session, String... args) {
        var words = Command.DEPLOY.read(args);
        var console = Console.of(session);
        report(console, "deployed", deployments.deploy(uri(words.first(), console.directory()), words.value("--sha256")));
    }

    @Descriptor("lists what is deployed, with its versions")
    public void deployments(CommandSession session, String... args) {
        var list = deployments.list();
        Console.of(session).print(Command.DEPLOYMENTS.read(args).json() ? Json.text(DeploymentListings.tree(list))
                : DeploymentListings.text(list));
    }

    @Descriptor("goes back to the version before")
    public void rollback(CommandSession session, String... args) {
        report(Console.of(session), "rolled back", deployments.rollback(Command.ROLLBACK.read(args).first()));
    }

    @Descriptor("takes away what was deployed")
    public void undeploy(CommandSession session, String... args) {
        var words = Command.UNDEPLOY.read(args);
        report(Console.of(session), "undeployed", deployments.undeploy(words.first(), words.has("--force")));
    }

    /** A word with a scheme of two letters or more is a URL; any other is a file. */
    static URI uri(String word, Path directory) {
        if (!word.matches("[A-Za-z][A-Za-z0-9+.-]+:.*")) {
            return directory.resolve(word).toUri();
        }
        try {
            return new URI(word);
        } catch (URISyntaxException bad) {
            throw new Failure(400, word + " is not a URL: " + bad.getReason() + ".", bad);
        }
    }

    private static void report(Console console, String done, DeployReport report) {
        String versions = report.from().isEmpty() || report.to().isEmpty() ? report.from() + report.to() : report.from() + " -> "
                + report.to();
        var table = new Table();
        report.links().forEach(link -> table.row(link.link(), link.adapter(), link.from() + " -> " + link.to()));
        console.print(report.bundle() + " is " + done + ": " + versions + "\n" + table);
    }
}
