package io.slipway.kit;

import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.work.BuildRequested;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import java.time.Instant;
import java.util.List;

/** Events for tests. */
public final class Samples {

    private Samples() {}

    /** A step of environment {@code env-1}. */
    public static StepRef step(String service, long attempt) {
        return new StepRef("env-1", "dep-1", service, StepKind.BUILD, attempt);
    }

    /** A build of {@code service}. */
    public static BuildRequested build(String service, long attempt) {
        return new BuildRequested(
                step(service, attempt),
                new EnvironmentRef("env-1", "shop", "p-1", "o-1", "c-1"),
                service,
                new ImageSource.Git("https://git.example/shop.git", null, null, "/", null, null, null, null),
                List.of(),
                Instant.parse("2026-01-02T03:04:05Z"));
    }
}
