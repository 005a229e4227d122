package io.slipway.platform.cli;

import io.slipway.platform.cluster.Cluster;
import io.slipway.platform.cluster.ClusterSettings;
import io.slipway.platform.cluster.PortForwards;
import io.slipway.platform.demo.Reach;
import io.slipway.platform.images.RegistryImages;
import io.slipway.platform.process.PlatformException;
import io.slipway.platform.registry.ImageName;
import io.slipway.platform.registry.Login;
import io.slipway.platform.registry.Registry;
import io.slipway.platform.registry.RegistryException;
import io.slipway.platform.stack.WorkerRuntime;
import io.slipway.platform.terminal.Screen;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** A Kubernetes cluster with a registry. */
final class ClusterTarget implements Target {

    /** What the workers put beside jobs to keep their output; also in {@code KubernetesConfig}. */
    private static final String HOLDER_IMAGE = "busybox:1.37";

    private static final List<String> BUILDKIT_REPOSITORIES = List.of("moby/buildkit", "buildkit");
    private static final String ROOTLESS = "rootless";
    private static final Pattern NUMBER = Pattern.compile("[0-9]{1,6}");

    private final Session session;
    private final Screen screen;
    private final Cluster cluster;
    private final PortForwards forwards;
    private final Registry registry;
    private final String registryFromCluster;
    private final Optional<String> imageMirror;
    private final Builder builder;
    private final ClusterSettings settings;

    /**
     * What builds.
     *
     * @param obstacle why nothing can be built, as far as it can be told from here
     */
    private record Builder(String image, boolean privileged, Optional<String> obstacle) {}

    /**
     * Connects to the cluster and the registry.
     *
     * @throws PlatformException if one of them does not answer
     */
    ClusterTarget(Session session, ClusterOptions options) {
        this.session = session;
        this.screen = session.screen();
        Optional<Login> login = ClusterOptions.login(System.getenv());
        this.cluster = Cluster.connect(options.kubeconfigFile(), Optional.ofNullable(options.context));
        try {
            this.registry = Registry.find(options.registryHost(), login);
        } catch (RegistryException e) {
            cluster.close();
            throw new PlatformException(String.valueOf(e.getMessage()), e);
        }
        this.registryFromCluster =
                Optional.ofNullable(options.registryFromCluster).orElse(options.registryHost());
        this.imageMirror = mirror(options, registryFromCluster);
        this.forwards = cluster.portForwards();
        screen.line("Cluster: " + cluster.description() + "; registry: " + registry.host()
                + (registry.isPlain() ? " (plain http)" : "")
                + imageMirror
                        .map(mirror -> "; images without a registry in their names come from " + mirror)
                        .orElse(""));
        try {
            this.builder = builder(options);
        } catch (RegistryException e) {
            close();
            throw new PlatformException(String.valueOf(e.getMessage()), e);
        }
        this.settings = new ClusterSettings(
                options.kubeconfigFile().toAbsolutePath().normalize(),
                Optional.ofNullable(options.context),
                options.registryHost(),
                registryFromCluster,
                registry.isPlain(),
                login,
                imageMirror,
                builder.image(),
                builder.privileged(),
                Optional.ofNullable(options.storageClass),
                Optional.ofNullable(options.ingressDomain),
                session.installation().instance());
    }

    private static Optional<String> mirror(ClusterOptions options, String fromCluster) {
        if (options.imageMirror != null) {
            return Optional.of(options.imageMirror);
        }
        boolean publicAnswers = new Registry(ImageName.PUBLIC_REGISTRY, false, Optional.empty())
                .obstacle()
                .isEmpty();
        return publicAnswers ? Optional.empty() : Optional.of(fromCluster);
    }

    /** How the workers use it. */
    ClusterSettings settings() {
        return settings;
    }

    Cluster cluster() {
        return cluster;
    }

    @Override
    public WorkerRuntime runtime() {
        return new WorkerRuntime(
                "Kubernetes at " + cluster.address() + " with registry " + registry.host(), settings.environment());
    }

    @Override
    public void provideImages(Collection<String> references) {
        mirrorOfOurs().ifPresent(images -> {
            images.provide(references);
            images.provide(List.of(HOLDER_IMAGE));
        });
    }

    /** Why images cannot be built, as far as it can be told from here. */
    Optional<String> buildObstacle() {
        return builder.obstacle();
    }

