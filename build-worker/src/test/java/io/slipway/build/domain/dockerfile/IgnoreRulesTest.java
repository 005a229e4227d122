package io.slipway.build.domain.dockerfile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.slipway.build.domain.BuildException;
import io.slipway.events.work.StepFailure.Reason;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class IgnoreRulesTest {

    /** Rules separated by spaces, a path, whether it is excluded; after Docker's documentation and its own tests. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
                    README.md            | README.md        | true
                    README.md            | docs/README.md   | false
                    /README.md           | README.md        | true
                    ./README.md          | README.md        | true
                    docs/                | docs             | true
                    docs/                | docs/a/b.txt     | true
                    docs                 | docs2/a          | false
                    */temp*              | somedir/temporary.txt | true
                    */temp*              | somedir/temp     | true
                    */temp*              | temp             | false
                    */*/temp*            | a/b/temporary.txt | true
                    */*/temp*            | a/temporary.txt  | false
                    temp?                | tempa            | true
                    temp?                | temp             | false
                    temp?                | temp/            | false
                    *.log                | a.log            | true
                    *.log                | d/a.log          | false
                    **/*.log             | a.log            | true
                    **/*.log             | d/e/a.log        | true
                    **/*.log             | a.logs           | false
                    **                   | a/b              | true
                    a/**                 | a/b/c            | true
                    a/**                 | a                | false
                    a/**/c               | a/c              | true
                    a/**/c               | a/b/x/c          | true
                    a/**/c               | a/b/x/cc         | false
                    **/node_modules      | x/node_modules/y/z.js | true
                    **foo                | bar/foo          | true
                    [a-c].txt            | b.txt            | true
                    [a-c].txt            | d.txt            | false
                    [^a-c].txt           | d.txt            | true
                    [^a-c].txt           | a.txt            | false
                    [a&&b].txt           | &.txt            | true
                    a.b$c+(d)            | a.b$c+(d)        | true
                    a.b                  | axb              | false
                    a\\*b                | a*b              | true
                    a\\*b                | axb              | false
                    * !a                 | a                | false
                    * !a                 | b                | true
                    * !a                 | a/b/c            | false
                    *.md !README.md      | README.md        | false
                    *.md !README*.md README-secret.md | README-secret.md | true
                    *.md !README*.md README-secret.md | README-x.md | false
                    dir !dir/keep        | dir/keep/x       | false
                    dir !dir/keep        | dir/other        | true
                    !a                   | a                | false
                    a/../b               | b                | true
                    /../b                | b                | true
                    .                    | a                | false
                    .git                 | .gitignore       | false
                    """)
    void shouldExcludeAsDockerDoes(String rules, String path, boolean excluded) {
        assertThat(IgnoreRules.parse(rules.replace(" ", "\n")).excludes(path)).isEqualTo(excluded);
    }

    @Test
    void shouldSkipCommentsEmptyLinesAndSpaceAroundPatterns() {
        IgnoreRules rules = IgnoreRules.parse("\uFEFF# comment\r\n\r\n  a  \r\n \t\r\n! b\r\n");

        assertThat(rules.excludes("a")).isTrue();
        assertThat(rules.excludes("# comment")).isFalse();
        assertThat(rules.excludes("b")).isFalse();
    }

    @Test
    void shouldTakeAHashThatIsNotAtTheBeginningOfALineAsItIs() {
        assertThat(IgnoreRules.parse(" #a\n").excludes("#a")).isTrue();
    }

    @ParameterizedTest
    @ValueSource(strings = {"[a", "a\\", "!", "! ", "[z-a]"})
    void shouldNameTheLineOfAPatternThatIsNone(String pattern) {
        BuildException e = catchThrowableOfType(BuildException.class, () -> IgnoreRules.parse("ok\n" + pattern + "\n"));

        assertThat(e.failure().reason()).isEqualTo(Reason.BUILD_FAILED);
        assertThat(e.failure().message()).startsWith(".dockerignore, line 2: '" + pattern.strip() + "'");
    }

    @Test
    void shouldKeepEverythingWithoutRules() {
        assertThat(IgnoreRules.NONE.excludes("a")).isFalse();
    }
}
