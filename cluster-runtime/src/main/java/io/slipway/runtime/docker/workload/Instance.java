package io.slipway.runtime.docker.workload;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import io.slipway.events.EventJson;
import io.slipway.events.work.Endpoint;
import io.slipway.runtime.docker.Labels;
import io.slipway.runtime.docker.engine.ContainerView;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * One container of a service that runs. Labels cannot change once a container is there, names can: the name holds what a
 * successor has to know after a crash. It ends in {@code -a<attempt that touched it last>-<index>} and a mark.
 *
 * @param touched the newest attempt that created, started or stopped it
 */
public record Instance(ContainerView container, String prefix, long touched, int index, Mark mark) {

    private static final Pattern NAME = Pattern.compile("(.*)-a(\\d+)-(\\d+)(-new|-old|-gone)?");

    /** Reads the name of {@code container}; empty if it is not the name of an instance. */
    public static Optional<Instance> of(ContainerView container) {
        Matcher name = NAME.matcher(container.name());
        if (!name.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Instance(
                container,
                name.group(1),
                Long.parseLong(name.group(2)),
                Integer.parseInt(name.group(3)),
                Mark.of(name.group(4))));
    }

    String id() {
        return container.id();
    }

    boolean candidate() {
        return mark == Mark.CANDIDATE;
    }

    boolean held() {
        return mark == Mark.HELD;
    }

    /** Whether it has served and is about to be removed. */
    boolean retiring() {
        return mark == Mark.RETIRING;
    }

    /** Whether it serves, served until it was stopped, or made way: what a service consists of. */
    boolean established() {
        return mark == Mark.SERVING || mark == Mark.HELD;
    }

    String hash() {
        return container.label(Labels.SPEC_HASH);
    }

    /** The newest attempt that has to do with it. */
    long newest() {
        return Math.max(touched, container.attempt());
    }

    /** Its name once {@code attempt} has touched it. */
    String named(long attempt, Mark as) {
        return prefix + "-a" + attempt + "-" + index + as.suffix;
    }

    List<Endpoint> endpoints() {
        String json = container.label(Labels.ENDPOINTS);
        if (json.isEmpty()) {
            return List.of();
        }
        try {
            return EventJson.mapper().readValue(json, new TypeReference<List<Endpoint>>() {});
        } catch (JsonProcessingException _) {
            return List.of();
        }
    }

    /** What a rollout has made of an instance. */
    public enum Mark {
        /** It serves, or is stopped. */
        SERVING(""),
        /** It is new and not ready yet; nobody finds it by name. */
        CANDIDATE("-new"),
        /** It served and was stopped only to make way for a candidate; it comes back if that fails. */
        HELD("-old"),
        /** Others have taken its place: nobody finds it by name, it only ends what it has begun. */
        RETIRING("-gone");

        private final String suffix;

        Mark(String suffix) {
            this.suffix = suffix;
        }

        private static Mark of(@org.jspecify.annotations.Nullable String suffix) {
            for (Mark mark : values()) {
                if (mark.suffix.equals(suffix)) {
                    return mark;
                }
            }
            return SERVING;
        }
    }
}
