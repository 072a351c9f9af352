package com.libswarm.e2e.harness;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/** A test that takes a parameter of type {@link ThreeEngines}, which all tests of a run share. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@NeedsDocker
@ExtendWith(NeedsThreeEngines.Shared.class)
public @interface NeedsThreeEngines {

    /** Starts them when the first test asks for them; they end with the run, whatever became of the tests. */
    final class Shared implements ExecutionCondition, ParameterResolver {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Requirement.check(context, attempt(context).missing());
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == ThreeEngines.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return attempt(context).value();
        }

        @SuppressWarnings("unchecked")
        private static Attempt<ThreeEngines> attempt(ExtensionContext context) {
            return context.getRoot().getStore(Namespace.create(Shared.class)).getOrComputeIfAbsent(Attempt.class,
                    key -> new Attempt<>(ThreeEngines::start, ThreeEngines::close), Attempt.class);
        }
    }
}
