package com.libswarm.runtime.internal.chain;

import com.libswarm.runtime.Journal;
import com.libswarm.runtime.Limits;
import com.libswarm.runtime.internal.flight.SendWatch;
import com.libswarm.runtime.internal.socket.Sockets;
import com.libswarm.runtime.internal.work.Threads;

/** What all chains of one runtime share. */
record Services(Journal journal, Limits limits, AdapterRegistry adapters, Threads threads, Sockets sockets, SendWatch watch, History history) {
}