    /** The builder that is asked for; else the default if it can be had, else what the registry has. */
    private Builder builder(ClusterOptions options) {
        String wanted = Optional.ofNullable(options.buildkitImage).orElse(ClusterOptions.DEFAULT_BUILDKIT_IMAGE);
        Optional<String> obstacle = missing(wanted);
        if (obstacle.isEmpty() || options.buildkitImage != null) {
            return new Builder(wanted, options.privilegedBuilds, obstacle.map(reason -> explained(wanted, reason)));
        }
        for (String repository : BUILDKIT_REPOSITORIES) {
            Optional<String> tag = best(registry.tags(repository));
            if (tag.isPresent()) {
                String image = registryFromCluster + "/" + repository + ":" + tag.get();
                boolean privileged = options.privilegedBuilds || !tag.get().contains(ROOTLESS);
                screen.line("Builder: " + image + ", because " + wanted + " cannot be had (" + obstacle.get() + ")"
                        + (privileged ? "; it does not say that it runs without root, so it runs privileged" : ""));
                return new Builder(image, privileged, Optional.empty());
            }
        }
        return new Builder(wanted, options.privilegedBuilds, Optional.of(explained(wanted, obstacle.get())));
    }

    /** One that runs without root if there is one, the newest of them by name. */
    static Optional<String> best(List<String> tags) {
        return tags.stream()
                .max(Comparator.comparing((String tag) -> tag.contains(ROOTLESS))
                        .thenComparing(tag -> tag.startsWith("v"))
                        .thenComparing(ClusterTarget::padded));
    }

    /** With numbers of equal length, so that versions compare as text. */
    private static String padded(String version) {
        return NUMBER.matcher(version).replaceAll(number -> "%06d".formatted(Integer.parseInt(number.group())));
    }

    private String explained(String image, String reason) {
        ImageName name = ImageName.parse(image);
        return "Nothing can be built on this cluster: it needs the BuildKit image " + image + ", but " + reason
                + ". Push one to the registry, for example as " + registryFromCluster + "/" + name.repository() + ":"
                + name.version() + ", or name another with --buildkit-image.";
    }

    private Optional<String> missing(String image) {
        if (ImageName.hasRegistry(image)) {
            ImageName name = ImageName.parse(image);
            if (name.registry().equals(hostOf(registryFromCluster))
                    || name.registry().equals(registry.host())) {
                return registry.has(name.repository(), name.version())
                        ? Optional.empty()
                        : Optional.of(registry.host() + " does not have it");
            }
            try {
                return Registry.find(name.registry(), Optional.empty()).has(name.repository(), name.version())
                        ? Optional.empty()
                        : Optional.of(name.registry() + " does not have it");
            } catch (RegistryException e) {
                screen.line("Whether the cluster can have the BuildKit image " + image + " cannot be told from here ("
                        + e.getMessage() + ").");
                return Optional.empty();
            }
        }
        if (imageMirror.isEmpty()) {
            return Optional.empty();
        }
        Optional<RegistryImages> ours = mirrorOfOurs();
        if (ours.isPresent()) {
            return ours.get().copyIfMissing(image);
        }
        return missing(imageMirror.get() + "/" + image);
    }

    @Override
    public void checkBuilds() {
        buildObstacle().ifPresent(obstacle -> {
            throw new PlatformException(obstacle);
        });
    }

    /** The images in the mirror, if the mirror is the registry that we may write to. */
    private Optional<RegistryImages> mirrorOfOurs() {
        String host = hostOf(registryFromCluster);
        return imageMirror
                .filter(mirror -> hostOf(mirror).equals(host))
                .map(mirror -> new RegistryImages(
                        registry,
                        mirror.length() > host.length() ? mirror.substring(host.length() + 1) + "/" : "",
                        session.installation().cache().resolve("images"),
                        screen::line));
    }

    private static String hostOf(String address) {
        int slash = address.indexOf('/');
        return slash < 0 ? address : address.substring(0, slash);
    }

    @Override
    public Reach reach() {
        return new Reach() {
            @Override
            public String from(String url) {
                return forwards.open(url);
            }

            @Override
            public String hint(String url) {
                return PortForwards.hint(url, settings.kubeconfig().toString());
            }
        };
    }

    @Override
    public void removeEnvironment(String environmentId) {
        Map<String, String> labels = new HashMap<>(settings.installationLabels());
        labels.put("slipway.io/environment", environmentId);
        List<String> left = cluster.deleteNamespaces(labels);
        if (!left.isEmpty()) {
            screen.line("Still being deleted on the cluster: " + String.join(", ", left));
        }
    }

    @Override
    public void tidy() {
        cluster.deleteNamespace(settings.buildNamespace());
        List<String> left = cluster.namespaces(settings.installationLabels());
        screen.line("Left on the cluster: " + (left.isEmpty() ? "nothing" : String.join(", ", left)));
    }

    @Override
    public void close() {
        forwards.close();
        cluster.close();
    }
}
