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

/** A test that takes a parameter of type {@link OpenStack}: one for all tests of a run. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(NeedsOpenStack.SharedOpenStack.class)
public @interface NeedsOpenStack {

    /** Starts it when the first test asks for it; it ends with the run, whatever became of the tests. */
    final class SharedOpenStack implements ExecutionCondition, ParameterResolver {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Requirement.check(context, attempt(context).missing());
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == OpenStack.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return attempt(context).value();
        }

        @SuppressWarnings("unchecked")
        private static Attempt<OpenStack> attempt(ExtensionContext context) {
            return context.getRoot().getStore(Namespace.create(SharedOpenStack.class)).getOrComputeIfAbsent(Attempt.class,
                    key -> new Attempt<>(OpenStack::start, OpenStack::close), Attempt.class);
        }
    }
}
