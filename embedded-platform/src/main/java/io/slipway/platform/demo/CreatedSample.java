package io.slipway.platform.demo;

import io.slipway.platform.client.ServiceType;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;

/**
 * A sample that exists in a gateway.
 *
 * @param projectId its project, which has nothing else
 * @param environmentId its environment
 * @param services its services by name
 * @param secrets the values of its secret variables by key
 */
public record CreatedSample(
        String projectId, String environmentId, Map<String, Service> services, Map<String, String> secrets) {

    public CreatedSample {
        services = Collections.unmodifiableMap(new LinkedHashMap<>(services));
        secrets = Map.copyOf(secrets);
    }

    /** One service. */
    public record Service(String id, String name, ServiceType type) {

        /** First segment of the id as it is written. */
        public String shortId() {
            return id.substring(0, id.indexOf('-'));
        }

        /** {@code Z} and the first segment in upper case, as keys of variables have it. */
        public String keyId() {
            return "Z" + shortId().toUpperCase(Locale.ROOT);
        }
    }

    /** The service called {@code name}. */
    public Service service(String name) {
        Service service = services.get(name);
        if (service == null) {
            throw new IllegalArgumentException("The sample has no service " + name);
        }
        return service;
    }
}
