package io.slipway.runtime.kubernetes;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.github.victools.jsonschema.generator.CustomDefinition;
import com.github.victools.jsonschema.generator.Option;
import com.github.victools.jsonschema.generator.OptionPreset;
import com.github.victools.jsonschema.generator.SchemaGenerator;
import com.github.victools.jsonschema.generator.SchemaGeneratorConfigBuilder;
import com.github.victools.jsonschema.generator.SchemaVersion;
import com.github.victools.jsonschema.module.jackson.JacksonModule;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.api.model.IntOrString;
import io.fabric8.kubernetes.api.model.Quantity;
import io.fabric8.kubernetes.client.utils.Serialization;
import io.slipway.events.EventJson;
import java.io.UncheckedIOException;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/** The JSON schemas of the client's model: what an object may hold, by name and type. */
public final class ModelSchema {

    private static final Map<Class<?>, JsonSchema> SCHEMAS = new ConcurrentHashMap<>();
    private static final SchemaGenerator GENERATOR = generator();

    private ModelSchema() {}

    /** Fails if {@code object}, as it is sent to a cluster, holds what its kind does not know. */
    public static void check(HasMetadata object) {
        JsonSchema schema = SCHEMAS.computeIfAbsent(
                object.getClass(),
                kind -> JsonSchemaFactory.getInstance(SpecVersion.VersionFlag.V202012)
                        .getSchema(GENERATOR.generateSchema(kind)));
        try {
            JsonNode json = EventJson.mapper().readTree(Serialization.asJson(object));
            assertThat(schema.validate(json))
                    .as("%s %s", object.getKind(), object.getMetadata().getName())
                    .isEmpty();
        } catch (com.fasterxml.jackson.core.JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static SchemaGenerator generator() {
        SchemaGeneratorConfigBuilder config = new SchemaGeneratorConfigBuilder(
                        SchemaVersion.DRAFT_2020_12, OptionPreset.PLAIN_JSON)
                .with(new JacksonModule())
                .with(
                        Option.DEFINITIONS_FOR_ALL_OBJECTS,
                        Option.MAP_VALUES_AS_ADDITIONAL_PROPERTIES,
                        Option.FORBIDDEN_ADDITIONAL_PROPERTIES_BY_DEFAULT);
        config.forTypesInGeneral().withCustomDefinitionProvider((type, context) -> {
            Class<?> raw = type.getErasedType();
            if (raw != Quantity.class && raw != IntOrString.class) {
                return null;
            }
            ObjectNode either = context.getGeneratorConfig().createObjectNode();
            either.putArray("type").add("string").add("integer");
            return new CustomDefinition(either);
        });
        return new SchemaGenerator(config.build());
    }
}
