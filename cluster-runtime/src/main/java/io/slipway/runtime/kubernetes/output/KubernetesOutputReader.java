package io.slipway.runtime.kubernetes.output;

import io.fabric8.kubernetes.api.model.ContainerState;
import io.fabric8.kubernetes.api.model.Pod;
import io.slipway.events.work.JobFinished.OutputLocation;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.OutputReader;
import io.slipway.runtime.kubernetes.KubernetesClusters;
import io.slipway.runtime.kubernetes.KubernetesConfig;
import io.slipway.runtime.kubernetes.Labels;
import io.slipway.runtime.kubernetes.client.Apply;
import io.slipway.runtime.kubernetes.client.Cluster;
import io.slipway.runtime.kubernetes.job.KubernetesJobRuntime;
import io.slipway.runtime.kubernetes.pod.PodExec;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Reads the file through the holder, which runs in the job's pod until the run is released. The first line of what the
 * holder says tells what there is, so that a file that is too large is not sent.
 */
public final class KubernetesOutputReader implements OutputReader, AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int MAX_HEADER = 64;
    private static final Pattern REFERENCE = Pattern.compile("([^/]*)/([a-z0-9-]+)/([a-z0-9.-]+)");
    private static final Pattern HEADER = Pattern.compile("file (\\d+)");

    /** A symbolic link is not followed: it could lead to what the holder alone may read. */
    private static final String SCRIPT = """
            f=$1
            if [ -h "$f" ]; then echo 'kind a symbolic link'
            elif [ -d "$f" ]; then echo 'kind a directory'
            elif [ -p "$f" ]; then echo 'kind a named pipe'
            elif [ -b "$f" ] || [ -c "$f" ]; then echo 'kind a device'
            elif [ -f "$f" ]; then
              n=$(stat -c %s "$f") || exit 1
              echo "file $n"
              if [ "$n" -le "$2" ]; then head -c "$2" "$f"; fi
            elif [ -e "$f" ]; then echo 'kind neither a file nor a directory'
            else echo absent
            fi""";

    private final Map<String, Cluster> clusters;
    private final ExecutorService threads = Executors.newCachedThreadPool(
            Thread.ofPlatform().name("slipway-output-", 0).daemon().factory());

    KubernetesOutputReader(Map<String, Cluster> clusters) {
        this.clusters = clusters;
    }

    /** Reads on the clusters of the settings; nothing is sent yet. */
    public static KubernetesOutputReader connect(KubernetesConfig config) {
        return new KubernetesOutputReader(KubernetesClusters.connections(config));
    }

    /** Whether every cluster answers; blocks for a moment. */
    public boolean answers() {
        return clusters.values().stream().allMatch(Cluster::answers);
    }

    @Override
    public CompletionStage<OutputContent> read(OutputLocation location, int maxBytes) {
        CompletableFuture<OutputContent> result = new CompletableFuture<>();
        threads.execute(() -> {
            try {
                result.complete(content(location, maxBytes));
            } catch (Throwable e) {
                result.completeExceptionally(e);
            }
        });
        return result;
    }

    private OutputContent content(OutputLocation location, int maxBytes) {
        if (!location.runtime().equals(KubernetesJobRuntime.RUNTIME)) {
            throw new StepException(
                    Reason.UNSUPPORTED, "this collector reads outputs on kubernetes, not on " + location.runtime());
        }
        Matcher reference = REFERENCE.matcher(location.reference());
        if (!reference.matches()) {
            return new OutputContent.Gone();
        }
        Cluster cluster = KubernetesClusters.choose(clusters, reference.group(1));
        String namespace = reference.group(2);
        String name = reference.group(3);
        if (!isHeld(cluster, pod(cluster, namespace, name))) {
            return new OutputContent.Gone();
        }
        try {
            return exec(
                    cluster,
                    new PodExec.Place(namespace, name, KubernetesJobRuntime.HOLDER),
                    location.path(),
                    maxBytes);
        } catch (StepException e) {
            if (!isHeld(cluster, pod(cluster, namespace, name))) {
                return new OutputContent.Gone();
            }
            throw e;
        }
    }

    private static OutputContent exec(Cluster cluster, PodExec.Place holder, String path, int maxBytes) {
        PodExec.Result result = new PodExec(cluster)
                .run(
                        holder,
                        List.of("sh", "-c", SCRIPT, "sh", path, Integer.toString(maxBytes)),
                        MAX_HEADER + maxBytes,
                        PATIENCE);
        if (result.exitCode() != 0) {
            throw new StepException(
                    Reason.RUNTIME_UNAVAILABLE,
                    "The job's output file cannot be read in pod " + holder.pod() + ": " + result.error());
        }
        return parsed(result.output(), maxBytes);
    }

    /** What the holder said. */
    static OutputContent parsed(byte[] said, int maxBytes) {
        int end = 0;
        while (end < said.length && said[end] != '\n') {
            end++;
        }
        String header = new String(said, 0, end, StandardCharsets.UTF_8);
        if (header.equals("absent")) {
            return new OutputContent.Absent();
        }
        if (header.startsWith("kind ")) {
            return new OutputContent.NotAFile(header.substring("kind ".length()));
        }
        Matcher file = HEADER.matcher(header);
        if (!file.matches()) {
            throw new StepException(
                    Reason.RUNTIME_UNAVAILABLE, "The cluster did not say whether the job has an output file.");
        }
        long size = Long.parseLong(file.group(1));
        if (size > maxBytes) {
            return new OutputContent.TooLarge(size);
        }
        byte[] content = Arrays.copyOfRange(said, Math.min(end + 1, said.length), said.length);
        if (content.length != size) {
            throw new StepException(
                    Reason.RUNTIME_UNAVAILABLE,
                    "The cluster sent " + content.length + " of the " + size + " bytes of the job's output file.");
        }
        return new OutputContent.Found(content);
    }

    private static @Nullable Pod pod(Cluster cluster, String namespace, String name) {
        return cluster.call(
                "Reading pod " + name,
                () -> cluster.client()
                        .pods()
                        .inNamespace(namespace)
                        .withName(name)
                        .get());
    }

    private static boolean isHeld(Cluster cluster, @Nullable Pod pod) {
        if (pod == null
                || !Labels.MANAGER.equals(Apply.label(pod, Labels.MANAGED_BY))
                || !Labels.value(cluster.instance()).equals(Apply.label(pod, Labels.INSTANCE))
                || !Labels.ROLE_JOB.equals(Apply.label(pod, Labels.ROLE))
                || pod.getStatus() == null) {
            return false;
        }
        return pod.getStatus().getContainerStatuses().stream()
                .filter(status -> status.getName().equals(KubernetesJobRuntime.HOLDER))
                .map(status -> status.getState())
                .findFirst()
                .filter(KubernetesOutputReader::mayRun)
                .isPresent();
    }

    /** One that is about to run is asked too: it refuses, and is asked again. */
    private static boolean mayRun(@Nullable ContainerState state) {
        return state != null && state.getTerminated() == null;
    }

    /** Ends the threads and the connections. */
    @Override
    public void close() {
        threads.shutdown();
        clusters.values().forEach(Cluster::close);
    }
}
