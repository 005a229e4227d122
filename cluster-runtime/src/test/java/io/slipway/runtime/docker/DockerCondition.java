package io.slipway.runtime.docker;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

class DockerCondition implements ExecutionCondition {

    private static final boolean REQUIRED = Boolean.getBoolean("slipway.docker.required");

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        String missing = TestDocker.missing();
        if (missing.isEmpty()) {
            return ConditionEvaluationResult.enabled("the engine answers");
        }
        if (REQUIRED) {
            throw new IllegalStateException(missing);
        }
        return ConditionEvaluationResult.disabled(missing);
    }
}
