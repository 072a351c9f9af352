package com.libswarm.runtime.shell;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.felix.service.command.CommandSession;
import org.apache.felix.service.command.CommandSessionListener;
import org.jline.builtins.Completers.CompletionData;
import org.osgi.service.component.annotations.Component;

/** Teaches each session of Gogo's jline shell to complete our commands: such a session has a map of completions. */
@Component(service = CommandSessionListener.class)
public final class CompletionInstaller implements CommandSessionListener {

    private static final String COMPLETIONS = ".completions";
    private static final String CANDIDATES = "swarm:" + Completion.FUNCTION + " ($.commandLine wordIndex) ($.commandLine words)";

    @Override
    public void beforeExecute(CommandSession session, CharSequence line) {
        if (session.get(COMPLETIONS) instanceof Map<?, ?> map && !map.containsKey("swarm:send")) {
            @SuppressWarnings("unchecked")
            var completions = (Map<String, List<CompletionData>>) map;
            for (Command command : Command.values()) {
                var data = new ArrayList<CompletionData>();
                data.add(new CompletionData(null, command.summary(), null, null));
                data.add(new CompletionData(null, null, CANDIDATES, null));
                completions.put("swarm:" + command.word(), data);
            }
        }
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence line, Exception exception) {
    }

    @Override
    public void afterExecute(CommandSession session, CharSequence line, Object result) {
    }
}
