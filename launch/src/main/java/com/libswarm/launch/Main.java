package com.libswarm.launch;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** The command line of swarmd. */
public final class Main {

    static final int FAILED = 1;

    private Main() {
    }

    public static void main(String[] args) {
        int status;
        try {
            status = run(List.of(args));
        } catch (Problem e) {
            System.err.println("swarmd: " + e.getMessage());
            status = FAILED;
        } catch (Exception e) {
            System.err.println("swarmd: " + (e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage()));
            status = FAILED;
        }
        // The shutdown hook of a framework that ran turns this into the status that the bundles asked for.
        System.exit(status);
    }

    private static int run(List<String> args) throws Exception {
        Options options = Options.parse(args, System.getenv(), System.getProperty("user.home"));
        if (options.help()) {
            System.out.print(Options.HELP);
            return 0;
        }
        if (options.version()) {
            System.out.println("swarmd " + version());
            return 0;
        }
        if (options.shell()) {
            return ShellClient.run(options.home(), options.arguments());
        }
        try (Home home = Home.open(options.home(), options.arguments().isEmpty())) {
            return new Launcher(home, distribution()).run(options.arguments());
        }
    }

    private static String version() {
        String version = Main.class.getPackage().getImplementationVersion();
        return version == null ? "(development)" : version;
    }

    /** The folder that holds {@code bundle/}: the script names it, else it is where this class's jar is. */
    private static Path distribution() throws IOException {
        String named = System.getProperty("swarmd.distribution");
        if (named != null) {
            return Path.of(named);
        }
        try {
            return Path.of(Main.class.getProtectionDomain().getCodeSource().getLocation().toURI()).getParent().getParent();
        } catch (Exception e) {
            throw new IOException("cannot tell where the distribution is; set -Dswarmd.distribution", e);
        }
    }
}
