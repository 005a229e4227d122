package io.slipway.gateway.rest.deployment;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.slipway.gateway.app.deployment.Pictures.Scene;
import io.slipway.gateway.domain.deployment.EnvironmentPicture;
import jakarta.ws.rs.sse.OutboundSseEvent;
import jakarta.ws.rs.sse.Sse;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** One reader of a status stream: knows what the reader has seen last. */
final class StreamReader {

    private final @Nullable String lastEventId;
    private final ObjectMapper json;
    private final Sse sse;
    private @Nullable String seen;

    StreamReader(@Nullable String lastEventId, ObjectMapper json, Sse sse) {
        this.lastEventId = lastEventId;
        this.json = json;
        this.sse = sse;
    }

    /** The status, or a comment if the reader has seen just that. */
    OutboundSseEvent next(Scene scene) {
        EnvironmentPicture picture = scene.picture();
        long sequence = picture.reported() == null ? 0 : picture.reported().sequence();
        String id = Long.toString(sequence);
        String data = write(StagesBody.of(picture).numbered(sequence));
        boolean known = seen == null ? id.equals(lastEventId) && !picture.overlaid() : seen.equals(data);
        seen = data;
        return known
                ? sse.newEventBuilder().comment("nothing new").build()
                : sse.newEventBuilder().id(id).name("status").data(data).build();
    }

    private String write(StagesBody body) {
        try {
            return json.writeValueAsString(body);
        } catch (JsonProcessingException e) {
            throw new UncheckedIOException(e);
        }
    }
}
