package io.slipway.orchestrator.kafka.store;

import org.apache.kafka.common.utils.Bytes;
import org.jspecify.annotations.Nullable;

/**
 * One entry to write.
 *
 * @param value null = delete
 */
record PartWrite(Bytes key, @Nullable Bytes value) {

    static PartWrite put(Bytes key, byte[] value) {
        return new PartWrite(key, Bytes.wrap(value));
    }

    static PartWrite delete(Bytes key) {
        return new PartWrite(key, null);
    }

    /** How many bytes the entry takes. */
    int size() {
        return value == null ? 0 : value.get().length;
    }
}
