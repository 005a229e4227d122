package io.slipway.platform.demo;

import com.fasterxml.jackson.databind.JsonNode;
import io.slipway.platform.client.ServiceType;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/**
 * What {@code statusesWithStages} says at one moment.
 *
 * @param state state of the environment
 * @param deploymentId its running or last deployment; empty if there was none
 * @param services its services in stage order
 */
record Snapshot(String state, String deploymentId, List<ServiceState> services) {

    private static final Set<String> FINAL = Set.of(
            "READY",
            "DEPLOYED",
            "STOPPED",
            "DELETED",
            "RESTARTED",
            "CANCELED",
            "BUILD_ERROR",
            "DEPLOYMENT_ERROR",
            "STOP_ERROR",
            "DELETE_ERROR",
            "RESTART_ERROR");

    Snapshot {
        services = List.copyOf(services);
    }

    /** One service. */
    record ServiceState(String stage, String id, String state) {

        boolean isActive() {
            return state.endsWith("ING");
        }

        boolean isFailed() {
            return state.endsWith("_ERROR");
        }
    }

    static Snapshot of(JsonNode statusesWithStages) {
        List<ServiceState> services = new ArrayList<>();
        for (JsonNode stage : statusesWithStages.path("stages")) {
            String name = stage.path("stage").path("name").asText();
            for (ServiceType type : ServiceType.values()) {
                for (JsonNode service : stage.path(type.plural())) {
                    services.add(new ServiceState(
                            name,
                            service.path("id").asText(),
                            service.path("state").asText()));
                }
            }
        }
        JsonNode environment = statusesWithStages.path("environment");
        return new Snapshot(
                environment.path("state").asText(),
                environment.path("last_deployment_id").asText(""),
                services);
    }

    /** Whether nothing is under way. */
    boolean isFinal() {
        return FINAL.contains(state);
    }
}
