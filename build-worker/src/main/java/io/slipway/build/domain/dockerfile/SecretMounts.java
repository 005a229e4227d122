package io.slipway.build.domain.dockerfile;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds the secrets that a {@code RUN} mounts. */
final class SecretMounts {

    private static final String FLAG = "--mount=";

    private SecretMounts() {}

    /** Their ids, in the order in which they are mounted. */
    static List<String> in(Instruction instruction) {
        if (!instruction.keyword().equals("RUN")) {
            return List.of();
        }
        List<String> ids = new ArrayList<>();
        for (String word : instruction.words()) {
            if (!word.startsWith("--")) {
                break;
            }
            if (word.startsWith(FLAG)) {
                Map<String, String> options = options(word.substring(FLAG.length()));
                String id = id(options);
                if (options.getOrDefault("type", "").equals("secret") && !id.isEmpty()) {
                    ids.add(id);
                }
            }
        }
        return ids;
    }

    private static Map<String, String> options(String list) {
        Map<String, String> options = new HashMap<>();
        for (String option : list.replace("\"", "").split(",", -1)) {
            String[] parts = option.strip().split("=", 2);
            options.put(parts[0], parts.length > 1 ? parts[1] : "");
        }
        return options;
    }

    /** Without an id of its own, a secret has the name of the file that it is mounted at. */
    private static String id(Map<String, String> options) {
        String id = options.getOrDefault("id", "");
        if (!id.isEmpty()) {
            return id;
        }
        String target =
                options.getOrDefault("target", options.getOrDefault("dst", options.getOrDefault("destination", "")));
        return target.substring(target.lastIndexOf('/') + 1);
    }
}
