package io.slipway.build.app;

import io.slipway.build.app.ContextArchive.Content;
import io.slipway.build.app.SourceRepository.Login;
import io.slipway.build.app.SourceRepository.Request;
import io.slipway.build.app.Workspaces.Workspace;
import io.slipway.build.domain.BuildArguments;
import io.slipway.build.domain.BuildArguments.Selection;
import io.slipway.build.domain.ImageName;
import io.slipway.build.domain.dockerfile.BuilderSupport;
import io.slipway.build.domain.dockerfile.Dockerfile;
import io.slipway.build.domain.dockerfile.IgnoreRules;
import io.slipway.build.domain.dockerfile.Stage;
import io.slipway.build.domain.source.GitUrl;
import io.slipway.build.domain.source.SourcePaths;
import io.slipway.events.spec.ImageSource;
import io.slipway.events.status.DeploymentLogLine.Level;
import io.slipway.events.work.BuildCompleted.Result.Built;
import io.slipway.events.work.BuildRequested;
import io.slipway.events.work.Image;
import io.slipway.events.work.ResolvedVariable;
import io.slipway.events.work.StepFailure.Reason;
import io.slipway.events.work.StepRef;
import io.slipway.kit.secret.SecretCipher;
import io.slipway.kit.secret.SecretException;
import io.slipway.kit.secret.SecretMasker;
import io.slipway.kit.variable.ContainerVariables;
import io.slipway.kit.variable.MountedFile;
import io.slipway.kit.work.StepException;
import io.slipway.runtime.ImageBuilder;
import io.slipway.runtime.ImageBuilder.Build;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * One build from beginning to end: fetch the commit, find and read the Dockerfile, name the image after all that goes into
 * it, and build it unless it exists.
 */
public final class ImageBuild {

    /** Name of a Dockerfile that is not a file of the context. */
    static final String EXTRA_DOCKERFILE = ".slipway.Dockerfile";

    private static final int MAX_TEXT_FILE = 1 << 20;
    private static final int SHORT_COMMIT = 12;

    private final SourceRepository sources;
    private final ContextArchive archive;
    private final Workspaces workspaces;
    private final Engine engine;
    private final SecretCipher cipher;
    private final BuildSettings settings;

    /** @param whileUnavailable tries again what {@link #isWorthAnotherTry} */
    public ImageBuild(
            SourceRepository sources,
            ContextArchive archive,
            Workspaces workspaces,
            ImageBuilder builder,
            Patience whileUnavailable,
            SecretCipher cipher,
            BuildSettings settings) {
        this.sources = sources;
        this.archive = archive;
        this.workspaces = workspaces;
        this.engine = new Engine(builder, whileUnavailable);
        this.cipher = cipher;
        this.settings = settings;
    }

    /** Whether asking the engine again may help: it does not answer. */
    public static boolean isWorthAnotherTry(Throwable failure) {
        return failure instanceof StepException step && step.failure().reason() == Reason.RUNTIME_UNAVAILABLE;
    }

    /** Blocks until the image exists; throws what the build's result is to say otherwise. */
    Built run(BuildRequested command, BuildLog log) throws InterruptedException, IOException {
        ImageSource.Git source = command.source();
        String root = SourcePaths.checkedRoot(source.rootPath());
        String raw = blankToNull(source.dockerfileRaw()) == null ? null : source.dockerfileRaw();
        String path = blankToNull(source.dockerfilePath());
        String dockerfile = raw == null ? SourcePaths.checkedDockerfile(path == null ? "Dockerfile" : path) : null;
        GitUrl url = GitUrl.parse(source.url());
        Login login = login(source, url);
        log.mask(masker(command.variables(), login));

        try (Workspace workspace = workspaces.open(command.step())) {
            log.info("Cloning " + url + describe(source));
            Request request = new Request(url, blankToNull(source.branch()), blankToNull(source.commit()), login);
            try (Checkout checkout =
                    sources.fetch(request, workspace.directory().resolve("repository"))) {
                log.info("Commit " + checkout.commit());
                Context context = context(checkout, root, dockerfile, raw);
                return build(command, checkout, context, workspace.directory().resolve("context.tar"), log);
            }
        }
    }

