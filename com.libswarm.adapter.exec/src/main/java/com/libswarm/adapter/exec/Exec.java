package com.libswarm.adapter.exec;

import com.libswarm.api.adapter.Adapter;
import com.libswarm.api.adapter.Context;
import com.libswarm.api.adapter.Declaration;
import com.libswarm.api.adapter.Link;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.ConfigurationPolicy;

/**
 * {@code exec}: runs a program beside the chain. Log messages become lines on its standard input, its lines become Log messages
 * to the next link, and everything else passes.
 */
@Component(configurationPolicy = ConfigurationPolicy.IGNORE)
@Declaration(name = "exec", summary = "runs a program as a filter of log lines",
        arguments = {"PROGRAM  what to run: a name to be found in PATH, or a path", "[ARG...]  the program's arguments, as they are"},
        examples = {"exec cat", "exec grep --line-buffered ERROR", "exec sh -c 'while read line; do echo \"$line\" | rev; done'"})
public final class Exec implements Adapter {

    @Override
    public Link spawn(Context context) {
        return new ProgramLink(context);
    }
}
