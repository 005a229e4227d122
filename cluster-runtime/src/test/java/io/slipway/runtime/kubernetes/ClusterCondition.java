package io.slipway.runtime.kubernetes;

import org.junit.jupiter.api.extension.ConditionEvaluationResult;
import org.junit.jupiter.api.extension.ExecutionCondition;
import org.junit.jupiter.api.extension.ExtensionContext;

/** Skips, with a note, where no cluster is given. */
final class ClusterCondition implements ExecutionCondition {

    @Override
    public ConditionEvaluationResult evaluateExecutionCondition(ExtensionContext context) {
        return TestCluster.kubeconfig() == null || TestCluster.registry() == null
                ? ConditionEvaluationResult.disabled(
                        "no cluster: set SLIPWAY_TEST_KUBECONFIG and SLIPWAY_TEST_REGISTRY")
                : ConditionEvaluationResult.enabled("there is a cluster");
    }
}
