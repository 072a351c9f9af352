package com.libswarm.adapter.ssh.internal.keys;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.Function;
import org.apache.sshd.agent.SshAgent;
import org.apache.sshd.agent.SshAgentFactory;
import org.apache.sshd.agent.SshAgentServer;
import org.apache.sshd.common.FactoryManager;
import org.apache.sshd.common.channel.ChannelFactory;
import org.apache.sshd.common.session.ConnectionService;
import org.apache.sshd.common.session.Session;

/** The way to the agent that a session asks, if it asks one. An agent that is not there is noted, and does without. */
public final class AgentKeys implements SshAgentFactory {

    private final Function<Session, Identities> identities;
    private final BiConsumer<Session, String> trouble;

    /** @param trouble takes a sentence about an agent that cannot be asked */
    public AgentKeys(Function<Session, Identities> identities, BiConsumer<Session, String> trouble) {
        this.identities = identities;
        this.trouble = trouble;
    }

    @Override
    public SshAgent createClient(Session session, FactoryManager manager) {
        Identities asked = identities.apply(session);
        return asked.agent().map(path -> connect(session, path, asked)).orElse(null);
    }

    private SshAgent connect(Session session, Path path, Identities asked) {
        AgentConnection agent = null;
        try {
            agent = new AgentConnection(path, asked.ofAgent());
            agent.getIdentities();
            return agent;
        } catch (IOException | RuntimeException unreachable) {
            trouble.accept(session, "The ssh-agent at " + path + " cannot be asked (" + unreachable.getMessage() + ").");
            close(agent);
            return null;
        }
    }

    private static void close(AgentConnection agent) {
        try {
            if (agent != null) {
                agent.close();
            }
        } catch (IOException alreadyGone) {
            // there is nothing left to end
        }
    }

    @Override
    public List<ChannelFactory> getChannelForwardingFactories(FactoryManager manager) {
        return List.of();
    }

    @Override
    public SshAgentServer createServer(ConnectionService service) {
        throw new UnsupportedOperationException("Agents are not forwarded.");
    }
}
