package io.slipway.gateway.rest.service;

import io.slipway.gateway.domain.catalog.ServiceConfig.Port;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The contract's {@code ServicePort}. */
record PortBody(
        UUID id,
        String name,
        int internalPort,
        @Nullable Integer externalPort,
        boolean publiclyAccessible,
        boolean isDefault,
        String protocol,
        @Nullable String publicPath,
        @Nullable String publicPathRewrite) {

    static PortBody of(Port port) {
        return new PortBody(
                port.id(),
                port.name(),
                port.internalPort(),
                port.externalPort(),
                port.publiclyAccessible(),
                port.isDefault(),
                port.protocol(),
                port.publicPath(),
                port.publicPathRewrite());
    }

    /**
     * Reads {@code ports}. One with an id is that one changed, one without is new, one that is absent goes.
     *
     * @param present null when the service is being made: ids, which may be those of a copied service, count for nothing then
     */
    static List<Port> read(Body service, @Nullable List<Port> present) {
        Set<UUID> known =
                present == null ? Set.of() : present.stream().map(Port::id).collect(Collectors.toSet());
        Set<UUID> used = new HashSet<>();
        Set<String> listening = new HashSet<>();
        List<Port> ports = new ArrayList<>();
        for (Body body : service.objects("ports", Limits.PORTS)) {
            UUID id = body.id("id");
            if (id != null && present != null && !known.contains(id)) {
                body.error("id", "is not the id of a port of this service");
            }
            int internal = body.requiredInteger("internal_port", 1, Limits.MAX_PORT);
            String protocol =
                    body.enumeration("protocol", Protocol.class, Protocol.HTTP).name();
            if (!listening.add(internal + ("UDP".equals(protocol) ? "/udp" : "/tcp"))) {
                body.error("internal_port", "is used by two ports");
            }
            String name = body.text("name", Limits.SHORT_TEXT);
            ports.add(new Port(
                    id != null && known.contains(id) && used.add(id) ? id : UUID.randomUUID(),
                    name == null || name.isBlank() ? "p" + internal : name,
                    internal,
                    body.integer("external_port", 1, Limits.MAX_PORT),
                    body.requiredBool("publicly_accessible"),
                    body.bool("is_default", false),
                    protocol,
                    body.text("public_path", Limits.URL),
                    body.text("public_path_rewrite", Limits.URL)));
        }
        if (ports.stream().filter(Port::isDefault).count() > 1) {
            service.error("ports", "must not have more than one that is_default");
        }
        return withDefault(ports);
    }

    /** If none is marked, the first public port is the one that the service's plain address leads to. */
    private static List<Port> withDefault(List<Port> ports) {
        if (ports.stream().anyMatch(Port::isDefault)) {
            return ports;
        }
        List<Port> marked = new ArrayList<>(ports);
        for (int i = 0; i < marked.size(); i++) {
            Port port = marked.get(i);
            if (port.publiclyAccessible()) {
                marked.set(
                        i,
                        new Port(
                                port.id(),
                                port.name(),
                                port.internalPort(),
                                port.externalPort(),
                                true,
                                true,
                                port.protocol(),
                                port.publicPath(),
                                port.publicPathRewrite()));
                return marked;
            }
        }
        return marked;
    }

    /** The contract's {@code PortProtocolEnum}. */
    enum Protocol {
        HTTP,
        GRPC,
        TCP,
        UDP
    }
}
