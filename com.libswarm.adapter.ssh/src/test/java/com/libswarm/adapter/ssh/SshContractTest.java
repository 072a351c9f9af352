package com.libswarm.adapter.ssh;

import com.libswarm.adapter.docker.DockerAdapters;
import com.libswarm.adapter.ssh.internal.transport.Transport;
import com.libswarm.api.adapter.Adapter;
import com.libswarm.conformance.AdapterContract;
import com.libswarm.conformance.SshServer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/** With a server that lets nobody in: whatever is asked gets an Error. */
@NeedsSshd
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class SshContractTest extends AdapterContract {

    private SshServer server;
    @TempDir
    private static Path folder;

    @BeforeAll
    void start() {
        server = SshServer.start("PubkeyAuthentication no");
    }

    @AfterAll
    void stop() {
        server.close();
    }

    @Override
    protected Adapter adapter() {
        return new Ssh(new Transport(), Map.of());
    }

    @Override
    protected List<Adapter> nested() {
        return DockerAdapters.create();
    }

    @Override
    protected String spec() {
        return "ssh " + server.address() + " " + server.login();
    }

    @Override
    protected List<String> badSpecs() {
        return List.of("ssh joe:secret@host", "ssh host:99999", "ssh host --port none", "ssh host --port 1 --socket /x", "ssh host --socket x",
                "ssh host --config " + folder.resolve("gone"), "ssh host --config none --key " + folder.resolve("gone"));
    }

    @Override
    protected boolean passesOn() {
        return false;
    }
}
