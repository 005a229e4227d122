package io.slipway.acceptance.support;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.jspecify.annotations.Nullable;

/** The REST API as a client with nothing but HTTP and JSON sees it. Remembers all answers, to search them for secrets. */
public final class Api {

    private static final ObjectMapper JSON = new ObjectMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final String url;
    private final String token;
    private final Queue<String> answers = new ConcurrentLinkedQueue<>();

    /** A client of the gateway at {@code url} with an API token. */
    public Api(String url, String token) {
        this.url = url;
        this.token = token;
    }

    /** An answer: status code and body as it came. */
    public record Answer(int status, String text) {

        /** The body as JSON. */
        public JsonNode json() {
            return Api.json(text);
        }

        /** The body as JSON of an answer that has to have this status. */
        public JsonNode json(int expected) {
            assertThat(status).as("answer: %s", text).isEqualTo(expected);
            return json();
        }
    }

    /** Text as JSON. */
    public static JsonNode json(String text) {
        try {
            return JSON.readTree(text);
        } catch (IOException e) {
            throw new UncheckedIOException(text, e);
        }
    }

    public Answer get(String path) {
        return call("GET", path, null, "application/json");
    }

    public Answer post(String path, String body) {
        return call("POST", path, body, "application/json");
    }

    /** POST as clients send it that have no body: with the content type of a form, and empty. */
    public Answer post(String path) {
        return call("POST", path, "", "application/x-www-form-urlencoded");
    }

    public Answer put(String path, String body) {
        return call("PUT", path, body, "application/json");
    }

    public Answer delete(String path) {
        return call("DELETE", path, null, "application/json");
    }

    /** Any call. */
    public Answer call(String method, String path, @Nullable String body, String contentType) {
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(url + path))
                .timeout(Duration.ofSeconds(30))
                .header("Authorization", "Token " + token);
        if (body == null) {
            request.method(method, HttpRequest.BodyPublishers.noBody());
        } else {
            request.header("Content-Type", contentType)
                    .method(method, HttpRequest.BodyPublishers.ofString(body, StandardCharsets.UTF_8));
        }
        try {
            HttpResponse<String> response = http.send(request.build(), HttpResponse.BodyHandlers.ofString());
            answers.add(response.body());
            return new Answer(response.statusCode(), response.body());
        } catch (IOException e) {
            throw new UncheckedIOException(method + " " + path, e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Everything that was answered so far. */
    public String answers() {
        return String.join("\n", answers);
    }
}
