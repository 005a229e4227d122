package io.slipway.events;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class SchemaTest {

    static Stream<TopicDescriptor<?>> topics() {
        return TopicCatalog.all().stream();
    }

    @ParameterizedTest
    @MethodSource("topics")
    void shouldChangeCompatiblyAndBeUpToDate(TopicDescriptor<?> topic) throws IOException {
        Path file = Generated.schema(topic.name());
        JsonNode generated = SchemaGeneration.schema(topic);
        String text = generated.toPrettyString() + "\n";
        if (Generated.regenerate() && !Files.exists(file)) {
            Generated.write(file, text);
        }
        JsonNode committed = EventJson.mapper().readTree(file.toFile());

        assertThat(Compatibility.breaks(committed, generated, topic.audience() == TopicDescriptor.Audience.WRITE))
                .as("an event is never changed so that old readers break: add a member, or a new version")
                .isEmpty();

        if (Generated.regenerate()) {
            Generated.write(file, text);
        }
        assertThat(Files.readString(file))
                .as("write it anew with: %s", Generated.COMMAND)
                .isEqualTo(text);
    }

    @Test
    void shouldNoticeChangesThatBreakReaders() throws IOException {
        ObjectNode schema = SchemaGeneration.schema(TopicCatalog.DEPLOY_REJECTED);
        ObjectNode changed = schema.deepCopy();
        ((ObjectNode) changed.get("properties")).remove("message");
        ((ObjectNode) changed.at("/properties/requestId")).put("type", "integer");
        ((ObjectNode) changed.get("properties")).putObject("more").put("type", "string");

        List<String> breaks = Compatibility.breaks(schema, changed, false);

        assertThat(breaks)
                .containsExactlyInAnyOrder("/message is gone", "/requestId/type was \"string\", is \"integer\"");
    }
}
