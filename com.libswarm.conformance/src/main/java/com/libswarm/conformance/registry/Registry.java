package com.libswarm.conformance.registry;

import com.libswarm.api.Args;
import com.libswarm.api.Body;
import com.libswarm.api.Failure;
import com.libswarm.api.Message;
import com.libswarm.api.ObjectPath;
import com.libswarm.api.Router;
import com.libswarm.api.Verb;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import java.time.Instant;
import java.util.NoSuchElementException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Collectors;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * {@code registry}: a registry of services in memory, at {@code /registry/NAME/INSTANCE}.
 *
 * <pre>
 *   Spawn  /registry/web address=10.0.0.5 port=80 [id=ID] [tag=T...] [meta.K=V...] [ttl=SECONDS]   registers; Ack path=...
 *   Set    /registry/web/ID [status=warning] [address=...]   renews it, and changes what is named
 *   Remove /registry/web/ID                                  deregisters
 *   Ls     /registry                                         names; Ls /registry/web: the instances, as JSON
 *   Get    /registry/web/ID                                  one instance, as JSON
 *   Watch  /registry, /registry/web or /registry/web/ID      what is there, then each change, as JSON values
 * </pre>
 *
 * <p>An instance with a ttl that is not renewed in time is removed. All instances outlive a new version of the code.
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Declaration(name = "registry", summary = "holds a registry of services in memory", examples = "registry")
public final class Registry implements Adapter {

    private static final String ROOT = "/registry/";

    @Override
    public Link spawn(Context context) {
        var instances = new Instances(context.timer(), context.kept());
        Router router = Router.before(context.next())
                .on(Verb.Ls, "/registry", (m, none) -> answer(m, Message.value(instances.names().toArray(String[]::new))))
                .on(Verb.Ls, "/registry/*", (m, name) -> answer(m, json(list(instances, name))))
                .on(Verb.Get, "/registry/*/**", (m, key) -> answer(m, json(find(instances, key).json())))
                .on(Verb.Spawn, "/registry/*", (m, name) -> register(instances, m, name))
                .on(Verb.Set, "/registry/*/**", (m, key) -> change(instances, m, key))
                .on(Verb.Remove, "/registry/*/**", (m, key) -> remove(instances, m, key))
                .on(Verb.Watch, "/registry", (m, none) -> watch(instances, m, ""))
                .on(Verb.Watch, "/registry/*", (m, name) -> watch(instances, m, name + "/"))
                .on(Verb.Watch, "/registry/*/**", (m, key) -> watch(instances, m, key));
        return new Link() {
            @Override
            public void send(Message message) {
                router.send(message);
            }

            @Override
            public void active() {
                instances.startExpiry();
            }

            /** Who watches is told to watch anew, for from now on the successor makes the changes. */
            @Override
            public CompletionStage<?> drain() {
                instances.close();
                return CompletableFuture.completedFuture(this);
            }

            @Override
            public void stop() {
                instances.close();
            }
        };
    }

    private static void answer(Message request, Message reply) {
        request.body().cancel();
        request.reply(reply);
    }

    private static Message json(String text) {
        return Message.value().withBody(Body.text(text));
    }

    private static String list(Instances instances, String name) {
        return instances.of(name).stream().map(Instance::json).collect(Collectors.joining(",", "[", "]"));
    }

    private static Instance find(Instances instances, String key) {
        return instances.find(key).orElseThrow(() -> new NoSuchElementException("No such instance: " + key + "."));
    }

    private static void register(Instances instances, Message message, String name) {
        Args args = message.args();
        Instance instance = new Instance(name, args, Instant.now());
        ObjectPath.canonical(ROOT + instance.key());
        if (!instances.add(instance)) {
            throw new Failure(409, "There is an instance " + instance.key() + " already: set it, or remove it first.");
        }
        answer(message, Message.ack().withStatus(201).withArgs(Args.of("path", ROOT + instance.key())));
    }

    private static void change(Instances instances, Message message, String key) {
        if (!instances.change(key, instance -> instance.with(message.args(), Instant.now()))) {
            throw new NoSuchElementException("No such instance: " + key + ". It may have expired: register it again.");
        }
        answer(message, Message.ack());
    }

    private static void remove(Instances instances, Message message, String key) {
        if (!instances.remove(key)) {
            throw new NoSuchElementException("No such instance: " + key + ".");
        }
        answer(message, Message.ack().withStatus(204));
    }

    private static void watch(Instances instances, Message message, String prefix) {
        Watcher watcher = new Watcher(prefix, instances::forget);
        answer(message, Message.value().withBody(watcher.body()));
        instances.tell(watcher);
    }
}
