package io.slipway.platform.images;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The Dockerfile of a recipe, for making its image without an engine. It knows what our recipes use and refuses the rest.
 *
 * @param copies what {@code COPY} puts where
 * @param commands what {@code RUN} runs
 * @param environment variables, for the commands and in the image
 * @param config the image's configuration, as the OCI's format has it
 */
record Dockerfile(
        Map<String, String> copies, List<String> commands, Map<String, String> environment, ObjectNode config) {

    private static final Pattern ASSIGNMENT = Pattern.compile("([A-Z_]+)=(\\S+)");
    private static final ObjectMapper JSON = new ObjectMapper();

    static Dockerfile parse(String text) {
        Map<String, String> copies = new LinkedHashMap<>();
        List<String> commands = new ArrayList<>();
        Map<String, String> environment = new LinkedHashMap<>();
        ObjectNode config = JSON.createObjectNode();
        for (String line : text.replace("\\\n", "").lines().toList()) {
            if (line.isBlank() || line.startsWith("#")) {
                continue;
            }
            int space = line.indexOf(' ');
            String word = line.substring(0, space).toUpperCase(Locale.ROOT);
            String rest = line.substring(space + 1).strip();
            switch (word) {
                case "FROM" -> require(rest.equals("scratch"), line);
                case "ADD" -> require(rest.equals("rootfs.tar /"), line);
                case "COPY" -> {
                    String[] names = rest.split("\\s+", -1);
                    require(names.length == 2, line);
                    copies.put(names[0], names[1]);
                }
                case "RUN" -> commands.add(rest);
                case "ENV" -> {
                    Matcher assignment = ASSIGNMENT.matcher(rest);
                    while (assignment.find()) {
                        environment.put(assignment.group(1), assignment.group(2));
                    }
                }
                case "ENTRYPOINT" -> config.set("Entrypoint", list(rest));
                case "CMD" -> config.set("Cmd", list(rest));
                case "WORKDIR" -> config.put("WorkingDir", rest);
                case "STOPSIGNAL" -> config.put("StopSignal", rest);
                case "VOLUME" -> config.withObject("/Volumes").putObject(rest);
                case "EXPOSE" -> config.withObject("/ExposedPorts").putObject(rest + "/tcp");
                default -> require(false, line);
            }
        }
        ArrayNode variables = config.putArray("Env");
        environment.forEach((name, value) -> variables.add(name + "=" + value));
        return new Dockerfile(copies, commands, environment, config);
    }

    private static JsonNode list(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new IllegalArgumentException("Not a list: " + text, e);
        }
    }

    private static void require(boolean condition, String line) {
        if (!condition) {
            throw new IllegalArgumentException("A recipe cannot have this line: " + line);
        }
    }
}