    /** What is built: the directory, and the Dockerfile's place and text. */
    private record Context(
            String root,
            String dockerfile,
            boolean added,
            String text,
            @Nullable String ignoreFile) {}

    private static Context context(Checkout checkout, String root, @Nullable String dockerfile, @Nullable String raw) {
        SourcePaths paths = new SourcePaths(checkout);
        String directory = paths.directory(root);
        if (dockerfile == null || raw != null) {
            return new Context(
                    directory,
                    EXTRA_DOCKERFILE,
                    true,
                    raw == null ? "" : raw,
                    ignoreFile(checkout, paths, directory, null));
        }
        String file = paths.dockerfile(directory, dockerfile);
        // Through a symbolic link it may lie outside of the context, where the builder would not find it.
        boolean linked = !file.equals(SourcePaths.join(directory, dockerfile));
        return new Context(
                directory,
                linked ? EXTRA_DOCKERFILE : dockerfile,
                linked,
                checkout.text(file, MAX_TEXT_FILE),
                ignoreFile(checkout, paths, directory, dockerfile));
    }

    private static @Nullable String ignoreFile(
            Checkout checkout, SourcePaths paths, String directory, @Nullable String dockerfile) {
        Optional<String> own = dockerfile == null
                ? Optional.empty()
                : paths.fileIfAny(SourcePaths.join(directory, dockerfile + ".dockerignore"));
        return own.or(() -> paths.fileIfAny(SourcePaths.join(directory, ".dockerignore")))
                .map(file -> checkout.text(file, MAX_TEXT_FILE))
                .orElse(null);
    }

    private Built build(BuildRequested command, Checkout checkout, Context context, Path tar, BuildLog log)
            throws InterruptedException, IOException {
        Dockerfile dockerfile = Dockerfile.parse(context.text());
        BuilderSupport.check(dockerfile, engine.understandsBuildKit()).forEach(log::warning);
        String targetName = blankToNull(command.source().targetStage());
        Stage target = dockerfile.target(targetName);
        Selection arguments = arguments(dockerfile.argumentNames(target), command.variables());
        if (!arguments.withheld().isEmpty()) {
            log.warning("Not passed as build arguments, because they are secrets or take one in: "
                    + String.join(", ", arguments.withheld()));
        }
        if (!arguments.arguments().isEmpty()) {
            log.info("Build arguments: "
                    + String.join(", ", arguments.arguments().keySet()));
        }
        Map<String, String> secrets = secrets(dockerfile.secretIds(target), command.variables(), log);
        String reference = ImageName.reference(
                settings.imagePrefix(),
                command.step().serviceId(),
                command.serviceName(),
                new ImageName.Inputs(
                        checkout.commit(),
                        checkout.treeId(context.root()),
                        context.text(),
                        targetName,
                        arguments.arguments()));
        Optional<Image> existing = engine.find(reference);
        if (existing.isPresent()) {
            log.result(Level.INFO, "Image " + reference + " exists already: nothing to build");
            // What a worker that was killed has left of this attempt, if it was the one that built the image.
            engine.discard(command.step());
            return new Built(of(existing.get(), checkout.commit()), true);
        }
        IgnoreRules rules = context.ignoreFile() == null ? IgnoreRules.NONE : IgnoreRules.parse(context.ignoreFile());
        ContextArchive.Summary summary = archive.write(
                checkout,
                new Content(
                        context.root(),
                        context.dockerfile(),
                        context.added() ? context.text() : null,
                        context.ignoreFile(),
                        rules),
                tar,
                settings.maxContextBytes());
        log.info("Build context: " + summary.files() + " files, " + summary.bytes() + " bytes");
        if (!summary.submodules().isEmpty()) {
            log.warning("Submodules are not cloned, their directories stay empty: "
                    + String.join(", ", summary.submodules()));
        }
        Image image = engine.build(
                new Build(
                        command.step(),
                        command.environment(),
                        tar,
                        context.dockerfile(),
                        targetName,
                        arguments.arguments(),
                        secrets,
                        reference,
                        checkout.commit()),
                log);
        log.result(Level.INFO, "Built image " + reference);
        return new Built(image, false);
    }

    /** An image's name has its commit in it, so this is the one, even where the builder does not know any more. */
    private static Image of(Image image, String commit) {
        return image.commit() == null
                ? new Image(image.reference(), image.digest(), commit, image.pullCredentials())
                : image;
    }

