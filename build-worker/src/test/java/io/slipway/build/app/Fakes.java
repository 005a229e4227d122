package io.slipway.build.app;

import io.slipway.build.domain.BuildException;
import io.slipway.build.domain.source.SourceTree;
import io.slipway.events.spec.EnvironmentRef;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.events.status.DeploymentLogLine.Source;
import io.slipway.events.work.BuildRequested;
import io.slipway.events.work.Image;
import io.slipway.events.work.ResolvedVariable;
import io.slipway.events.work.StepKind;
import io.slipway.events.work.StepRef;
import io.slipway.kit.kafka.Cancellations;
import io.slipway.kit.log.DeploymentLog;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.kit.secret.SecretException;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ImageBuilder;
import io.slipway.runtime.StepLog;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;

/** Everything around the use case, scripted by the test. */
final class Fakes {

    static final String COMMIT = "0123456789abcdef0123456789abcdef01234567";
    static final StepRef STEP =
            new StepRef("env-1", "deployment-1", "a1b2c3d4-0000-0000-0000-000000000000", StepKind.BUILD, 7);

    final Tree tree = new Tree();
    final Sources sources = new Sources();
    final Archive archive = new Archive();
    final Builder builder = new Builder();
    final Cancellations cancellations = new Cancellations();
    final List<String> log = new CopyOnWriteArrayList<>();
    final List<Path> workspaces = new CopyOnWriteArrayList<>();
    Path directory;

    Fakes(Path directory) {
        this.directory = directory;
    }

    ImageBuild imageBuild(BuildSettings settings) {
        Patience twice = new Patience() {
            @Override
            public <T> T call(Callable<T> action) throws Exception {
                try {
                    return action.call();
                } catch (StepException e) {
                    if (!ImageBuild.isWorthAnotherTry(e)) {
                        throw e;
                    }
                    return action.call();
                }
            }
        };
        return new ImageBuild(sources, archive, this::open, builder, twice, new Cipher(), settings);
    }

    Builds builds(BuildSettings settings, Clock clock) {
        return new Builds(imageBuild(settings), cancellations, deploymentLog(), settings, clock);
    }

    static BuildSettings settings() {
        return new BuildSettings("slipway", 1 << 20, 100);
    }

    private Workspaces.Workspace open(StepRef step) throws IOException {
        Path workspace = Files.createTempDirectory(directory, "workspace");
        workspaces.add(workspace);
        return new Workspaces.Workspace() {
            @Override
            public Path directory() {
                return workspace;
            }

            @Override
            public void close() {
                workspaces.remove(workspace);
            }
        };
    }

    DeploymentLog deploymentLog() {
        return new DeploymentLog() {
            @Override
            public void line(StepRef step, Source source, Level level, String maskedMessage) {
                log.add(level + " " + maskedMessage);
            }

            @Override
            public CompletionStage<Void> flush() {
                return CompletableFuture.completedFuture(null);
            }
        };
    }

    static Command command() {
        return new Command();
    }

    /** A command, built up by the test. */
    static final class Command {

        private final List<ResolvedVariable> variables = new ArrayList<>();
        private String url = "https://example.org/shop.git";
        private @Nullable String branch = "main";
        private @Nullable String commit;
        private String rootPath = "/";
        private @Nullable String dockerfilePath;
        private @Nullable String dockerfileRaw;
        private @Nullable String target;
        private ImageSource.@Nullable Credentials credentials;
        private Instant deadline = Instant.now().plusSeconds(600);

        Command url(String value) {
            url = value;
            return this;
        }

        Command commit(String value) {
            commit = value;
            return this;
        }

        Command root(String value) {
            rootPath = value;
            return this;
        }

        Command dockerfile(String value) {
            dockerfilePath = value;
            return this;
        }

        Command raw(String value) {
            dockerfileRaw = value;
            return this;
        }

        Command target(String value) {
            target = value;
            return this;
        }

        Command credentials(ImageSource.Credentials value) {
            credentials = value;
            return this;
        }

        Command deadline(Instant value) {
            deadline = value;
            return this;
        }

        Command variable(ResolvedVariable variable) {
            variables.add(variable);
            return this;
        }

        BuildRequested get() {
            return new BuildRequested(
                    STEP,
                    new EnvironmentRef("env-1", "production", "p", "o", "c"),
                    "Shop",
                    new ImageSource.Git(
                            url, branch, commit, rootPath, dockerfilePath, dockerfileRaw, target, credentials),
                    variables,
                    deadline);
        }
    }

    /** Ciphertext is the text backwards with a mark in front. */
    static final class Cipher implements SecretCipher {

