package io.slipway.gateway.app.live;

import io.slipway.events.log.LineFilter;
import io.slipway.events.log.LineFilter.Match;
import io.slipway.events.log.LineFilter.Subject;
import io.slipway.events.log.ServiceLogLines.Line;
import io.slipway.events.log.ServiceLogLines.Severity;
import io.slipway.gateway.domain.catalog.Environment;
import io.slipway.gateway.domain.catalog.Service;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * What a reader sees of a service's log.
 *
 * @param tail so many of the last lines of each instance
 * @param since only lines after this time; null = no matter when they were written
 * @param until only lines before this time; null likewise
 * @param instance only those of this container or pod; null = all
 * @param filters what else a line has to be like; they are known to be right
 * @param version whether lines of a version are wanted
 */
public record ServiceLogScope(
        Environment environment,
        Service service,
        int tail,
        @Nullable Instant since,
        @Nullable Instant until,
        @Nullable String instance,
        List<LineFilter> filters,
        Predicate<String> version) {

    public ServiceLogScope {
        filters = List.copyOf(filters);
    }

    /** What the worker need not even tell is left out by it. */
    List<LineFilter> allFilters() {
        if (instance == null) {
            return filters;
        }
        List<LineFilter> all = new ArrayList<>(filters);
        all.add(new LineFilter(Subject.INSTANCE, Match.EQUALS, false, instance));
        return all;
    }

    /** Whether the reader sees a line, whose version is called as people know it. */
    boolean shows(Line line) {
        return line.severity() == Severity.NOTE
                || ((instance == null || instance.equals(line.instance()))
                        && (until == null || line.at().isBefore(until))
                        && version.test(Objects.requireNonNullElse(line.version(), "")));
    }
}
