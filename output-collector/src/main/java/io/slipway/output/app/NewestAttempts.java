package io.slipway.output.app;

import io.slipway.events.work.StepRef;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * The newest run of each job that has come in. When older and newer runs come again together, the older one must not have
 * the last word: a newer run only exists because the pipeline is done with the older one.
 */
public final class NewestAttempts {

    private static final int MAX_JOBS = 10_000;

    private final Map<Job, Long> newest = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<Job, Long> eldest) {
            return size() > MAX_JOBS;
        }
    };

    /** {@code step} has come in. */
    public synchronized void arrived(StepRef step) {
        newest.merge(Job.of(step), step.attempt(), Math::max);
    }

    /** What {@code answer} gives, unless a newer run of the same job has come in; none comes in meanwhile. */
    public synchronized <T> Optional<T> unlessOutdated(StepRef step, Supplier<T> answer) {
        Long known = newest.get(Job.of(step));
        return known == null || known <= step.attempt() ? Optional.of(answer.get()) : Optional.empty();
    }

    private record Job(String environmentId, String serviceId) {
        private static Job of(StepRef step) {
            return new Job(step.environmentId(), step.serviceId());
        }
    }
}
