package com.libswarm.e2e.harness;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExtensionContext;

/** What a test needs of this machine: where it is missing, the test is skipped and the reason printed, or, with CI=true, it fails. */
final class Requirement {

    private Requirement() {
    }

    /** @param missing why it is not there; empty if it is */
    static ConditionEvaluationResult check(ExtensionContext test, String missing) {
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("all is there");
        }
        if ("true".equals(System.getenv("CI"))) {
            throw new IllegalStateException(missing + " (and CI is true)");
        }
        System.err.println("skipped: " + test.getDisplayName() + ": " + missing);
        return ConditionEvaluationResult.disabled(missing);
    }
}
