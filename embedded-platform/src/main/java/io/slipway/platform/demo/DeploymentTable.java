package io.slipway.platform.demo;

import io.slipway.platform.terminal.Row;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Turns what is known of an environment at each moment into rows, with the time that each service has taken. */
final class DeploymentTable {

    private final Map<String, String> names;
    private final Map<String, Long> began = new HashMap<>();
    private final Map<String, Long> ended = new HashMap<>();

    /** A table for services with these names by id. */
    DeploymentTable(Map<String, String> names) {
        this.names = Map.copyOf(names);
    }

    /**
     * The rows at one moment.
     *
     * @param now nanoseconds from any fixed point
     */
    List<Row> rows(Snapshot snapshot, long now) {
        return snapshot.services().stream().map(service -> row(service, now)).toList();
    }

    private Row row(Snapshot.ServiceState service, long now) {
        String id = service.id();
        if (service.isActive()) {
            began.putIfAbsent(id, now);
            ended.remove(id);
        } else if (began.containsKey(id) && !service.state().endsWith("QUEUED")) {
            ended.putIfAbsent(id, now);
        }
        Optional<Duration> elapsed =
                Optional.ofNullable(began.get(id)).map(start -> Duration.ofNanos(ended.getOrDefault(id, now) - start));
        return new Row(service.stage(), names.getOrDefault(id, id), service.state(), tone(service), elapsed, "");
    }

    private static Row.Tone tone(Snapshot.ServiceState service) {
        if (service.isFailed()) {
            return Row.Tone.BAD;
        }
        if (service.isActive()) {
            return Row.Tone.BUSY;
        }
        return switch (service.state()) {
            case "DEPLOYED", "STOPPED", "DELETED", "RESTARTED" -> Row.Tone.GOOD;
            case "CANCELED" -> Row.Tone.BAD;
            default -> Row.Tone.WAITING;
        };
    }
}
