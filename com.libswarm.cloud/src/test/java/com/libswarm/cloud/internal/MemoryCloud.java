package com.libswarm.cloud.internal;

import com.libswarm.api.Failure;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import com.libswarm.cloud.internal.Host.Status;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;

/** A cloud in memory: all that a provider has to be, and some switches for tests. */
@Declaration(name = "memory", summary = "builds hosts in memory", options = {"--size WORD  how large they are", CloudOptions.KEY, CloudOptions.USER,
        CloudOptions.HOSTS, CloudOptions.BUILD, CloudOptions.IDLE, CloudOptions.INSTANCE, CloudOptions.KNOWN_HOSTS, CloudOptions.SSH_PORT, CloudOptions.TUN_PORT})
final class MemoryCloud implements Adapter, Provider {

    final ConcurrentSkipListMap<String, Host> hosts = new ConcurrentSkipListMap<>();
    final AtomicInteger orders = new AtomicInteger();
    /** What a new host is at first. */
    volatile Status first = Status.ACTIVE;
    /** Thrown by what is asked of the cloud. */
    volatile Optional<Failure> broken = Optional.empty();
    /** Thrown by an order, before or after the host is made. */
    volatile Optional<Failure> refusal = Optional.empty();
    volatile boolean refusesAfter;
    volatile boolean undeletable;
    /** What it tells of the keys of all hosts. */
    volatile Supplier<Optional<List<String>>> hostKeys = () -> Optional.of(List.of());
    /** Ids of hosts that are there, but in no list. */
    final Set<String> unlisted = ConcurrentHashMap.newKeySet();
    /** Of these, those that were looked at. */
    final Set<String> looks = ConcurrentHashMap.newKeySet();
    /** All hosts get it, one after the other. */
    volatile Optional<String> onlyAddress = Optional.empty();
    /** Orders wait for it. */
    volatile CountDownLatch ordersMayGo = new CountDownLatch(0);

    @Override
    public Link spawn(Context context) {
        var settings = new Settings(context::option, Map.of());
        CloudOptions options = CloudOptions.read(settings);
        settings.check("memory");
        return CloudLink.of(context, this, options);
    }

    @Override
    public String region() {
        return "here";
    }

    @Override
    public void check() {
        list("");
    }

    @Override
    public List<Host> list(String prefix) {
        return working().values().stream().filter(host -> host.name().startsWith(prefix) && !unlisted.contains(host.id())).toList();
    }

    @Override
    public Host get(String id) {
        if (unlisted.contains(id)) {
            looks.add(id);
        }
        return Optional.ofNullable(working().get(id)).orElseThrow(() -> new Failure(404, "There is no host " + id + "."));
    }

    private Map<String, Host> working() {
        broken.ifPresent(failure -> {
            throw failure;
        });
        return hosts;
    }

    @Override
    public Host create(String name, Map<String, String> meta) {
        try {
            ordersMayGo.await();
        } catch (InterruptedException interrupted) {
            throw new Failure(503, "interrupted", interrupted);
        }
        int number = orders.incrementAndGet();
        if (!refusesAfter) {
            refuse();
        }
        String id = "id-" + number;
        var host = new Host(name, id, onlyAddress.orElse("10.0.0." + number), first, region(), "small", "debian", "2026-01-01T00:00:00Z", meta);
        hosts.put(id, host);
        if (refusesAfter) {
            refuse();
        }
        return host;
    }

    private void refuse() {
        Optional<Failure> why = refusal;
        refusal = Optional.empty();
        why.ifPresent(failure -> {
            throw failure;
        });
    }

    @Override
    public Optional<List<String>> hostKeys(String id) {
        return hostKeys.get();
    }

    @Override
    public void delete(String id) {
        if (undeletable) {
            throw new Failure(409, "It is locked.");
        }
        hosts.remove(id);
    }

    @Override
    public void close() {
        // nothing is on its way
    }

    /** Each host becomes what it is to be. */
    void all(Status status, String fault) {
        hosts.replaceAll((id, host) -> new Host(host.name(), id, host.address(), status, host.region(), host.flavor(), host.image(), host.created(),
                fault.isEmpty() ? host.meta() : Map.of(Host.FAULT, fault)));
    }
}