    /** Removes what a former process left of an attempt that will not be built any more. */
    void discard(StepRef step) {
        engine.discard(step);
    }

    private static Selection arguments(Set<String> names, List<ResolvedVariable> variables) {
        List<ResolvedVariable> relevant = BuildArguments.relevant(names, variables);
        // Secrets count only in that they taint what takes them in: their values are of no use here.
        ContainerVariables opened = ContainerVariables.open(relevant, new Blank());
        return BuildArguments.select(names, relevant, opened.environment(), opened.secretKeys());
    }

    /** A file variable's secret is the file's content. What the secrets are has no say in the image's name, as in its layers. */
    private Map<String, String> secrets(Set<String> ids, List<ResolvedVariable> variables, BuildLog log) {
        List<ResolvedVariable> relevant = BuildArguments.relevant(ids, variables, this::text);
        ContainerVariables opened = ContainerVariables.open(relevant, cipher);
        Map<String, String> files =
                opened.files().stream().collect(Collectors.toMap(MountedFile::path, MountedFile::content, (_, b) -> b));
        Map<String, String> secrets = new TreeMap<>();
        for (ResolvedVariable variable : relevant) {
            String key = variable.key();
            String value = opened.environment().get(key);
            if (ids.contains(key) && value != null) {
                secrets.put(key, variable.mountPath() == null ? value : files.getOrDefault(value, ""));
            }
        }
        if (!secrets.isEmpty()) {
            log.info("Secrets for the build: " + String.join(", ", secrets.keySet()));
        }
        Set<String> missing = new TreeSet<>(ids);
        missing.removeAll(secrets.keySet());
        if (!missing.isEmpty()) {
            log.warning("The Dockerfile mounts secrets that are no variables of the service: "
                    + String.join(", ", missing));
        }
        return secrets;
    }

    private String text(ResolvedVariable variable) {
        String text = variable.value().text();
        return variable.value().secret() ? decrypted("the variable " + variable.key(), text) : text;
    }

    /** Decrypts everything to nothing. */
    private static final class Blank implements SecretCipher {
        @Override
        public String encrypt(String plaintext) {
            throw new UnsupportedOperationException();
        }

        @Override
        public String decrypt(String ciphertext) {
            return "";
        }
    }

    private @Nullable Login login(ImageSource.Git source, GitUrl url) {
        ImageSource.Credentials credentials = source.credentials();
        if (credentials != null) {
            String secret = credentials.secret().secret()
                    ? decrypted(
                            "the credentials of the repository",
                            credentials.secret().text())
                    : credentials.secret().text();
            String user = credentials.username().isBlank() ? url.user().orElse("") : credentials.username();
            return new Login(user, secret);
        }
        return url.password()
                .map(password -> new Login(url.user().orElse(""), password))
                .or(() -> url.scheme() == GitUrl.Scheme.SSH
                        ? Optional.empty()
                        : url.user().map(token -> new Login("", token)))
                .orElse(null);
    }

    private SecretMasker masker(List<ResolvedVariable> variables, @Nullable Login login) {
        Set<String> secrets = new HashSet<>();
        for (ResolvedVariable variable : variables) {
            if (variable.value().secret()) {
                secrets.add(decrypted(
                        "the variable " + variable.key(), variable.value().text()));
            }
        }
        List<String> all = new ArrayList<>(secrets);
        if (login != null) {
            all.add(login.secret());
        }
        return SecretMasker.of(all);
    }

    private String decrypted(String what, String ciphertext) {
        try {
            return cipher.decrypt(ciphertext);
        } catch (SecretException e) {
            throw new StepException(
                    Reason.INTERNAL, "the secret value of " + what + " cannot be decrypted: " + e.getMessage(), e);
        }
    }

    private static String describe(ImageSource.Git source) {
        String branch = blankToNull(source.branch()) == null ? "default branch" : "branch " + source.branch();
        String commit = blankToNull(source.commit());
        return " (" + branch
                + (commit == null ? "" : ", commit " + commit.substring(0, Math.min(SHORT_COMMIT, commit.length())))
                + ")";
    }

    private static @Nullable String blankToNull(@Nullable String text) {
        return text == null || text.isBlank() ? null : text.strip();
    }
}
