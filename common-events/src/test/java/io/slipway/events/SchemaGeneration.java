package io.slipway.events;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.FieldScope;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import io.slipway.events.request.CancelRequested;
import io.slipway.events.request.DeployRequested;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * JSON Schemas of the events' data, from the records: what may be null, or is left out when it is empty, is optional,
 * everything else is always there. For requests only what an outside writer has to say is required.
 */
final class SchemaGeneration {

    private static final Map<Class<?>, List<String>> REQUIRED_OF_WRITERS =
            Map.of(DeployRequested.class, List.of("action"), CancelRequested.class, List.of());

    private SchemaGeneration() {}

    static ObjectNode schema(TopicDescriptor<?> topic) {
        SchemaGeneratorConfigBuilder builder = new SchemaGeneratorConfigBuilder(
                        EventJson.mapper(), SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule())
                .with(Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES, Option.DEFINITIONS_FOR_ALL_OBJECTS);
        builder.forFields().withRequiredCheck(SchemaGeneration::isAlwaysThere);
        builder.forTypesInGeneral()
                .withCustomDefinitionProvider((type, context) -> type.getErasedType() == Instant.class
                        ? new CustomDefinition(
                                context.getGeneratorConfig()
                                        .createObjectNode()
                                        .put("type", "string")
                                        .put("format", "date-time"),
                                CustomDefinition.DefinitionType.INLINE,
                                CustomDefinition.AttributeInclusion.NO)
                        : null);
        ObjectNode schema = new SchemaGenerator(builder.build()).generateSchema(topic.dataType());
        List<String> required = REQUIRED_OF_WRITERS.get(topic.dataType());
        if (required != null) {
            schema.remove("required");
            if (!required.isEmpty()) {
                ArrayNode names = schema.putArray("required");
                required.forEach(names::add);
            }
        }
        schema.put("title", topic.name());
        schema.put("description", topic.meaning());
        return schema;
    }

    private static boolean isAlwaysThere(FieldScope field) {
        JsonInclude written = field.getRawMember().getAnnotation(JsonInclude.class);
        return !field.getRawMember().getAnnotatedType().isAnnotationPresent(Nullable.class)
                && (written == null || written.value() != JsonInclude.Include.NON_EMPTY);
    }
}
