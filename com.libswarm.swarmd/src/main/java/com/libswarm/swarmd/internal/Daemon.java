package com.libswarm.swarmd.internal;

import java.util.Map;
import java.util.function.IntConsumer;
import org.osgi.service.component.annotations.Activate;
import org.osgi.service.component.annotations.Component;
import org.osgi.service.component.annotations.Reference;

/** Takes the command line that the launcher hands over, and ends the process when there is nothing to run. */
@Component(service = {}, immediate = true)
public final class Daemon {

    @Activate
    public Daemon(@Reference(service = IntConsumer.class, target = "(swarmd.exit=true)") Map.Entry<Map<String, Object>, IntConsumer> launcher) {
        String[] arguments = (String[]) launcher.getKey().get("swarmd.arguments");
        if (arguments.length == 0) {
            launcher.getValue().accept(0);
        }
    }
}
