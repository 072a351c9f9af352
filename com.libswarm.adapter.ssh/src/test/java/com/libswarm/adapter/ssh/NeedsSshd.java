package com.libswarm.adapter.ssh;

import com.libswarm.conformance.SshServer;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Tests with a real OpenSSH server: skipped where there is none, with a line that says so; with CI=true they fail. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsSshd.Condition.class)
@interface NeedsSshd {

    final class Condition implements ExecutionCondition {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext test) {
            Optional<String> missing = SshServer.missing();
            missing.ifPresent(why -> System.err.println("skipped: " + test.getDisplayName() + ": " + why));
            return missing.map(ConditionEvaluationResult::disabled).orElseGet(() -> ConditionEvaluationResult.enabled("there is an sshd"));
        }
    }
}
