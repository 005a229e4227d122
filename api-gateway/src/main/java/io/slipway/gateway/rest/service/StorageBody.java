package io.slipway.gateway.rest.service;

import io.slipway.gateway.domain.catalog.ServiceConfig.Storage;
import io.slipway.gateway.rest.body.Body;
import io.slipway.gateway.rest.body.Limits;
import io.slipway.gateway.rest.body.Paths;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** A volume as the contract writes it; size in GiB. */
record StorageBody(UUID id, String type, int size, String mountPoint) {

    static StorageBody of(Storage storage) {
        return new StorageBody(storage.id(), Type.FAST_SSD.name(), storage.sizeGib(), storage.mountPoint());
    }

    /** Reads {@code storage}; ids count as those of ports do. */
    static List<Storage> read(Body service, @Nullable List<Storage> present) {
        Set<UUID> known =
                present == null ? Set.of() : present.stream().map(Storage::id).collect(Collectors.toSet());
        Set<UUID> used = new HashSet<>();
        Set<String> mountPoints = new HashSet<>();
        List<Storage> volumes = new ArrayList<>();
        for (Body body : service.objects("storage", Limits.VOLUMES)) {
            UUID id = body.id("id");
            if (id != null && present != null && !known.contains(id)) {
                body.error("id", "is not the id of a volume of this service");
            }
            body.requiredEnumeration("type", Type.class);
            int size = body.requiredInteger("size", 1, Limits.GIB);
            String mountPoint = body.requiredText("mount_point", Limits.PATH);
            if (body.has("mount_point") && !Paths.isAbsolute(mountPoint)) {
                body.error("mount_point", "must be an absolute path without '..'");
            } else if (!mountPoints.add(mountPoint)) {
                body.error("mount_point", "is used by two volumes");
            }
            volumes.add(new Storage(
                    id != null && known.contains(id) && used.add(id) ? id : UUID.randomUUID(), size, mountPoint));
        }
        return volumes;
    }

    /** The contract's {@code StorageTypeEnum}. */
    enum Type {
        FAST_SSD
    }
}
