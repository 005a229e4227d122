package io.slipway.build.domain.dockerfile;

import io.slipway.build.domain.BuildException;
import io.slipway.events.work.StepFailure.Reason;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * As much of a Dockerfile as has to be known before it is built: its stages, the build arguments that it takes and what
 * only BuildKit understands. Whether it is right in every other respect is for the builder to say.
 *
 * @param globalArguments names of the {@code ARG}s before the first {@code FROM}
 * @param syntax the {@code # syntax=} directive
 */
public record Dockerfile(
        List<Stage> stages, List<String> globalArguments, Optional<Syntax> syntax, List<BuildKitOnly> buildKitOnly) {

    public Dockerfile {
        stages = List.copyOf(stages);
        globalArguments = List.copyOf(globalArguments);
        buildKitOnly = List.copyOf(buildKitOnly);
    }

    /**
     * The {@code # syntax=} directive.
     *
     * @param frontend image of the frontend that it asks for
     */
    public record Syntax(int line, String frontend) {

        /** Whether that is Docker's own frontend, whose common features the classic builder has as well. */
        public boolean standard() {
            return frontend.matches("(docker\\.io/)?docker/dockerfile([:@].*)?");
        }
    }

    /**
     * Something that the classic builder does not have.
     *
     * @param what the instruction or flag
     * @param instead what works in its place
     */
    public record BuildKitOnly(int line, String what, String instead) {}

    /**
     * Reads a Dockerfile.
     *
     * @throws BuildException ({@code BUILD_FAILED}) if it has no {@code FROM}
     */
    public static Dockerfile parse(String text) {
        DockerfileText lines = DockerfileText.read(text);
        List<String> global = new ArrayList<>();
        List<Stage> stages = new ArrayList<>();
        List<BuildKitOnly> buildKitOnly = new ArrayList<>();
        for (Instruction instruction : lines.instructions()) {
            switch (instruction.keyword()) {
                case "FROM" -> stages.add(stage(stages.size(), instruction));
                case "ARG" -> {
                    List<String> names = argumentNames(instruction);
                    if (stages.isEmpty()) {
                        global.addAll(names);
                    } else {
                        stages.add(with(stages.removeLast(), names));
                    }
                }
                default -> {
                    buildKitOnly.addAll(BuildKitFeatures.in(instruction));
                    List<String> secrets = SecretMounts.in(instruction);
                    if (!secrets.isEmpty() && !stages.isEmpty()) {
                        stages.add(mounting(stages.removeLast(), secrets));
                    }
                }
            }
        }
        if (stages.isEmpty()) {
            throw new BuildException(
                    Reason.BUILD_FAILED, "the Dockerfile has no FROM instruction, so there is nothing to build");
        }
        return new Dockerfile(stages, global, lines.syntax(), buildKitOnly);
    }

    /**
     * The stage that {@code target} names, by name (in any case) or index.
     *
     * @param target null = the last stage
     * @throws BuildException ({@code INVALID_SOURCE}) if there is none
     */
    public Stage target(@Nullable String target) {
        if (target == null || target.isBlank()) {
            return stages.getLast();
        }
        String wanted = target.strip();
        return stages.stream()
                .filter(stage -> stage.name().filter(wanted::equalsIgnoreCase).isPresent())
                .findFirst()
                .or(() -> stages.stream()
                        .filter(stage -> Integer.toString(stage.index()).equals(wanted))
                        .findFirst())
                .orElseThrow(() -> new BuildException(Reason.INVALID_SOURCE, noSuchStage(wanted)));
    }

    /**
     * Names of the build arguments that a build up to {@code target} takes, in the order in which they are declared. The
     * builder runs every stage before the target, needed or not.
     */
    public Set<String> argumentNames(Stage target) {
        Set<String> names = new LinkedHashSet<>(globalArguments);
        stages.stream()
                .filter(stage -> stage.index() <= target.index())
                .forEach(stage -> names.addAll(stage.arguments()));
        return names;
    }

    /**
     * Ids of the secrets that a build up to {@code target} may mount. As for build arguments, those of a stage that the
     * target does not need are among them.
     */
    public Set<String> secretIds(Stage target) {
        Set<String> ids = new LinkedHashSet<>();
        stages.stream().filter(stage -> stage.index() <= target.index()).forEach(stage -> ids.addAll(stage.secrets()));
        return ids;
    }

    private String noSuchStage(String wanted) {
        String named = stages.stream()
                .flatMap(stage -> stage.name().stream())
                .map(name -> "'" + name + "'")
                .collect(Collectors.joining(", "));
        return "the Dockerfile has no build stage '" + wanted + "'; "
                + (named.isEmpty() ? "none of its stages has a name (FROM image AS name)" : "it has " + named);
    }

    private static Stage stage(int index, Instruction from) {
        List<String> words =
                from.words().stream().filter(word -> !word.startsWith("--")).toList();
        boolean named = words.size() >= 3 && words.get(1).equalsIgnoreCase("AS");
        return new Stage(
                index,
                from.line(),
                words.isEmpty() ? "" : words.getFirst(),
                named ? Optional.of(words.get(2).toLowerCase(Locale.ROOT)) : Optional.empty(),
                List.of(),
                List.of());
    }

    private static Stage with(Stage stage, List<String> names) {
        List<String> all = new ArrayList<>(stage.arguments());
        all.addAll(names);
        return new Stage(stage.index(), stage.line(), stage.base(), stage.name(), all, stage.secrets());
    }

    private static Stage mounting(Stage stage, List<String> secrets) {
        List<String> all = new ArrayList<>(stage.secrets());
        all.addAll(secrets);
        return new Stage(stage.index(), stage.line(), stage.base(), stage.name(), stage.arguments(), all);
    }

    private static List<String> argumentNames(Instruction arg) {
        return arg.words().stream()
                .map(word -> word.contains("=") ? word.substring(0, word.indexOf('=')) : word)
                .filter(name -> !name.isEmpty())
                .toList();
    }
}
