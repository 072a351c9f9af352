package com.libswarm.e2e.harness;

import java.io.File;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/** A test that runs other programs. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsPrograms.Condition.class)
public @interface NeedsPrograms {

    /** Names of programs, or absolute paths of files. */
    String[] value();

    /** Looks along the PATH. */
    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            String missing = AnnotationSupport.findAnnotation(context.getElement(), NeedsPrograms.class).stream()
                    .flatMap(needs -> Arrays.stream(needs.value())).filter(program -> !isThere(program)).collect(Collectors.joining(", "));
            return Requirement.check(context, missing.isEmpty() ? "" : "there is no " + missing + " (.ci/run names the packages of Debian)");
        }

        private static boolean isThere(String program) {
            return Arrays.stream(System.getenv("PATH").split(File.pathSeparator)).anyMatch(folder -> Files.exists(Path.of(folder).resolve(program)));
        }
    }
}
