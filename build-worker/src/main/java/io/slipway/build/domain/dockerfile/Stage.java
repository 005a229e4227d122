package io.slipway.build.domain.dockerfile;

import java.util.List;
import java.util.Optional;

/**
 * One build stage: a {@code FROM} and what follows.
 *
 * @param index from 0
 * @param base the image or earlier stage that it begins with, as written
 * @param name what follows {@code AS}
 * @param arguments names that its {@code ARG}s declare
 * @param secrets ids that its {@code RUN --mount=type=secret} name
 */
public record Stage(
        int index, int line, String base, Optional<String> name, List<String> arguments, List<String> secrets) {

    public Stage {
        arguments = List.copyOf(arguments);
        secrets = List.copyOf(secrets);
    }
}
