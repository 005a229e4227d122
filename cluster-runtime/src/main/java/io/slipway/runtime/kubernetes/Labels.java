package io.slipway.runtime.kubernetes;

import io.slipway.events.spec.EnvironmentRef;
import io.slipway.runtime.ServiceKey;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.regex.Pattern;

/** Labels and annotations of everything that Slipway creates on a cluster. Never a secret. */
public final class Labels {

    /** {@link #MANAGER} on everything. Nothing without this label and this installation's is ever touched. */
    public static final String MANAGED_BY = "app.kubernetes.io/managed-by";

    public static final String MANAGER = "slipway";

    /** The installation that it belongs to. */
    public static final String INSTANCE = "slipway.io/instance";

    public static final String ORGANIZATION = "slipway.io/organization";
    public static final String PROJECT = "slipway.io/project";
    public static final String ENVIRONMENT = "slipway.io/environment";
    public static final String SERVICE = "slipway.io/service";

    /** The attempt that created it. */
    public static final String ATTEMPT = "slipway.io/attempt";

    /** What it is for: one of the {@code ROLE_…} values. */
    public static final String ROLE = "slipway.io/role";

    /** Annotation: the service's name, for people. */
    public static final String SERVICE_NAME = "slipway.io/service-name";

    /** Annotation: the environment's name, for people. */
    public static final String ENVIRONMENT_NAME = "slipway.io/environment-name";

    /** Annotation: hash of the object as it was applied last. */
    public static final String SPEC_HASH = "slipway.io/spec-hash";

    /** Annotation of a pod template: the attempt that restarted its pods. */
    public static final String RESTARTED = "slipway.io/restarted";

    public static final String ROLE_ENVIRONMENT = "environment";
    public static final String ROLE_WORKLOAD = "workload";

    /** What is known of a service: which attempt touched it last and what serves. */
    public static final String ROLE_RECORD = "record";

    public static final String ROLE_JOB = "job";
    public static final String ROLE_SCHEDULE = "schedule";
    public static final String ROLE_SCHEDULED_RUN = "scheduled-run";
    public static final String ROLE_BUILD = "build";

    private static final Pattern VALUE = Pattern.compile("[A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?");

    private Labels() {}

    /** What selects everything of an installation. */
    public static Map<String, String> installation(String instance) {
        Map<String, String> labels = new LinkedHashMap<>();
        labels.put(MANAGED_BY, MANAGER);
        labels.put(INSTANCE, value(instance));
        return labels;
    }

    /** What selects everything of an environment. */
    public static Map<String, String> environment(String instance, String environmentId) {
        Map<String, String> labels = installation(instance);
        labels.put(ENVIRONMENT, value(environmentId));
        return labels;
    }

    /** What selects everything of a service. */
    public static Map<String, String> service(String instance, ServiceKey service) {
        Map<String, String> labels = environment(instance, service.environmentId());
        labels.put(SERVICE, value(service.serviceId()));
        return labels;
    }

    /** What selects everything of a service that has {@code role}. */
    public static Map<String, String> service(String instance, ServiceKey service, String role) {
        Map<String, String> labels = service(instance, service);
        labels.put(ROLE, role);
        return labels;
    }

    /** The labels of something of a service; organization and project are for people, nothing is selected by them. */
    public static Map<String, String> of(String instance, EnvironmentRef environment, ServiceKey service, String role) {
        Map<String, String> labels = service(instance, service, role);
        labels.putAll(owners(environment));
        return labels;
    }

    /** Organization and project of an environment. */
    public static Map<String, String> owners(EnvironmentRef environment) {
        Map<String, String> labels = new LinkedHashMap<>();
        if (!environment.organizationId().isBlank()) {
            labels.put(ORGANIZATION, value(environment.organizationId()));
        }
        if (!environment.projectId().isBlank()) {
            labels.put(PROJECT, value(environment.projectId()));
        }
        return labels;
    }

    /** {@code text} itself if it may be the value of a label (all ids that Slipway gives may), else a hash of it. */
    public static String value(String text) {
        return VALUE.matcher(text).matches() ? text : "x" + Names.hash(text);
    }
}