        @Override
        public String encrypt(String plaintext) {
            return "#" + new StringBuilder(plaintext).reverse();
        }

        @Override
        public String decrypt(String ciphertext) {
            if (!ciphertext.startsWith("#")) {
                throw new SecretException("not made by this cipher");
            }
            return new StringBuilder(ciphertext.substring(1)).reverse().toString();
        }
    }

    /** The files of the only commit. */
    static final class Tree implements Checkout {

        private final Map<String, String> files = new TreeMap<>();
        private final Map<String, String> links = new TreeMap<>();
        boolean closed;

        Tree file(String path, String content) {
            files.put(path, content);
            return this;
        }

        Tree link(String path, String target) {
            links.put(path, target);
            return this;
        }

        @Override
        public String commit() {
            return COMMIT;
        }

        @Override
        public Instant committedAt() {
            return Instant.EPOCH;
        }

        @Override
        public Optional<SourceTree.Node> node(String path) {
            if (files.containsKey(path)) {
                return Optional.of(new SourceTree.Node.File());
            }
            if (links.containsKey(path)) {
                return Optional.of(new SourceTree.Node.Link(links.get(path)));
            }
            boolean directory = path.isEmpty() || files.keySet().stream().anyMatch(file -> file.startsWith(path + "/"));
            return directory ? Optional.of(new SourceTree.Node.Directory()) : Optional.empty();
        }

        @Override
        public List<String> names(String directory) {
            String prefix = directory.isEmpty() ? "" : directory + "/";
            return files.keySet().stream()
                    .filter(file -> file.startsWith(prefix))
                    .map(file -> file.substring(prefix.length()).split("/", 2)[0])
                    .distinct()
                    .toList();
        }

        @Override
        public String treeId(String directory) {
            return Integer.toHexString((directory + files).hashCode());
        }

        @Override
        public String text(String path, int maxBytes) {
            return files.get(path);
        }

        @Override
        public void walk(String directory, Visitor visitor) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            closed = true;
        }
    }

    /** Gives the tree, or fails, or takes for ever. */
    final class Sources implements SourceRepository {

        final List<Request> requests = new CopyOnWriteArrayList<>();
        final CompletableFuture<Void> asked = new CompletableFuture<>();

        @Nullable
        BuildException failure;

        boolean endless;

        @Override
        public Checkout fetch(Request request, Path target) throws InterruptedException {
            requests.add(request);
            asked.complete(null);
            if (endless) {
                new CountDownLatch(1).await();
            }
            if (failure != null) {
                throw failure;
            }
            return tree;
        }
    }

    /** Remembers what was to be written. */
    static final class Archive implements ContextArchive {

        final List<Content> contents = new CopyOnWriteArrayList<>();
        List<String> submodules = List.of();

        @Override
        public Summary write(Checkout checkout, Content content, Path target, long maxBytes) {
            contents.add(content);
            return new Summary(3, 1234, submodules);
        }
    }

    /** An engine that does what the test says. */
    static final class Builder implements ImageBuilder {

        final Map<String, Image> images = new ConcurrentHashMap<>();
        final List<Build> builds = new CopyOnWriteArrayList<>();
        final Set<StepRef> cancelled = ConcurrentHashMap.newKeySet();
        final List<StepException> unavailable = new ArrayList<>();
        final CompletableFuture<Void> begun = new CompletableFuture<>();
        List<String> output = List.of();

        @Nullable
        StepException failure;

        boolean endless;
        Dialect dialect = Dialect.CLASSIC;
        private volatile @Nullable CompletableFuture<Image> underWay;

        @Override
        public Dialect dialect() {
            return dialect;
        }

        @Override
        public CompletionStage<Optional<Image>> find(String reference) {
            return unavailable.isEmpty()
                    ? CompletableFuture.completedFuture(Optional.ofNullable(images.get(reference)))
                    : CompletableFuture.failedFuture(unavailable.removeFirst());
        }

        @Override
        public CompletionStage<Image> build(Build build, StepLog log) {
            builds.add(build);
            output.forEach(log::info);
            CompletableFuture<Image> image = new CompletableFuture<>();
            underWay = image;
            begun.complete(null);
            if (failure != null) {
                image.completeExceptionally(failure);
            } else if (!endless) {
                images.put(build.reference(), new Image(build.reference(), "sha256:1", build.commit(), null));
                image.complete(images.get(build.reference()));
            }
            return image;
        }

        @Override
        public CompletionStage<Void> cancel(StepRef step) {
            cancelled.add(step);
            CompletableFuture<Image> image = underWay;
            if (image != null) {
                image.completeExceptionally(new CancellationException());
            }
            return CompletableFuture.completedFuture(null);
        }
    }
}
