package com.libswarm.adapter.aggregate.internal.admin;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Hashtable;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import javax.naming.CommunicationException;
import javax.naming.Context;
import javax.naming.NamingEnumeration;
import javax.naming.NamingException;
import javax.naming.ServiceUnavailableException;
import javax.naming.directory.Attribute;
import javax.naming.directory.Attributes;
import javax.naming.directory.InitialDirContext;

/**
 * A name in DNS: each of its addresses is a node, with a {@code dockerclient} for it. {@code engines.example.org:2375} has A and AAAA
 * records; {@code _docker._tcp.example.org} has SRV records, which name hosts and ports (RFC 2782).
 */
final class NodeDns implements NodeSource {

    private static final Pattern NAME = Pattern.compile("([a-zA-Z0-9][a-zA-Z0-9.-]*):([0-9]{1,5})|(_[a-zA-Z0-9-]+\\._[a-zA-Z]+\\.[a-zA-Z0-9.-]+)");
    private static final Pattern SERVER = Pattern.compile("([a-zA-Z0-9.-]+|\\[[0-9a-fA-F:.]+\\])(:[0-9]{1,5})?");
    private static final String[] ADDRESSES = {"A", "AAAA"};
    private static final String[] SERVICES = {"SRV"};

    private final String name;
    private final String port;
    private final boolean isService;
    private final String options;
    private final Optional<String> server;
    private final Duration every;

    /** @param name of the host, which is its address if it has no other */
    private record Address(String name, String host, String port) {

        /** As a node can be called. */
        String node() {
            return name.replaceAll("[^a-zA-Z0-9.-]", "-");
        }

        @Override
        public String toString() {
            return (host.contains(":") ? "[" + host + "]" : host) + ":" + port;
        }
    }

    /**
     * @param name {@code NAME:PORT}, or the name of a service, {@code _SERVICE._PROTOCOL.NAME}
     * @param options of each node's dockerclient
     * @param server the DNS server, {@code HOST:PORT}; empty: those of this machine, and its file of hosts
     */
    NodeDns(String name, String options, Optional<String> server, Duration every) {
        Matcher parts = NAME.matcher(name);
        if (!parts.matches()) {
            throw new IllegalArgumentException("'" + name + "' is no name with a port, such as engines.example.org:2375, and no service,"
                    + " such as _docker._tcp.example.org.");
        }
        if (server.filter(address -> !SERVER.matcher(address).matches()).isPresent()) {
            throw new IllegalArgumentException("'" + server.get() + "' is no DNS server: write HOST or HOST:PORT.");
        }
        this.isService = parts.group(3) != null;
        this.name = isService ? parts.group(3) : parts.group(1);
        this.port = isService ? "" : parts.group(2);
        this.options = options;
        this.server = server;
        this.every = every;
    }

    @Override
    public String id() {
        return "the DNS name " + name + (port.isEmpty() ? "" : ":" + port);
    }

    @Override
    public Duration every() {
        return every;
    }

    @Override
    public Found look() throws IOException {
        List<Address> found;
        try {
            found = isService ? services() : addresses(name, port);
        } catch (NamingException failed) {
            throw new IOException("The DNS name " + name + " cannot be looked up: " + failed.getMessage(), failed);
        } catch (UnknownHostException unknown) {
            throw new IOException("The DNS name " + name + " is not known.", unknown);
        }
        if (found.isEmpty()) {
            throw new IOException("The DNS name " + name + " has no " + (isService ? "services." : "addresses."));
        }
        Map<String, String> specs = new LinkedHashMap<>();
        for (Address address : found) {
            String spec = ("dockerclient tcp://" + address + " " + options).strip();
            boolean isOther = !spec.equals(specs.getOrDefault(address.node(), spec));
            specs.put(isOther ? address.node() + "-" + address.port : address.node(), spec);
        }
        var origins = new HashMap<String, String>();
        specs.keySet().forEach(node -> origins.put(node, id()));
        return new Found(specs, origins, Set.of(), true, List.of());
    }

    private List<Address> services() throws NamingException, UnknownHostException {
        var all = new ArrayList<Address>();
        for (String record : new TreeSet<>(query(name, SERVICES))) {
            // priority, weight, port, host
            String[] fields = record.split(" ");
            if (fields.length == 4 && !fields[3].equals(".")) {
                String host = fields[3].replaceFirst("\\.$", "");
                // the name is what a certificate is for; but only the server that was named may know it
                String address = server.isEmpty() ? host : query(host, ADDRESSES).stream().findFirst().orElse(host);
                all.add(new Address(host, address, fields[2]));
            }
        }
        return all;
    }

    private List<Address> addresses(String host, String ofPort) throws NamingException, UnknownHostException {
        Set<String> all = new TreeSet<>();
        if (server.isPresent()) {
            for (String address : query(host, ADDRESSES)) {
                // it is one already, and nobody is asked; an IPv6 address is written in one way only
                all.add(InetAddress.getByName(address).getHostAddress());
            }
        } else {
            for (InetAddress address : InetAddress.getAllByName(host)) {
                all.add(address.getHostAddress());
            }
        }
        return all.stream().map(address -> new Address(address, address, ofPort)).toList();
    }

    /** By the JDK's own provider. It is looked for by the thread's class loader, which in a framework need not know it. */
    private List<String> query(String of, String[] types) throws NamingException {
        var environment = new Hashtable<String, String>();
        environment.put(Context.INITIAL_CONTEXT_FACTORY, "com.sun.jndi.dns.DnsContextFactory");
        environment.put(Context.PROVIDER_URL, "dns:" + server.map(address -> "//" + address).orElse(""));
        environment.put("com.sun.jndi.dns.timeout.initial", "1000");
        environment.put("com.sun.jndi.dns.timeout.retries", "2");
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(ClassLoader.getPlatformClassLoader());
        try {
            var context = new InitialDirContext(environment);
            try {
                // each by itself: together they would be asked for as ANY, which many servers refuse (RFC 8482)
                var values = new ArrayList<String>();
                Optional<NamingException> refused = Optional.empty();
                for (String type : types) {
                    try {
                        values.addAll(values(context.getAttributes(of, new String[] {type})));
                    } catch (CommunicationException | ServiceUnavailableException later) {
                        // nobody knows what it would have said
                        throw later;
                    } catch (NamingException no) {
                        // a server may know a name's addresses of one kind, and want to ask others for those of the other kind
                        refused = Optional.of(no);
                    }
                }
                if (values.isEmpty() && refused.isPresent()) {
                    throw refused.get();
                }
                return values;
            } finally {
                context.close();
            }
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    private static List<String> values(Attributes attributes) throws NamingException {
        var values = new ArrayList<String>();
        NamingEnumeration<? extends Attribute> all = attributes.getAll();
        while (all.hasMore()) {
            NamingEnumeration<?> each = all.next().getAll();
            while (each.hasMore()) {
                values.add(String.valueOf(each.next()));
            }
        }
        return values;
    }
}
