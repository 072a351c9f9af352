package com.libswarm.runtime.shell;

import com.libswarm.api.adapter.Port;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.ChainState;
import com.libswarm.runtime.LinkInfo;
import java.util.List;
import java.util.Optional;

/** A chain that is only looked at. */
record ShownChain(String name, LinkInfo... shown) implements Chain {

    @Override
    public ChainState state() {
        return ChainState.WAITING;
    }

    @Override
    public Optional<String> problem() {
        return Optional.of("An adapter is missing.");
    }

    @Override
    public List<LinkInfo> links() {
        return List.of(shown);
    }

    @Override
    public Port head() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void start() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void stop() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void destroy() {
        throw new UnsupportedOperationException();
    }

    @Override
    public void swap(int link, String spec) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void insert(int before, String spec) {
        throw new UnsupportedOperationException();
    }

    @Override
    public void remove(int link) {
        throw new UnsupportedOperationException();
    }
}
