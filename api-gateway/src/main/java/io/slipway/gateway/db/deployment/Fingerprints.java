package io.slipway.gateway.db.deployment;

import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.events.EventJson;
import io.slipway.events.spec.DatabaseSpec;
import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.ServiceSpec;
import io.slipway.events.spec.Variable;
import io.slipway.events.spec.VariableScope;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Fingerprints of services' configurations: equal as long as a deployment would bring nothing new. Name, stage and
 * whether it is skipped do not count, nor do built-in variables, which follow from the rest.
 */
final class Fingerprints {

    private static final List<String> NOT_DEPLOYED = List.of("name", "stageId", "skipped");

    private Fingerprints() {}

    /** Fingerprints by service id. */
    static Map<String, String> of(EnvironmentSpec spec) {
        Map<String, String> fingerprints = new LinkedHashMap<>();
        spec.services().forEach(service -> fingerprints.put(service.id(), of(service, spec.variables())));
        return fingerprints;
    }

    private static String of(ServiceSpec service, List<Variable> variables) {
        ObjectNode json = EventJson.mapper().valueToTree(service);
        json.remove(NOT_DEPLOYED);
        if (!(service instanceof DatabaseSpec)) {
            json.set(
                    "variables",
                    EventJson.mapper()
                            .valueToTree(variables.stream()
                                    .filter(variable -> counts(variable, service))
                                    .sorted(Comparator.comparing(Variable::id))
                                    .toList()));
        }
        return sha256(json.toString());
    }

    private static boolean counts(Variable variable, ServiceSpec service) {
        boolean seen = variable.serviceId() == null || variable.serviceId().equals(service.id());
        return seen && variable.scope() != VariableScope.BUILT_IN;
    }

    private static String sha256(String text) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java runtime has SHA-256", e);
        }
    }
}
