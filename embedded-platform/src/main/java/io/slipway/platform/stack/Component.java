package io.slipway.platform.stack;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** The processes of an installation, in the order in which they are started. */
public enum Component {
    POSTGRESQL("postgresql", 15_432, 8),
    KAFKA("kafka", 19_092, 6),
    API_GATEWAY("api-gateway", 8_080, 0),
    PIPELINE_ORCHESTRATOR("pipeline-orchestrator", 8_081, 1),
    BUILD_WORKER("build-worker", 8_082, 2),
    DEPLOY_WORKER("deploy-worker", 8_083, 3),
    OUTPUT_COLLECTOR("output-collector", 8_084, 4),
    STATUS_AGGREGATOR("status-aggregator", 8_085, 5);

    private final String label;
    private final int defaultPort;
    private final int offset;

    Component(String label, int defaultPort, int offset) {
        this.label = label;
        this.defaultPort = defaultPort;
        this.offset = offset;
    }

    /** The component called {@code label}. */
    public static Optional<Component> labelled(String label) {
        return Arrays.stream(values())
                .filter(component -> component.label.equals(label))
                .findFirst();
    }

    /** Slipway's own services, without what they run on. */
    public static List<Component> services() {
        return Arrays.stream(values()).filter(Component::isService).toList();
    }

    /** The services that build, deploy and collect. */
    public static List<Component> workers() {
        return List.of(BUILD_WORKER, DEPLOY_WORKER, OUTPUT_COLLECTOR);
    }

    /** Name of the component: of its module if it is a service. */
    public String label() {
        return label;
    }

    /** Whether this is one of Slipway's own services. */
    public boolean isService() {
        return this != POSTGRESQL && this != KAFKA;
    }

    int defaultPort() {
        return defaultPort;
    }

    /** Distance of its port from the base of a plan. */
    int offset() {
        return offset;
    }
}
