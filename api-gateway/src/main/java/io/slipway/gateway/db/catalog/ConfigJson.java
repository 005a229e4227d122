package io.slipway.gateway.db.catalog;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import io.slipway.gateway.domain.catalog.ServiceConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Schedule;
import io.slipway.gateway.domain.catalog.ServiceConfig.Source;
import io.slipway.gateway.domain.catalog.ServiceType;
import java.io.UncheckedIOException;
import java.util.Map;

/** How configurations are kept in columns: members that are not known any more are ignored. */
final class ConfigJson {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .defaultPropertyInclusion(
                    JsonInclude.Value.construct(JsonInclude.Include.NON_NULL, JsonInclude.Include.ALWAYS))
            .addMixIn(Source.class, SourceTypes.class)
            .addMixIn(Schedule.class, ScheduleTypes.class)
            .build();

    private ConfigJson() {}

    static String write(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static ServiceConfig config(ServiceType type, String json) {
        Class<? extends ServiceConfig> record = switch (type) {
            case APPLICATION -> ServiceConfig.ApplicationConfig.class;
            case CONTAINER -> ServiceConfig.ContainerConfig.class;
            case JOB -> ServiceConfig.JobConfig.class;
            case DATABASE -> ServiceConfig.DatabaseConfig.class;
        };
        try {
            return MAPPER.readValue(json, record);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Map<String, String> settings(String json) {
        try {
            return MAPPER.readValue(json, new TypeReference<Map<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Source.Git.class, name = "GIT"),
        @JsonSubTypes.Type(value = Source.Image.class, name = "IMAGE")
    })
    private interface SourceTypes {}

    @JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
    @JsonSubTypes({
        @JsonSubTypes.Type(value = Schedule.Lifecycle.class, name = "LIFECYCLE"),
        @JsonSubTypes.Type(value = Schedule.Cron.class, name = "CRON")
    })
    private interface ScheduleTypes {}
}
