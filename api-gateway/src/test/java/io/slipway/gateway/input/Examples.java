package io.slipway.gateway.input;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.slipway.gateway.input.Description.Operation;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Valid bodies of all operations, from {@code input/valid.json}: by operation, with the fields that exclude each other in
 * several variants. {@code "@x"} stands for the entry {@code @x}, {@code {{x}}} for an id of the tenant.
 */
final class Examples {

    private static final Pattern PLACEHOLDER = Pattern.compile("\\{\\{(\\w+)}}");

    private final JsonNode all;
    private final Tenant tenant;

    Examples(Tenant tenant) {
        this.tenant = tenant;
        try (InputStream file = Examples.class.getResourceAsStream("/input/valid.json")) {
            this.all = new ObjectMapper().readTree(Objects.requireNonNull(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The valid requests for an operation; none if nobody has written one. */
    List<Example> of(Operation operation) {
        List<Example> examples = new ArrayList<>();
        all.properties().forEach(entry -> {
            String[] key = entry.getKey().split(" ", -1);
            if (key[0].equals(operation.id())) {
                String path = path(operation, key.length > 1 ? key[1] : "");
                entry.getValue()
                        .forEach(body -> examples.add(new Example(examples.size(), path, (ObjectNode) filled(body))));
            }
        });
        return examples;
    }

    /** The operation's path with the tenant's own ids. */
    String path(Operation operation) {
        return path(operation, "");
    }

    /** The id that a path parameter can have, of a tenant. */
    static String idFor(Operation operation, String parameter, Tenant tenant) {
        return tenant.id(
                switch (parameter) {
                    case "deploymentStageId" -> "stage";
                    case "stageId" -> "otherStage";
                    case "serviceId" -> "container";
                    case "deploymentRequestId" -> "request";
                    case "containerRegistryId" -> "registry";
                    case "deploymentRestrictionId" ->
                        operation.path().startsWith("/job/") ? "jobRestriction" : "applicationRestriction";
                    default -> parameter.substring(0, parameter.length() - "Id".length());
                });
    }

    private String path(Operation operation, String job) {
        String path = operation.path();
        for (String parameter : operation.pathParameters()) {
            String id =
                    parameter.equals("jobId") && !job.isEmpty() ? tenant.id(job) : idFor(operation, parameter, tenant);
            path = path.replace("{" + parameter + "}", id);
        }
        return operation.id().equals("importEnvironmentVariables")
                ? path + "?service_type=CONTAINER&service_id=" + tenant.id("container")
                : path;
    }

    private JsonNode filled(JsonNode node) {
        JsonNodeFactory json = JsonNodeFactory.instance;
        if (node.isObject()) {
            ObjectNode filled = json.objectNode();
            node.properties().forEach(each -> filled.set(each.getKey(), filled(each.getValue())));
            return filled;
        }
        if (node.isArray()) {
            ArrayNode filled = json.arrayNode();
            node.forEach(each -> filled.add(filled(each)));
            return filled;
        }
        if (!node.isTextual()) {
            return node;
        }
        String text = node.textValue();
        if (text.startsWith("@")) {
            return filled(all.path(text));
        }
        Matcher placeholders = PLACEHOLDER.matcher(text);
        return json.textNode(placeholders.replaceAll(found -> value(found.group(1))));
    }

    private String value(String placeholder) {
        String random = UUID.randomUUID().toString();
        return switch (placeholder) {
            case "unique" -> "n-" + random;
            case "key" -> "K" + random.replace("-", "");
            default -> tenant.id(placeholder);
        };
    }

    /** A valid request, the how manieth of its operation. */
    record Example(int index, String path, ObjectNode body) {}
}
