package io.slipway.orchestrator.kafka.store;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.utils.Bytes;

/**
 * Keys of the store: tag, length of the environment's id (two bytes), the id, and for a service its id. The heads of all
 * environments lie beside one another, and so do the services of one environment.
 */
final class PartKey {

    private static final int PREFIX = 1 + Short.BYTES;

    private PartKey() {}

    /** Key of a part that an environment has once; start of the keys of its services. */
    static Bytes of(Part part, String environmentId) {
        byte[] environment = environmentId.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(PREFIX + environment.length)
                .put(part.tag())
                .putShort((short) environment.length)
                .put(environment)
                .array());
    }

    /** Key of one service. */
    static Bytes ofService(String environmentId, String serviceId) {
        byte[] environment = environmentId.getBytes(StandardCharsets.UTF_8);
        byte[] service = serviceId.getBytes(StandardCharsets.UTF_8);
        return Bytes.wrap(ByteBuffer.allocate(PREFIX + environment.length + service.length)
                .put(Part.SERVICE.tag())
                .putShort((short) environment.length)
                .put(environment)
                .put(service)
                .array());
    }

    /** Start of the keys of all environments' {@code part}. */
    static Bytes all(Part part) {
        return Bytes.wrap(new byte[] {part.tag()});
    }

    /** The environment in a key. */
    static String environmentId(Bytes key) {
        return new String(key.get(), PREFIX, environmentLength(key), StandardCharsets.UTF_8);
    }

    /** The service in a key of {@link Part#SERVICE}. */
    static String serviceId(Bytes key) {
        int start = PREFIX + environmentLength(key);
        return new String(key.get(), start, key.get().length - start, StandardCharsets.UTF_8);
    }

    private static int environmentLength(Bytes key) {
        return Short.toUnsignedInt(ByteBuffer.wrap(key.get()).getShort(1));
    }
}
