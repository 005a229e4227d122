package io.slipway.gateway.domain.catalog;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Supplier;

/** The stages of one environment, in deployment order. */
public record Pipeline(List<Stage> stages) {

    private static final List<ServiceType> DEFAULT_ORDER =
            List.of(ServiceType.DATABASE, ServiceType.JOB, ServiceType.CONTAINER, ServiceType.APPLICATION);

    public Pipeline {
        stages =
                stages.stream().sorted(Comparator.comparingInt(Stage::position)).toList();
    }

    /** The four stages that a new environment has. */
    public static Pipeline ofNewEnvironment(UUID environmentId, Instant now, Supplier<UUID> ids) {
        List<Stage> stages = new ArrayList<>();
        for (int i = 0; i < DEFAULT_ORDER.size(); i++) {
            ServiceType type = DEFAULT_ORDER.get(i);
            stages.add(new Stage(ids.get(), environmentId, i + ".DEFAULT " + type, "", i, type, now, now));
        }
        return new Pipeline(stages);
    }

    /** The stage with this id. */
    public Optional<Stage> stage(UUID id) {
        return stages.stream().filter(stage -> stage.id().equals(id)).findFirst();
    }

    /** Where a new service of this type lands: the stage made for it, or the last one if that has been deleted. */
    public Stage landing(ServiceType type) {
        return stages.stream()
                .filter(stage -> stage.defaultFor() == type)
                .findFirst()
                .orElseGet(stages::getLast);
    }

    /** With {@code stage} as the last. */
    public Pipeline with(Stage stage) {
        List<Stage> longer = new ArrayList<>(stages);
        longer.add(stage);
        return new Pipeline(numbered(longer));
    }

    /** Without that stage. */
    public Pipeline without(UUID id) {
        return new Pipeline(
                numbered(stages.stream().filter(stage -> !stage.id().equals(id)).toList()));
    }

    /** With one stage moved to just before or just after another one; both are of this pipeline. */
    public Pipeline moved(UUID id, UUID neighbour, Place place) {
        Stage moved = stage(id).orElseThrow();
        if (id.equals(neighbour)) {
            return this;
        }
        List<Stage> order = new ArrayList<>(
                stages.stream().filter(stage -> !stage.id().equals(id)).toList());
        int index = order.indexOf(stage(neighbour).orElseThrow());
        order.add(place == Place.BEFORE ? index : index + 1, moved);
        return new Pipeline(numbered(order));
    }

    private static List<Stage> numbered(List<Stage> order) {
        List<Stage> numbered = new ArrayList<>();
        for (int i = 0; i < order.size(); i++) {
            numbered.add(order.get(i).at(i));
        }
        return numbered;
    }

    /** On which side of another stage. */
    public enum Place {
        BEFORE,
        AFTER
    }
}
