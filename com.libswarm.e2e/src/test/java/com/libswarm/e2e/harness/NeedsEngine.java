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
import org.junit.platform.commons.support.AnnotationSupport;

/** A test that takes a parameter of type {@link Engine}: one real Docker engine, which all tests of a run share that ask for the same. */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
@NeedsDocker
@ExtendWith(NeedsEngine.SharedEngine.class)
public @interface NeedsEngine {

    /** Whether it is to be one that serves TCP with TLS. */
    boolean tls() default false;

    /** Whose it is, where it is not everybody's. */
    String of() default "";

    /** Starts the engine when the first test asks for it; it ends with the run, whatever became of the tests. */
    final class SharedEngine implements ExecutionCondition, ParameterResolver {

        @Override
        public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
            return Requirement.check(context, attempt(context).missing());
        }

        @Override
        public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
            return parameter.getParameter().getType() == Engine.class;
        }

        @Override
        public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
            return attempt(context).value();
        }

        @SuppressWarnings("unchecked")
        private static Attempt<Engine> attempt(ExtensionContext context) {
            NeedsEngine needs = AnnotationSupport.findAnnotation(context.getRequiredTestClass(), NeedsEngine.class).orElseThrow();
            return context.getRoot().getStore(Namespace.create(SharedEngine.class, needs.tls(), needs.of())).getOrComputeIfAbsent(Attempt.class,
                    key -> new Attempt<>(needs.tls() ? Engine::startWithTls : Engine::start, Engine::close), Attempt.class);
        }
    }
}
