package com.libswarm.runtime.shell;

import com.libswarm.api.adapter.Port;
import com.libswarm.runtime.Chain;
import com.libswarm.runtime.ChainState;
import com.libswarm.runtime.DrainLimits;
import com.libswarm.runtime.LinkInfo;
import com.libswarm.runtime.Plan;
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
    public void swap(String link, String spec) {
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

    @Override
    public Plan planSwap(String link, String spec) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Plan planInsert(int before, String spec) {
        throw new UnsupportedOperationException();
    }

    @Override
    public Plan planRemove(int link) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<Plan.Touched> linksOf(String adapter) {
        throw new UnsupportedOperationException();
    }

    @Override
    public List<LinkInfo> removed() {
        return List.of();
    }

    @Override
    public DrainLimits drainLimits() {
        return DrainLimits.of("30s", "none");
    }

    @Override
    public void setDrainLimits(DrainLimits limits) {
        throw new UnsupportedOperationException();
    }
}
