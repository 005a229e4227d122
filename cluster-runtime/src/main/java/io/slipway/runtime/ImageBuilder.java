package io.slipway.runtime;

import io.slipway.events.Copies;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.work.Image;
import io.slipway.events.work.StepRef;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Builds images where the workloads of the cluster find them. */
public interface ImageBuilder {

    /** Which Dockerfiles this builder understands. */
    enum Dialect {
        /** The classic builder of Docker: no {@code RUN --mount}, no here-documents, no {@code # syntax}. */
        CLASSIC,
        /** BuildKit. */
        BUILDKIT
    }

    /** Which Dockerfiles this builder understands. */
    Dialect dialect();

    /** The image of this reference, if the runtime has it. */
    CompletionStage<Optional<Image>> find(String reference);

    /**
     * Builds an image. Its stage fails with a {@link io.slipway.kit.work.StepException}: {@code BUILD_FAILED} for a
     * command or Dockerfile that is wrong, {@code IMAGE_UNAVAILABLE} for a base image that cannot be had, {@code
     * RUNTIME_UNAVAILABLE} for a runtime that does not answer.
     */
    CompletionStage<Image> build(Build build, StepLog log);

    /**
     * Ends the build of {@code step}, whose stage fails with a {@link java.util.concurrent.CancellationException}.
     * Without such a build nothing happens.
     */
    CompletionStage<Void> cancel(StepRef step);

    /**
     * One build.
     *
     * @param environment that the image is built for; its cluster builds it, where there are several
     * @param context tar file with what the Dockerfile may copy, the Dockerfile and {@code .dockerignore} included
     * @param dockerfile the Dockerfile's path in the tar file
     * @param targetStage the stage to stop at; null = the last
     * @param arguments stay readable in the image's history
     * @param secrets in plain text, by the id that a {@code RUN --mount=type=secret} names; in no way part of the image.
     *     Only for {@link Dialect#BUILDKIT}
     * @param reference name and tag that the image gets
     * @param commit the commit that the context is of; null = unknown
     */
    record Build(
            StepRef step,
            EnvironmentRef environment,
            Path context,
            String dockerfile,
            @Nullable String targetStage,
            Map<String, String> arguments,
            Map<String, String> secrets,
            String reference,
            @Nullable String commit) {

        public Build {
            Copies.required(step, "step");
            Copies.required(environment, "environment");
            Copies.required(context, "context");
            Copies.required(dockerfile, "dockerfile");
            arguments = Copies.map(arguments);
            secrets = Copies.map(secrets);
            Copies.required(reference, "reference");
        }

        @Override
        public String toString() {
            return "Build[" + step + ", " + reference + ", arguments=" + arguments.keySet() + ", secrets="
                    + secrets.keySet() + "]";
        }
    }
}
