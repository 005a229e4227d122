package io.slipway.runtime;

import io.slipway.events.Copies;
import io.slipway.events.work.Image;
import io.slipway.events.work.StepRef;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import org.jspecify.annotations.Nullable;

/** Builds images where the workloads of the cluster find them. */
public interface ImageBuilder {

    /** The image of this reference, if the runtime has it. */
    CompletionStage<Optional<Image>> find(String reference);

    /** Builds an image; a failed command of the Dockerfile is a {@code BUILD_FAILED}. */
    CompletionStage<Image> build(Build build, StepLog log);

    /** Ends the build of {@code step}, whose stage fails with a {@link java.util.concurrent.CancellationException}. */
    CompletionStage<Void> cancel(StepRef step);

    /**
     * One build.
     *
     * @param context directory with the files that the Dockerfile may copy
     * @param dockerfile the Dockerfile, anywhere
     * @param targetStage the stage to stop at; null = the last
     * @param reference name and tag that the image gets
     * @param commit the commit that the context is of; null = unknown
     */
    record Build(
            StepRef step,
            Path context,
            Path dockerfile,
            @Nullable String targetStage,
            Map<String, String> arguments,
            String reference,
            @Nullable String commit) {

        public Build {
            Copies.required(step, "step");
            Copies.required(context, "context");
            Copies.required(dockerfile, "dockerfile");
            arguments = Copies.map(arguments);
            Copies.required(reference, "reference");
        }
    }
}
