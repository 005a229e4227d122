package io.slipway.gateway.rest.body;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.slipway.gateway.app.error.ApiException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BodyTest {

    private enum Colour {
        RED,
        GREEN
    }

    @Test
    void shouldTakeNoBytesForAnEmptyObject() {
        assertThat(Body.of(null).isEmpty()).isTrue();
        assertThat(Body.of(new byte[0]).isEmpty()).isTrue();
        assertThat(body(" \n ").isEmpty()).isTrue();
        assertThat(body("{}").isEmpty()).isTrue();
        assertThat(body("{\"a\":null}").isEmpty()).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "[]", "1", "null", "{", "{} {}", "{'a':1}", "{\"a\":NaN}", "a=b&c=d"})
    void shouldRefuseWhatIsNoJsonObject(String text) {
        assertThatThrownBy(() -> body(text))
                .isInstanceOf(ApiException.Invalid.class)
                .hasMessageStartingWith("'body'");
    }

    @Test
    void shouldReadEveryKindOfField() {
        UUID id = UUID.randomUUID();
        Body body = body("""
                {"text": "é", "number": 7, "float": 7.0, "flag": true, "colour": "GREEN", "id": "%s",
                 "ids": ["%s"], "texts": ["a", "b"], "object": {"inner": "x"}, "objects": [{"n": 1}, {"n": 2}]}
                """.formatted(id, id));

        assertThat(body.requiredText("text", 1)).isEqualTo("é");
        assertThat(body.requiredInteger("number", 0, 9)).isEqualTo(7);
        assertThat(body.integer("float", 0, 0, 9)).isEqualTo(7);
        assertThat(body.requiredBool("flag")).isTrue();
        assertThat(body.requiredEnumeration("colour", Colour.class)).isEqualTo(Colour.GREEN);
        assertThat(body.requiredId("id")).isEqualTo(id);
        assertThat(body.ids("ids", 1)).containsExactly(id);
        assertThat(body.texts("texts", 2, 1)).containsExactly("a", "b");
        assertThat(body.requiredObject("object").requiredText("inner", 9)).isEqualTo("x");
        assertThat(body.objects("objects", 2))
                .extracting(each -> each.requiredInteger("n", 0, 9))
                .containsExactly(1, 2);
        body.check();
    }

    @Test
    void shouldTakeNullForAbsentAndUseTheStandard() {
        Body body = body("{\"a\":null}");

        assertThat(body.has("a")).isFalse();
        assertThat(body.mentions("a")).isTrue();
        assertThat(body.mentions("b")).isFalse();
        assertThat(body.text("a", 1)).isNull();
        assertThat(body.integer("a", 5, 0, 9)).isEqualTo(5);
        assertThat(body.bool("a", true)).isTrue();
        assertThat(body.enumeration("a", Colour.class, Colour.GREEN)).isEqualTo(Colour.GREEN);
        assertThat(body.id("a")).isNull();
        assertThat(body.object("a")).isNull();
        assertThat(body.texts("a", 1, 1)).isEmpty();
        body.check();
    }

    @Test
    void shouldNameEveryInvalidFieldWithItsPath() {
        Body body = body("""
                {"text": 1, "long": "xxx", "number": "1", "big": 99999999999, "half": 1.5, "flag": 0, "colour": "BLUE",
                 "id": "1-2-3-4-5", "texts": ["a", 2], "many": ["a", "b", "c"], "object": [], "nul": "a\\u0000",
                 "objects": [{"n": 0}, 7, {"deep": {"x": false}}]}
                """);

        body.text("text", 9);
        body.text("long", 2);
        body.integer("number", 0, 9);
        body.integer("big", 0, 9);
        body.integer("half", 0, 9);
        body.bool("flag", false);
        body.enumeration("colour", Colour.class);
        body.id("id");
        body.texts("texts", 9, 9);
        body.texts("many", 2, 9);
        body.requiredObject("object").requiredText("never", 9);
        body.text("nul", 9);
        body.requiredObject("missing").requiredText("never", 9);
        List<Body> objects = body.objects("objects", 9);
        objects.get(0).requiredInteger("n", 1, 9);
        objects.get(1).requiredText("never", 9);
        objects.get(2).requiredObject("deep").requiredText("x", 9);

        assertThatThrownBy(body::check)
                .isInstanceOfSatisfying(
                        ApiException.Invalid.class,
                        invalid -> assertThat(invalid.errors())
                                .extracting(ApiException.FieldError::toString)
                                .containsExactly(
                                        "'text' must be text",
                                        "'long' must not be longer than 2 characters",
                                        "'number' must be a whole number",
                                        "'big' must be between 0 and 9",
                                        "'half' must be a whole number",
                                        "'flag' must be true or false",
                                        "'colour' must be one of [RED, GREEN]",
                                        "'id' must be a UUID",
                                        "'texts[1]' must be text",
                                        "'many' must not have more than 2 elements",
                                        "'object' must be an object",
                                        "'nul' must not contain NUL or unpaired surrogates",
                                        "'missing' is required",
                                        "'objects[1]' must be an object",
                                        "'objects[0].n' must be between 1 and 9",
                                        "'objects[2].deep.x' must be text"));
    }

    @Test
    void shouldNotNameAFieldTwiceForTheSameReason() {
        Body body = body("{}");
        body.requiredText("a", 1);
        body.requiredText("a", 1);

        assertThatThrownBy(body::check).hasMessage("'a' is required");
    }

    private static Body body(String text) {
        return Body.of(text.getBytes(StandardCharsets.UTF_8));
    }
}
