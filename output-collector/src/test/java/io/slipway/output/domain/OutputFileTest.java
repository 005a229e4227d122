package io.slipway.output.domain;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.output.domain.OutputFile.Parsed;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class OutputFileTest {

    @Test
    void shouldReadPlainAndSensitiveOutputsInTheOrderOfTheFile() {
        assertThat(outputs("""
                {"URL": {"sensitive": false, "value": "http://x"},
                 "API_KEY": {"sensitive": true, "value": "s3cret"}}"""))
                .containsExactly(new Output("URL", false, "http://x"), new Output("API_KEY", true, "s3cret"));
    }

    @Test
    void shouldTakeAMissingSensitiveAsTrue() {
        assertThat(outputs("{\"A\":{\"value\":\"x\"}}")).containsExactly(new Output("A", true, "x"));
    }

    @Test
    void shouldReadAnEmptyObjectAsNoOutputs() {
        assertThat(outputs(" {\r\n} \n")).isEmpty();
    }

    @Test
    void shouldIgnoreFurtherMembersOfAnEntryAsTerraformWritesThem() {
        assertThat(outputs("""
                {"vpc": {"sensitive": false, "type": ["list", "string"], "value": ["a", "b"]}}""")).containsExactly(new Output("vpc", false, "[\"a\",\"b\"]"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "0",
                "-0",
                "42",
                "1E5",
                "1.0E5",
                "1e400",
                "100000.0",
                "3.10",
                "12345678901234567890123456789",
                "-1.5e-7",
                "true",
                "false"
            })
    void shouldTakeNumbersAndBooleansAsTheyAreWritten(String literal) {
        assertThat(outputs("{\"A\":{\"sensitive\":false,\"value\":" + literal + "}}"))
                .containsExactly(new Output("A", false, literal));
    }

    @Test
    void shouldTakeListsAndObjectsAsTheirJsonWithoutWhiteSpace() {
        assertThat(outputs("""
                {"A": {"sensitive": false, "value": { "b" : [ 1.50 , null, true, "x y\\n\\u00e9" ] , "c" : { } , "d":[ ] }}}"""))
                .containsExactly(
                        new Output("A", false, "{\"b\":[1.50,null,true,\"x y\\n\\u00e9\"],\"c\":{},\"d\":[]}"));
    }

    @Test
    void shouldUnescapeTexts() {
        assertThat(outputs("{\"A\":{\"value\":\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u00e9\\ud83d\\ude00é😀\"}}"))
                .containsExactly(new Output("A", true, "\"\\/\b\f\n\r\té😀é😀"));
    }

    @Test
    void shouldKeepEmptyTexts() {
        assertThat(outputs("{\"A\":{\"value\":\"\"}}")).containsExactly(new Output("A", true, ""));
    }

    @Test
    void shouldSkipAByteOrderMark() {
        assertThat(outputs("\uFEFF{\"A\":{\"value\":\"x\"}}")).hasSize(1);
    }

    @Test
    void shouldKeepNamesAsTheyAreWritten() {
        assertThat(outputs("{\"varname1\":{\"value\":1},\"VarName1\":{\"value\":2},\"a\\u0062\":{\"value\":3}}"))
                .extracting(Output::name)
                .containsExactly("varname1", "VarName1", "ab");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", " ", "\n\t\r\n"})
    void shouldSayThatAnEmptyFileIsEmpty(String content) {
        assertThat(reason(content)).isEqualTo("the file is empty: write {} if there are no outputs");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    []                                 | the file has to hold an object {"NAME": {"value": …}, …}, but holds a list (line 1, column 1)
                    "x"                                | the file has to hold an object {"NAME": {"value": …}, …}, but holds a text (line 1, column 1)
                    12                                 | the file has to hold an object {"NAME": {"value": …}, …}, but holds a number (line 1, column 1)
                    null                               | the file has to hold an object {"NAME": {"value": …}, …}, but holds null (line 1, column 1)
                    {"A":"x"}                          | output "A": expected an object {"value": …, "sensitive": …} but found a text (line 1, column 6)
                    {"A":[1]}                          | output "A": expected an object {"value": …, "sensitive": …} but found a list (line 1, column 6)
                    {"A":{}}                           | output "A": it has no member "value" (line 1, column 6)
                    {"A":{"value":null}}               | output "A": $.A.value is null: write "" for an empty text, or leave the output out (line 1, column 15)
                    {"A":{"sensitive":"no","value":1}} | output "A": $.A.sensitive has to be true or false, but is a text (line 1, column 19)
                    {"A":{"sensitive":null,"value":1}} | output "A": $.A.sensitive has to be true or false, but is null (line 1, column 19)
                    {"A":{"value":"a\\u0000b"}}        | output "A": $.A.value has a NUL character (\\u0000), which no environment variable can hold (line 1, column 15)
                    {"":{"value":1}}                   | output "": the name is empty (line 1, column 2)
                    {"1A":{"value":1}}                 | output "1A": the name has to begin with a letter and consist of letters, digits and _ (A-Z a-z 0-9) (line 1, column 2)
                    {"A-B":{"value":1}}                | output "A-B": the name has to begin with a letter and consist of letters, digits and _ (A-Z a-z 0-9) (line 1, column 2)
                    {"A B":{"value":1}}                | output "A B": the name has to begin with a letter and consist of letters, digits and _ (A-Z a-z 0-9) (line 1, column 2)
                    {"É":{"value":1}}                  | output "\\u00c9": the name has to begin with a letter and consist of letters, digits and _ (A-Z a-z 0-9) (line 1, column 2)
                    {"_A":{"value":1}}                 | output "_A": the name has to begin with a letter and consist of letters, digits and _ (A-Z a-z 0-9) (line 1, column 2)
                    {"QOVERY_X":{"value":1}}           | output "QOVERY_X": names that begin with QOVERY_ or __ are reserved (line 1, column 2)
                    {"__X":{"value":1}}                | output "__X": names that begin with QOVERY_ or __ are reserved (line 1, column 2)
                    """)
    void shouldNameTheVariableAndThePlaceOfWhatIsWrong(String content, String reason) {
        assertThat(reason(content)).isEqualTo(reason);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    {                                  | expected a name in double quotes or '}' but the file ends (line 1, column 2)
                    {"A"                               | expected ':' after the name "A" but the file ends (line 1, column 5)
                    {"A":{"value":"x"}                 | expected ',' or '}' after the value of "A" but the file ends (line 1, column 19)
                    {"A":{"value":"x"},}               | expected a name in double quotes (line 1, column 20)
                    {"A" {"value":"x"}}                | expected ':' after the name "A" (line 1, column 6)
                    {A:1}                              | expected a name in double quotes or '}' (line 1, column 2)
                    {'A':1}                            | expected a name in double quotes or '}' (line 1, column 2)
                    {"A":{"value":x}}                  | expected a JSON value (line 1, column 15)
                    {"A":{"value":TRUE}}               | expected a JSON value (line 1, column 15)
                    {"A":{"value":truE}}               | expected a JSON value (line 1, column 15)
                    {"A":{"value":NaN}}                | expected a JSON value (line 1, column 15)
                    {"A":{"value":01}}                 | expected ',' or '}' after the value of "value" (line 1, column 16)
                    {"A":{"value":.5}}                 | expected a JSON value (line 1, column 15)
                    {"A":{"value":1.}}                 | expected a digit (line 1, column 17)
                    {"A":{"value":-}}                  | expected a digit (line 1, column 16)
                    {"A":{"value":1e+}}                | expected a digit (line 1, column 18)
                    {"A":{"value":"x}}                 | the text that begins here has no closing quotation mark (line 1, column 15)
                    {"A":{"value":"\\q"}}              | a backslash has to be followed by one of " \\ / b f n r t u (line 1, column 16)
                    {"A":{"value":"\\u12g4"}}          | \\u has to be followed by four hexadecimal digits (line 1, column 16)
                    {"A":{"value":"\\ud83d"}}          | the text that begins here has half of a \\uD8XX\\uDCXX pair (line 1, column 15)
                    {"A":{"value":"\\ude00\\ud83d"}}   | the text that begins here has half of a \\uD8XX\\uDCXX pair (line 1, column 15)
                    {"A":{"value":[1 2]}}              | expected ',' or ']' (line 1, column 18)
                    {"A":{"value":[1,]}}               | expected a JSON value (line 1, column 18)
                    {"A":{"value":1}} {}               | expected the end of the file (line 1, column 19)
                    {"A":{"value":1},"A":{"value":2}}  | the name "A" occurs twice (line 1, column 18)
                    {"A":{"value":1,"value":2}}        | the name "value" occurs twice (line 1, column 17)
                    {"A":{"value":{"b":1,"b":2}}}      | the name "b" occurs twice (line 1, column 22)
                    {"A":{"value":1},"\\u0041":{"value":2}} | the name "A" occurs twice (line 1, column 18)
                    """)
    void shouldTellWhatWasExpectedWhereTheFileIsNoJson(String content, String reason) {
        assertThat(reason(content)).isEqualTo("the file is not valid JSON: " + reason);
    }

    @ParameterizedTest
    @ValueSource(strings = {"\n", "\r\n", "\r"})
    void shouldCountLinesHoweverTheyEnd(String lineEnd) {
        assertThat(reason("{" + lineEnd + "  \"😀A\":{\"value\":1}," + lineEnd + "  \"B\": {}}"))
                .startsWith("2 problems: output \"\\ud83d\\ude00A\"")
                .contains("(line 2, column 3)")
                .endsWith("output \"B\": it has no member \"value\" (line 3, column 8)");
    }

    @Test
    void shouldCountColumnsInCharactersNotInBytes() {
        assertThat(reason("{\"A\":{\"x\":\"é😀\",\"value\":null}}")).endsWith("(line 1, column 24)");
    }

    @Test
    void shouldRefuseLineBreaksInsideATextAndSayWhere() {
        assertThat(reason("{\n\"A\":{\"value\":\"x\ny\"}}"))
                .isEqualTo(
                        "the file is not valid JSON: a line break or control character inside a text: write it as \\n"
                                + " or \\u00XX (line 2, column 16)");
    }

    @Test
    void shouldListSeveralProblemsAndCountTheRest() {
        String reason = reason("{\"1\":{},\"2\":{},\"3\":{},\"4\":{},\"5\":{},\"6\":{},\"7\":{}}");

        assertThat(reason)
                .startsWith("7 problems: output \"1\": ")
                .endsWith("; and 2 more")
                .contains("\"5\"");
        assertThat(reason).doesNotContain("\"6\"");
    }

    @Test
    void shouldShortenLongNames() {
        assertThat(reason("{\"" + "A".repeat(300) + "\":{\"value\":1}}"))
                .isEqualTo("output \"" + "A".repeat(80)
                        + "…\": the name has 300 characters; at most 255 are allowed (line 1, column 2)");
        assertThat(outputs("{\"" + "A".repeat(255) + "\":{\"value\":1}}")).hasSize(1);
    }

    @Test
    void shouldEscapeControlCharactersOfNames() {
        assertThat(reason("{\"\\u001b[31m\\\"\":{\"value\":1}}")).startsWith("output \"\\u001b[31m\\\"\": ");
    }

    @Test
    void shouldTakeAFileOfExactlyOneMebibyteAndRefuseOneMoreByte() {
        assertThat(outputs(padded(OutputFile.MAX_BYTES))).hasSize(1);
        assertThat(reason(padded(OutputFile.MAX_BYTES + 1)))
                .isEqualTo("the file has 1048577 bytes (1.00 MiB); at most 1048576 bytes (1 MiB) are allowed");
        assertThat(OutputFile.tooLarge(2 << 20))
                .isEqualTo("the file has 2097152 bytes (2.00 MiB); at most 1048576 bytes (1 MiB) are allowed");
    }

    @Test
    void shouldRefuseAValueThatNoEnvironmentVariableCanHold() {
        assertThat(outputs(withValue("é".repeat(OutputFile.MAX_VALUE_BYTES / 2))))
                .hasSize(1);
        assertThat(reason(withValue("é".repeat(OutputFile.MAX_VALUE_BYTES / 2) + "x")))
                .isEqualTo("output \"A\": $.A.value has 130561 bytes; a process can be given at most 130560 in one"
                        + " environment variable (line 1, column 15)");
    }

    @Test
    void shouldSayWhereBytesAreNoUtf8() {
        byte[] latin1 = "{\"A\":\n{\"value\":\"caf\u00e9\"}}".getBytes(StandardCharsets.ISO_8859_1);

        assertThat(reason(latin1)).isEqualTo("the file is not UTF-8 text at line 2, column 14, byte 19");
        assertThat(reason(new byte[] {'{', (byte) 0xc3}))
                .isEqualTo("the file is not UTF-8 text at line 1, column 2, byte 1");
        assertThat(reason("{}".getBytes(StandardCharsets.UTF_16)))
                .isEqualTo("the file is not UTF-8 text at line 1, column 1, byte 0 (it looks like UTF-16)");
    }

    @Test
    void shouldRefuseNestingThatWouldOverflowTheStack() {
        assertThat(reason("[".repeat(1_000_000)))
                .isEqualTo("the file is not valid JSON: lists and objects are nested deeper than 100"
                        + " (line 1, column 102)");
    }

    @Test
    void shouldNeverPutAValueInAMessage() {
        String secret = "tops3cret";
        List.of(
                        "{\"A\":\"" + secret + "\"}",
                        "{\"A\":{\"value\":" + secret + "}}",
                        "{\"A\":{\"value\":\"" + secret,
                        "{\"A\":{\"value\":\"" + secret + "\n\"}}",
                        "{\"A\":{\"value\":\"" + secret + "\\q\"}}",
                        "{\"A\":{\"value\":\"" + secret + "\" \"x\"}}",
                        "{\"A\":{\"sensitive\":\"" + secret + "\",\"value\":1}}",
                        "{\"A\":{\"value\":\"" + secret + "\\u0000\"}}",
                        "{\"A\":{\"value\":[\"" + secret + "\" 1]}}",
                        "[\"" + secret + "\"]",
                        "\"" + secret + "\"",
                        secret)
                .forEach(content -> assertThat(reason(content)).doesNotContain(secret));
        assertThat(new Output("A", true, secret).toString()).doesNotContain(secret);
        assertThat(new Output("A", false, secret).toString()).doesNotContain(secret);
    }

    @Test
    void shouldAnswerWhateverTheBytesAre() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        byte[] valid = "{\"A\":{\"sensitive\":false,\"value\":[1.5,{\"é\":\"\\u00e9\"}]},\"B\":{\"value\":true}}"
                .getBytes(StandardCharsets.UTF_8);
        for (int i = 0; i < 20_000; i++) {
            byte[] mutated = valid.clone();
            for (int n = random.nextInt(4); n >= 0; n--) {
                mutated[random.nextInt(mutated.length)] = (byte)
                        (random.nextBoolean() ? "{}[]\",:\\eu0 \n".charAt(random.nextInt(13)) : random.nextInt());
            }
            assertThat(OutputFile.parse(mutated))
                    .as("seed %d, round %d", seed, i)
                    .isNotNull();
        }
    }

    private static String padded(int bytes) {
        String file = "{\"A\":{\"value\":\"x\"}}";
        return file + " ".repeat(bytes - file.length());
    }

    private static String withValue(String value) {
        return "{\"A\":{\"value\":\"" + value + "\"}}";
    }

    private static List<Output> outputs(String content) {
        Parsed parsed = OutputFile.parse(content.getBytes(StandardCharsets.UTF_8));
        assertThat(parsed).isInstanceOf(Parsed.Valid.class);
        return ((Parsed.Valid) parsed).outputs();
    }

    private static String reason(String content) {
        return reason(content.getBytes(StandardCharsets.UTF_8));
    }

    private static String reason(byte[] content) {
        Parsed parsed = OutputFile.parse(content);
        assertThat(parsed).isInstanceOf(Parsed.Invalid.class);
        return ((Parsed.Invalid) parsed).reason();
    }
}
