package com.libswarm.runtime.internal.chain;

import com.libswarm.api.adapter.Finding;
import com.libswarm.runtime.internal.socket.ListeningSocket;
import com.libswarm.runtime.internal.socket.Sockets;
import java.io.IOException;
import java.lang.System.Logger.Level;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BiConsumer;

/** The listening sockets of a slot, by the address that was asked for: they outlive its instances. Thread-safe. */
final class SlotSockets {

    private final Sockets sockets;
    private final BiConsumer<Level, String> journal;
    private final Map<String, ListeningSocket> byUrl = new ConcurrentHashMap<>();

    SlotSockets(Sockets sockets, BiConsumer<Level, String> journal) {
        this.sockets = sockets;
        this.journal = journal;
    }

    synchronized ListeningSocket open(String url) throws IOException {
        ListeningSocket known = byUrl.get(url);
        if (known == null) {
            known = sockets.listen(url, journal);
            byUrl.put(url, known);
        }
        return known;
    }

    /** Whether one could be opened there, or is. */
    synchronized Finding tryOut(String url) {
        if (byUrl.containsKey(url)) {
            return Finding.good("The link that is there now listens on " + url + ", and hands it over.");
        }
        try {
            sockets.check(url);
            return Finding.good("Nobody listens on " + url + " yet.");
        } catch (IOException why) {
            return Finding.bad(why.getMessage());
        }
    }

    synchronized void closeAllBut(Set<String> urls) {
        byUrl.forEach((url, socket) -> {
            if (!urls.contains(url)) {
                byUrl.remove(url);
                socket.close();
            }
        });
    }
}
