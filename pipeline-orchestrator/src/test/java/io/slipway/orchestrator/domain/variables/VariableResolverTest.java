package io.slipway.orchestrator.domain.variables;

import static io.slipway.events.spec.VariableScope.BUILT_IN;
import static io.slipway.events.spec.VariableScope.ENVIRONMENT;
import static io.slipway.events.spec.VariableScope.PROJECT;
import static io.slipway.events.spec.VariableScope.SERVICE;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.spec.EnvironmentSpec;
import io.slipway.events.spec.JobEvent;
import io.slipway.events.spec.Value;
import io.slipway.events.spec.Variable;
import io.slipway.events.spec.VariableScope;
import io.slipway.events.spec.VariableType;
import io.slipway.events.variable.VariableNames;
import io.slipway.events.work.OutputHarvested.OutputVariable;
import io.slipway.events.work.ResolvedVariable;
import io.slipway.orchestrator.domain.Specs;
import io.slipway.orchestrator.domain.state.JobOutputs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class VariableResolverTest {

    private static final String JOB = "a1b2c3d4-0000-0000-0000-000000000001";
    private static final String OTHER_JOB = "ffffffff-0000-0000-0000-000000000002";

    private final List<Variable> variables = new ArrayList<>();
    private final Map<String, JobOutputs> outputs = new LinkedHashMap<>();
    private final List<ResolvedVariable> own = new ArrayList<>();

    @Test
    void shouldLetTheNarrowerScopeWin() {
        value("both", "A", PROJECT, "project");
        value("narrow", "A", ENVIRONMENT, "environment");
        value("p", "B", PROJECT, "project");
        value("s", "B", SERVICE, "service");
        value("e", "B", ENVIRONMENT, "environment");
        assertThat(resolved()).containsExactly(Map.entry("A", "environment"), Map.entry("B", "service"));
    }

    @Test
    void shouldShowServiceVariablesToTheirServiceAlone() {
        add(new Variable("1", "MINE", SERVICE, VariableType.VALUE, "web", Value.plain("x"), null, null));
        add(new Variable("2", "THEIRS", SERVICE, VariableType.VALUE, "api", Value.plain("x"), null, null));
        add(new Variable("3", "OWN_BUILT_IN", BUILT_IN, VariableType.BUILT_IN, "api", Value.plain("x"), null, null));
        add(new Variable("4", "BUILT_IN", BUILT_IN, VariableType.BUILT_IN, null, Value.plain("x"), null, null));
        assertThat(resolved()).containsOnlyKeys("MINE", "BUILT_IN");
    }

    @Test
    void shouldNotLetUserVariablesHideBuiltIns() {
        add(new Variable("b", "HOST", BUILT_IN, VariableType.BUILT_IN, null, Value.plain("real"), null, null));
        value("u", "HOST", SERVICE, "fake");
        assertThat(resolved()).containsEntry("HOST", "real");
    }

    @Test
    void shouldLetWhatThePlatformSaysOfTheContainerWinOverAll() {
        add(new Variable(
                "b", "QOVERY_JOB_ACTION", BUILT_IN, VariableType.BUILT_IN, null, Value.plain("?"), null, null));
        own.add(new ResolvedVariable("QOVERY_JOB_ACTION", Value.plain("START"), null));
        assertThat(resolved()).containsEntry("QOVERY_JOB_ACTION", "START");
    }

    @Test
    void shouldFollowAliasesAndKeepTheTargetToo() {
        value("t", "TARGET", PROJECT, "value");
        alias("a", "FIRST", ENVIRONMENT, "t");
        alias("b", "SECOND", SERVICE, "a");
        assertThat(resolved())
                .containsExactly(
                        Map.entry("FIRST", "value"), Map.entry("SECOND", "value"), Map.entry("TARGET", "value"));
    }

    @Test
    void shouldKeepASecretASecretThroughAnAlias() {
        add(new Variable("t", "T", PROJECT, VariableType.VALUE, null, Value.secret("cipher"), null, null));
        alias("a", "A", ENVIRONMENT, "t");
        assertThat(variable("A").value()).isEqualTo(Value.secret("cipher"));
    }

    @Test
    void shouldReplaceTheTargetsValueByTheNarrowestOverride() {
        value("t", "T", PROJECT, "original");
        alias("a", "A", PROJECT, "t");
        override("o2", SERVICE, "t", "service");
        override("o1", ENVIRONMENT, "t", "environment");
        assertThat(resolved()).containsExactly(Map.entry("A", "service"), Map.entry("T", "service"));
    }

    @Test
    void shouldTakeAnOverrideOfAnOverrideForOneOfTheSameTarget() {
        value("t", "T", PROJECT, "original");
        override("o1", ENVIRONMENT, "t", "environment");
        override("o2", SERVICE, "o1", "service");
        alias("a", "A", SERVICE, "o1");
        assertThat(resolved()).containsExactly(Map.entry("A", "service"), Map.entry("T", "service"));
    }

    @Test
    void shouldOverrideBuiltInsById() {
        add(new Variable("b", "HOST", BUILT_IN, VariableType.BUILT_IN, null, Value.plain("real"), null, null));
        override("o", SERVICE, "b", "proxy");
        assertThat(resolved()).containsEntry("HOST", "proxy");
    }

    @Test
    void shouldMountFilesAtTheirPathAndOverridesAndAliasesLikewise() {
        add(new Variable("f", "CONFIG", PROJECT, VariableType.FILE, null, Value.plain("text"), "/etc/app.yml", null));
        override("o", SERVICE, "f", "other text");
        alias("a", "ALIAS", SERVICE, "f");
        add(new Variable("b", "MOVED", SERVICE, VariableType.ALIAS, null, Value.plain(""), "/etc/moved.yml", "f"));
        assertThat(variable("CONFIG"))
                .isEqualTo(new ResolvedVariable("CONFIG", Value.plain("other text"), "/etc/app.yml"));
        assertThat(variable("ALIAS").mountPath()).isEqualTo("/etc/app.yml");
        assertThat(variable("MOVED"))
                .isEqualTo(new ResolvedVariable("MOVED", Value.plain("other text"), "/etc/moved.yml"));
    }

    @Test
    void shouldGiveEachOutputThreeNames() {
        output(JOB, "DB_URL", "url");
        assertThat(resolved())
                .containsOnly(
                        Map.entry("QOVERY_OUTPUT_JOB_a1b2c3d4_DB_URL", "url"),
                        Map.entry("QOVERY_OUTPUT_JOB_ZA1B2C3D4_DB_URL", "url"),
                        Map.entry("DB_URL", "url"));
    }

    @Test
    void shouldLetUserVariablesWinOverTheBareNameOfAnOutput() {
        output(JOB, "DB_URL", "output");
        value("u", "DB_URL", PROJECT, "user");
        assertThat(resolved())
                .containsEntry("DB_URL", "user")
                .containsEntry("QOVERY_OUTPUT_JOB_a1b2c3d4_DB_URL", "output");
    }

    @Test
    void shouldGiveTheBareNameToTheJobThatIsListedLater() {
        output(OTHER_JOB, "DB_URL", "later");
        output(JOB, "DB_URL", "earlier");
        assertThat(resolved()).containsEntry("DB_URL", "later");
    }

    @Test
    void shouldAliasAndOverrideOutputsById() {
        output(JOB, "DB_URL", "output");
        String id = VariableNames.outputVariableId(JOB, "DB_URL");
        alias("a", "ALIASED", ENVIRONMENT, id);
        override("o", SERVICE, id, "overridden");
        assertThat(resolved())
                .containsEntry("ALIASED", "overridden")
                .containsEntry("DB_URL", "overridden")
                .containsEntry("QOVERY_OUTPUT_JOB_a1b2c3d4_DB_URL", "overridden")
                .containsEntry("QOVERY_OUTPUT_JOB_ZA1B2C3D4_DB_URL", "overridden");
    }

    @Test
    void shouldLeaveReferencesInTextToTheWorker() {
        value("v", "URL", PROJECT, "http://{{HOST}}/");
        assertThat(resolved()).containsEntry("URL", "http://{{HOST}}/");
    }

    @Test
    void shouldNameEveryVariableThatPointsToNothing() {
        alias("a", "B_ALIAS", ENVIRONMENT, "nothing");
        alias("b", "A_ALIAS", ENVIRONMENT, null);
        add(new Variable("o", "OVERRIDDEN", SERVICE, VariableType.OVERRIDE, null, Value.plain("x"), null, "nothing"));
        assertThat(message())
                .isEqualTo("the alias 'A_ALIAS' has no target; the alias 'B_ALIAS' is of a variable that does not"
                        + " exist; the override 'OVERRIDDEN' is of a variable that does not exist");
    }

    @Test
    void shouldNameVariablesThatLeadBackToThemselves() {
        alias("a", "A", ENVIRONMENT, "b");
        alias("b", "B", ENVIRONMENT, "a");
        override("o1", ENVIRONMENT, "o2", "x");
        override("o2", ENVIRONMENT, "o1", "x");
        assertThat(message())
                .contains("the alias 'A' leads back to itself")
                .contains("the alias 'B' leads back to itself")
                .contains("the override 'o1' leads back to itself");
    }

    @Test
    void shouldNotMindADanglingAliasThatANarrowerVariableHides() {
        alias("a", "A", PROJECT, "nothing");
        value("v", "A", SERVICE, "value");
        assertThat(resolved()).containsEntry("A", "value");
    }

    @Test
    void shouldLeaveOutWhatPointsToAnotherServicesVariable() {
        add(new Variable("t", "THEIRS", SERVICE, VariableType.VALUE, "api", Value.plain("x"), null, null));
        alias("a", "A", ENVIRONMENT, "t");
        override("o", ENVIRONMENT, "t", "y");
        assertThat(resolved()).isEmpty();
    }

    private void value(String id, String key, VariableScope scope, String text) {
        add(new Variable(
                id, key, scope, VariableType.VALUE, scope == SERVICE ? "web" : null, Value.plain(text), null, null));
    }

    private void alias(String id, String key, VariableScope scope, String targetId) {
        add(new Variable(id, key, scope, VariableType.ALIAS, null, Value.plain(""), null, targetId));
    }

    private void override(String id, VariableScope scope, String targetId, String text) {
        add(new Variable(id, id, scope, VariableType.OVERRIDE, null, Value.plain(text), null, targetId));
    }

    private void output(String jobId, String name, String text) {
        outputs.put(jobId, new JobOutputs(1, List.of(new OutputVariable(name, Value.plain(text)))));
    }

    private void add(Variable variable) {
        variables.add(variable);
    }

    private Resolution resolve() {
        EnvironmentSpec spec = Specs.environment(
                1,
                List.of(Specs.stage(
                        "0", Specs.job(JOB, JobEvent.START), Specs.job(OTHER_JOB, JobEvent.START), Specs.app("web"))),
                variables);
        return VariableResolver.resolve(spec, outputs, "web", own);
    }

    private List<ResolvedVariable> list() {
        assertThat(resolve()).isInstanceOf(Resolution.Resolved.class);
        return ((Resolution.Resolved) resolve()).variables();
    }

    private Map<String, String> resolved() {
        Map<String, String> byKey = new LinkedHashMap<>();
        list().forEach(variable -> byKey.put(variable.key(), variable.value().text()));
        return byKey;
    }

    private ResolvedVariable variable(String key) {
        return list().stream()
                .filter(variable -> variable.key().equals(key))
                .findFirst()
                .orElseThrow();
    }

    private String message() {
        assertThat(resolve()).isInstanceOf(Resolution.Unresolvable.class);
        return ((Resolution.Unresolvable) resolve()).message();
    }
}
