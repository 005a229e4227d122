package io.slipway.build.domain.dockerfile;

import io.slipway.build.domain.dockerfile.Dockerfile.BuildKitOnly;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** Finds what the classic builder does not have, so that its user hears more than "unknown flag". */
final class BuildKitFeatures {

    private static final String COPY_FIRST = "copy first and change it with a RUN in the same stage";
    private static final Map<String, Map<String, String>> FLAGS = Map.of(
            "RUN",
            Map.of(
                    "--mount", "run the command without it; copy with COPY what a bind mount gave",
                    "--network", "leave the flag out",
                    "--security", "leave the flag out",
                    "--device", "leave the flag out"),
            "COPY",
            Map.of(
                    "--link", "leave the flag out",
                    "--parents", "name the directories in the destination",
                    "--exclude", "name the files in .dockerignore",
                    "--chmod", COPY_FIRST + " (RUN chmod …)"),
            "ADD",
            Map.of(
                    "--link", "leave the flag out",
                    "--exclude", "name the files in .dockerignore",
                    "--checksum", "check with RUN sha256sum -c",
                    "--keep-git-dir", "clone with RUN git clone",
                    "--unpack", "unpack with RUN tar",
                    "--chmod", COPY_FIRST + " (RUN chmod …)"));

    private BuildKitFeatures() {}

    static List<BuildKitOnly> in(Instruction instruction) {
        if (instruction.keyword().equals("ONBUILD") && !instruction.words().isEmpty()) {
            List<String> words = instruction.words();
            return in(new Instruction(
                    instruction.line(), words.getFirst().toUpperCase(Locale.ROOT), "", words.subList(1, words.size())));
        }
        List<BuildKitOnly> found = new ArrayList<>();
        Map<String, String> flags = FLAGS.getOrDefault(instruction.keyword(), Map.of());
        for (String word : instruction.words()) {
            if (!word.startsWith("--")) {
                break;
            }
            String flag = word.split("=", 2)[0];
            if (flags.containsKey(flag)) {
                found.add(new BuildKitOnly(instruction.line(), instruction.keyword() + " " + flag, flags.get(flag)));
            }
        }
        DockerfileText.hereDocuments(instruction).stream()
                .findFirst()
                .ifPresent(terminator -> found.add(new BuildKitOnly(
                        instruction.line(),
                        "a here-document (" + instruction.keyword() + " <<" + terminator + ")",
                        instruction.keyword().equals("RUN")
                                ? "join the commands with && \\"
                                : "put the text into a file of the repository and copy that")));
        return found;
    }
}
