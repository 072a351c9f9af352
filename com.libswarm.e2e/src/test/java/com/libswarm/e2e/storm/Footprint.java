package com.libswarm.e2e.storm;

import static org.assertj.core.api.Assertions.assertThat;

import com.libswarm.e2e.harness.Outcome;
import com.libswarm.e2e.harness.Program;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What a JVM holds after a collection of its garbage.
 *
 * @param bundleLoaders the class loaders of bundles
 * @param classes how many are loaded
 * @param metaspace its bytes
 * @param heap the bytes of all objects that are reachable
 */
record Footprint(long bundleLoaders, long classes, long metaspace, long heap) {

    private static final Pattern LOADERS = Pattern.compile("(?m)^ *\\d+: +(\\d+) .*BundleWiringImpl\\$BundleClassLoader\\b");
    private static final Pattern OBJECTS = Pattern.compile("(?m)^Total +\\d+ +(\\d+)");
    private static final Pattern CLASSES = Pattern.compile("(?m)^Total = \\d+ +(\\d+) +(\\d+)");

    static Footprint of(long pid) {
        String objects = jcmd(pid, "GC.class_histogram");
        Matcher classes = match(CLASSES, jcmd(pid, "VM.classloader_stats"));
        return new Footprint(number(match(LOADERS, objects), 1), number(classes, 1), number(classes, 2), number(match(OBJECTS, objects), 1));
    }

    private static String jcmd(long pid, String command) {
        Path jcmd = Path.of(System.getProperty("java.home"), "bin", "jcmd");
        Outcome outcome = Program.run(Map.of(), List.of(jcmd.toString(), String.valueOf(pid), command));
        assertThat(outcome.status()).as(command + ": " + outcome).isZero();
        return outcome.out();
    }

    private static Matcher match(Pattern pattern, String text) {
        Matcher matcher = pattern.matcher(text);
        assertThat(matcher.find()).as(pattern + " in " + text).isTrue();
        return matcher;
    }

    private static long number(Matcher matcher, int group) {
        return Long.parseLong(matcher.group(group));
    }

    @Override
    public String toString() {
        return String.format("%d class loaders of bundles, %d classes, %.1f MB of metaspace, %.1f MB of heap", bundleLoaders, classes,
                metaspace / 1e6, heap / 1e6);
    }
}
