package io.slipway.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The AsyncAPI 3.0 document follows from the topic catalog and the schemas. */
class AsyncApiTest {

    private static final String LOCAL_REFERENCE = "#/$defs/";
    private static final Pattern NOT_IN_NAMES = Pattern.compile("[^a-zA-Z0-9_.-]");
    private static final List<String> HEADERS = List.of("ce_specversion", "ce_id", "ce_source", "ce_type");

    private final ObjectMapper yaml = new ObjectMapper(new YAMLFactory()
            .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
            .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
            .enable(YAMLGenerator.Feature.ALWAYS_QUOTE_NUMBERS_AS_STRINGS)
            .disable(YAMLGenerator.Feature.SPLIT_LINES));

    @Test
    void shouldBeUpToDate() throws IOException {
        String generated = yaml.writeValueAsString(document());
        if (Generated.regenerate()) {
            Generated.write(Generated.asyncApi(), generated);
        }

        assertThat(Files.readString(Generated.asyncApi()))
                .as("write it anew with: %s", Generated.COMMAND)
                .isEqualTo(generated);
    }

    @Test
    void shouldReferOnlyToWhatItHas() throws IOException {
        JsonNode document = yaml.readTree(Generated.asyncApi().toFile());

        assertThat(document.findValuesAsText("$ref"))
                .isNotEmpty()
                .allSatisfy(reference -> assertThat(
                                document.at(reference.substring(1)).isMissingNode())
                        .as(reference)
                        .isFalse());
    }

    private static ObjectNode document() {
        ObjectNode document = JsonNodeFactory.instance.objectNode();
        document.put("asyncapi", "3.0.0");
        document.putObject("info")
                .put("title", "Slipway events")
                .put("version", "1")
                .put(
                        "description",
                        "Records are CloudEvents 1.0 in Kafka: binary mode is written, binary and structured mode are"
                                + " read. Read with isolation.level=read_committed.")
                .putObject("license")
                .put("name", "Apache-2.0");
        document.put("defaultContentType", "application/json");
        ObjectNode channels = document.putObject("channels");
        ObjectNode operations = document.putObject("operations");
        ObjectNode components = document.putObject("components");
        ObjectNode messages = components.putObject("messages");
        ObjectNode schemas = components.putObject("schemas");
        for (TopicDescriptor<?> topic : TopicCatalog.all()) {
            if (topic.audience() == TopicDescriptor.Audience.INTERNAL) {
                continue;
            }
            channel(channels, topic);
            operation(operations, topic);
            message(messages, topic);
            schema(schemas, topic);
        }
        return document;
    }

    private static void channel(ObjectNode channels, TopicDescriptor<?> topic) {
        ObjectNode channel = channels.putObject(topic.name());
        channel.put("address", topic.name());
        channel.put("description", topic.meaning());
        channel.putObject("messages").putObject(topic.name()).put("$ref", "#/components/messages/" + topic.name());
        channel.putObject("bindings")
                .putObject("kafka")
                .put("topic", topic.name())
                .putObject("topicConfiguration")
                .putArray("cleanup.policy")
                .add(topic.compacted() ? "compact" : "delete");
    }

    private static void operation(ObjectNode operations, TopicDescriptor<?> topic) {
        boolean received = topic.audience() == TopicDescriptor.Audience.WRITE;
        ObjectNode operation = operations.putObject((received ? "receive." : "send.") + topic.name());
        operation.put("action", received ? "receive" : "send");
        operation.put("summary", received ? "Anybody may publish it." : "Anybody may subscribe to it.");
        operation.putObject("channel").put("$ref", "#/channels/" + topic.name());
    }

    private static void message(ObjectNode messages, TopicDescriptor<?> topic) {
        ObjectNode message = messages.putObject(topic.name());
        message.put("name", topic.type());
        message.put("summary", topic.meaning());
        message.put("contentType", "application/json");
        ObjectNode headers = message.putObject("headers");
        headers.put("type", "object");
        ArrayNode required = headers.putArray("required");
        HEADERS.forEach(required::add);
        ObjectNode properties = headers.putObject("properties");
        properties.putObject("ce_specversion").put("const", "1.0");
        properties.putObject("ce_id").put("type", "string").put("description", "The same id is the same event.");
        properties.putObject("ce_source").put("type", "string").put("format", "uri-reference");
        properties.putObject("ce_type").put("const", topic.type());
        properties.putObject("ce_subject").put("type", "string");
        properties.putObject("ce_time").put("type", "string").put("format", "date-time");
        properties.putObject("ce_deploymentid").put("type", "string");
        properties.putObject("ce_traceparent").put("type", "string").put("description", "W3C Trace Context");
        message.putObject("payload").put("$ref", "#/components/schemas/" + topic.name());
        message.putObject("bindings")
                .putObject("kafka")
                .putObject("key")
                .put("type", "string")
                .put("description", "environment id");
    }

    private static void schema(ObjectNode schemas, TopicDescriptor<?> topic) {
        ObjectNode schema = SchemaGeneration.schema(topic);
        schema.remove("$schema");
        JsonNode definitions = schema.remove("$defs");
        schemas.set(topic.name(), hoisted(schema, topic));
        if (definitions != null) {
            for (Map.Entry<String, JsonNode> definition : definitions.properties()) {
                schemas.set(name(topic, definition.getKey()), hoisted(definition.getValue(), topic));
            }
        }
    }

    private static String name(TopicDescriptor<?> topic, String definition) {
        return topic.name() + "." + NOT_IN_NAMES.matcher(definition).replaceAll("_");
    }

    /** References into the schema's own definitions become references to the document's components. */
    private static JsonNode hoisted(JsonNode node, TopicDescriptor<?> topic) {
        if (node instanceof ObjectNode object) {
            ObjectNode copy = JsonNodeFactory.instance.objectNode();
            object.properties().forEach(entry -> {
                String text = entry.getValue().isTextual() ? entry.getValue().textValue() : "";
                if (entry.getKey().equals("$ref") && text.startsWith(LOCAL_REFERENCE)) {
                    copy.put("$ref", "#/components/schemas/" + name(topic, text.substring(LOCAL_REFERENCE.length())));
                } else if (entry.getKey().equals("$ref") && text.equals("#")) {
                    copy.put("$ref", "#/components/schemas/" + topic.name());
                } else {
                    copy.set(entry.getKey(), hoisted(entry.getValue(), topic));
                }
            });
            return copy;
        }
        if (node instanceof ArrayNode array) {
            ArrayNode copy = JsonNodeFactory.instance.arrayNode();
            array.forEach(element -> copy.add(hoisted(element, topic)));
            return copy;
        }
        return node;
    }
}
