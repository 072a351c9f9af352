package com.libswarm.runtime.internal.osgi;

import com.libswarm.runtime.Journal;
import java.lang.System.Logger.Level;
import org.osgi.framework.BundleContext;
import org.osgi.util.tracker.ServiceTracker;

/** Gives each line to all journals that are services; where there is none, to the platform's logger. */
final class ServiceJournal implements Journal, AutoCloseable {

    private final ServiceTracker<Journal, Journal> journals;

    ServiceJournal(BundleContext context) {
        journals = new ServiceTracker<>(context, Journal.class, null);
        journals.open();
    }

    @Override
    public void line(Level level, String source, String line) {
        Journal[] all = journals.getServices(new Journal[0]);
        for (Journal journal : all) {
            journal.line(level, source, line);
        }
        if (all.length == 0) {
            System.getLogger("com.libswarm").log(level, "{0}: {1}", source, line);
        }
    }

    @Override
    public void close() {
        journals.close();
    }
}
