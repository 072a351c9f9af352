package com.libswarm.runtime.internal.deploy;

import java.io.IOException;
import java.nio.file.Path;
import java.nio.file.StandardWatchEventKinds;
import java.nio.file.WatchKey;
import java.nio.file.WatchService;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/** Tells when something happens in a folder, where the system can tell; else only time passes. Used by one thread. */
final class FolderEvents implements AutoCloseable {

    private final Path folder;
    private Optional<WatchService> watcher;
    private Optional<WatchKey> key = Optional.empty();

    FolderEvents(Path folder) {
        this.folder = folder;
        try {
            watcher = Optional.of(folder.getFileSystem().newWatchService());
        } catch (IOException noMoreWatchers) {
            watcher = Optional.empty();
        }
    }

    /** Returns when something has happened, or after that time. */
    void await(long millis) throws InterruptedException {
        register();
        if (watcher.isEmpty() || key.isEmpty()) {
            Thread.sleep(millis);
            return;
        }
        WatchKey happened = watcher.get().poll(millis, TimeUnit.MILLISECONDS);
        if (happened != null) {
            happened.pollEvents();
            key = Optional.of(happened).filter(WatchKey::reset);
        }
    }

    // a folder that was removed and made anew has to be registered again
    private void register() {
        if (watcher.isPresent() && key.filter(WatchKey::isValid).isEmpty()) {
            try {
                key = Optional.of(folder.register(watcher.get(), StandardWatchEventKinds.ENTRY_CREATE, StandardWatchEventKinds.ENTRY_MODIFY,
                        StandardWatchEventKinds.ENTRY_DELETE));
            } catch (IOException notThere) {
                key = Optional.empty();
            }
        }
    }

    @Override
    public void close() {
        watcher.ifPresent(open -> {
            try {
                open.close();
            } catch (IOException alreadyClosed) {
                // that is what was wanted
            }
        });
    }
}
