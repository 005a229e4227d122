package io.slipway.gateway.domain.catalog;

import static io.slipway.gateway.domain.catalog.Samples.APPLICATION;
import static io.slipway.gateway.domain.catalog.Samples.CLUSTER;
import static io.slipway.gateway.domain.catalog.Samples.CONTAINER;
import static io.slipway.gateway.domain.catalog.Samples.DATABASE;
import static io.slipway.gateway.domain.catalog.Samples.ENV;
import static io.slipway.gateway.domain.catalog.Samples.ENVIRONMENT;
import static io.slipway.gateway.domain.catalog.Samples.JOB;
import static io.slipway.gateway.domain.catalog.Samples.NOW;
import static io.slipway.gateway.domain.catalog.Samples.PROJECT;
import static io.slipway.gateway.domain.catalog.Samples.id;
import static io.slipway.gateway.domain.catalog.Samples.variable;
import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.spec.DatabaseSpec.Engine;
import io.slipway.events.spec.Value;
import io.slipway.events.spec.VariableType;
import io.slipway.gateway.domain.catalog.CatalogVariable.Owner;
import io.slipway.gateway.domain.catalog.ServiceConfig.ApplicationConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.DatabaseConfig;
import io.slipway.gateway.domain.catalog.ServiceConfig.Port;
import io.slipway.gateway.domain.catalog.ServiceConfig.Storage;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class CloningTest {

    private static final Instant LATER = NOW.plusSeconds(60);
    private static final UUID OTHER_ENVIRONMENT = id("0000000c");
    private static final Environment OTHER = new Environment(
            OTHER_ENVIRONMENT,
            PROJECT,
            ENV.organizationId(),
            CLUSTER.id(),
            "Copy",
            Environment.Mode.STAGING,
            0,
            LATER,
            LATER);
    private static final Owner PROJECT_OWNER = new Owner.OfProject(PROJECT);
    private static final Owner APPLICATION_OWNER = new Owner.OfService(APPLICATION, ENVIRONMENT);

    private final List<UUID> given = new ArrayList<>();
    private final Cloning cloning = new Cloning(this::next, LATER);

    @Test
    void shouldShareNoIdWithTheOriginal() {
        Service original = Samples.application();

        Service copy = copy(original);

        assertThat(copy.id()).isNotEqualTo(original.id()).isIn(given);
        ApplicationConfig config = (ApplicationConfig) copy.config();
        ApplicationConfig from = (ApplicationConfig) original.config();
        assertThat(config.web().ports())
                .extracting(Port::id)
                .isSubsetOf(given)
                .doesNotContainAnyElementsOf(
                        from.web().ports().stream().map(Port::id).toList());
        assertThat(config.web().storage())
                .extracting(Storage::id)
                .isSubsetOf(given)
                .doesNotContainAnyElementsOf(
                        from.web().storage().stream().map(Storage::id).toList());
        assertThat(given).doesNotHaveDuplicates();
    }

    @Test
    void shouldBeAsTheOriginalIsInEverythingElse() {
        Service original = Samples.application();

        Service copy = copy(original);

        assertThat(copy)
                .usingRecursiveComparison()
                .ignoringFieldsMatchingRegexes(".*id", "name", "createdAt", "updatedAt", "environmentId", "membership")
                .isEqualTo(original);
        assertThat(copy.name()).isEqualTo("copy");
        assertThat(copy.environmentId()).isEqualTo(OTHER_ENVIRONMENT);
        assertThat(copy.createdAt()).isEqualTo(LATER);
    }

    @Test
    void shouldGiveACopiedDatabaseALoginOfItsOwn() {
        Service original = Samples.database(Engine.MYSQL);
        Cloning.Login login = new Cloning.Login("ann", "cipher-of-another", "shop");

        Service copy =
                cloning.service(original, OTHER_ENVIRONMENT, cloning.membership(id("50000009"), false), "copy", login);

        DatabaseConfig config = (DatabaseConfig) copy.config();
        assertThat(List.of(config.login(), config.password(), config.databaseName()))
                .containsExactly("ann", "cipher-of-another", "shop");
        assertThat(config)
                .usingRecursiveComparison()
                .ignoringFields("login", "password", "databaseName")
                .isEqualTo(original.config());
        assertThat(login).hasToString("Login[ann]");
    }

    @Test
    void shouldPlaceACopyInItsStage() {
        Service.Membership place = cloning.membership(id("50000009"), true);

        assertThat(place.stageId()).isEqualTo(id("50000009"));
        assertThat(place.skipped()).isTrue();
        assertThat(place.id()).isIn(given);
    }

    @Test
    void shouldCopyVariablesOfTheNamedOwnersOnly() {
        Service copy = copy(Samples.application());
        CatalogVariable own = value(APPLICATION_OWNER, "OWN", "1");
        CatalogVariable of = value(new Owner.OfService(CONTAINER, ENVIRONMENT), "OTHER", "2");

        List<CatalogVariable> copies =
                cloning.variables(List.of(own, of), Map.of(APPLICATION, ownerOf(copy)), true, Set.of(), Map.of());

        assertThat(copies).singleElement().satisfies(variable -> {
            assertThat(variable.id()).isNotEqualTo(own.id()).isIn(given);
            assertThat(variable.owner()).isEqualTo(ownerOf(copy));
            assertThat(variable)
                    .usingRecursiveComparison()
                    .ignoringFields("id", "owner", "createdAt", "updatedAt")
                    .isEqualTo(own);
            assertThat(variable.createdAt()).isEqualTo(LATER);
        });
    }

    @Test
    void shouldPointToTheCopyOfWhatTheOriginalPointsTo() {
        Service copy = copy(Samples.application());
        CatalogVariable target = value(APPLICATION_OWNER, "TARGET", "1");
        CatalogVariable alias = alias(APPLICATION_OWNER, "NAME", target.id());

        List<CatalogVariable> copies = cloning.variables(
                List.of(alias, target), Map.of(APPLICATION, ownerOf(copy)), true, Set.of(target.id()), Map.of());

        UUID copied = named(copies, "TARGET").id();
        assertThat(named(copies, "NAME").targetId()).isEqualTo(copied).isNotEqualTo(target.id());
    }

    @Test
    void shouldKeepPointingToWhatIsAroundBoth() {
        Service copy = copy(Samples.application());
        CatalogVariable ofProject = value(PROJECT_OWNER, "REGION", "here");
        CatalogVariable alias = alias(APPLICATION_OWNER, "NAME", ofProject.id());

        List<CatalogVariable> copies = cloning.variables(
                List.of(ofProject, alias),
                Map.of(APPLICATION, ownerOf(copy)),
                true,
                Set.of(ofProject.id()),
                Map.of("REGION", id("11111111")));

        assertThat(copies).singleElement().extracting(CatalogVariable::targetId).isEqualTo(ofProject.id());
    }

    @Test
    void shouldPointToTheVariableOfTheSameKeyElsewhere() {
        Service copy = copy(Samples.application());
        CatalogVariable ofEnvironment = value(new Owner.OfEnvironment(ENVIRONMENT), "REGION", "here");
        CatalogVariable override = override("REGION", ofEnvironment.id());

        List<CatalogVariable> copies = cloning.variables(
                List.of(ofEnvironment, override),
                Map.of(APPLICATION, ownerOf(copy)),
                false,
                Set.of(),
                Map.of("REGION", id("11111111")));

        assertThat(copies).singleElement().satisfies(variable -> {
            assertThat(variable.type()).isEqualTo(VariableType.OVERRIDE);
            assertThat(variable.targetId()).isEqualTo(id("11111111"));
        });
    }

    @Test
    void shouldMakeAnOverrideOfNothingAValueAndLeaveAnAliasOfNothingOut() {
        Service copy = copy(Samples.application());
        CatalogVariable ofEnvironment = value(new Owner.OfEnvironment(ENVIRONMENT), "REGION", "here");
        CatalogVariable override = override("REGION", ofEnvironment.id());
        CatalogVariable alias = alias(APPLICATION_OWNER, "NAME", ofEnvironment.id());

        List<CatalogVariable> copies = cloning.variables(
                List.of(ofEnvironment, override, alias), Map.of(APPLICATION, ownerOf(copy)), true, Set.of(), Map.of());

        assertThat(copies).singleElement().satisfies(variable -> {
            assertThat(variable.type()).isEqualTo(VariableType.VALUE);
            assertThat(variable.targetId()).isNull();
            assertThat(variable.value()).isEqualTo(Value.plain("there"));
        });
    }

    @Test
    void shouldLeaveAliasesOutWhereTheyAreNotWanted() {
        Service copy = copy(Samples.application());
        CatalogVariable target = value(APPLICATION_OWNER, "TARGET", "1");
        CatalogVariable alias = alias(APPLICATION_OWNER, "NAME", target.id());

        assertThat(cloning.variables(
                        List.of(target, alias), Map.of(APPLICATION, ownerOf(copy)), false, Set.of(), Map.of()))
                .extracting(CatalogVariable::key)
                .containsExactly("TARGET");
    }

    @Test
    void shouldPointToWhatIsDerivedFromTheCopies() {
        List<Service> originals = List.of(Samples.database(Engine.POSTGRESQL), Samples.job(), Samples.application());
        List<Service> copies = originals.stream().map(this::copy).toList();
        JobOutput output = new JobOutput(JOB, ENVIRONMENT, "URL", Value.plain("http://x"), NOW, NOW);
        cloning.relate(ENV, originals, OTHER, copies, CLUSTER, List.of(output));
        CatalogVariable ofDatabase = alias(APPLICATION_OWNER, "DB_HOST", hostOf(ENV, originals, DATABASE));
        CatalogVariable ofOutput = alias(
                APPLICATION_OWNER,
                "JOB_URL",
                VariableViews.idsOfOutput(JOB, "URL").get(0));

        List<CatalogVariable> variables = cloning.variables(
                List.of(ofDatabase, ofOutput), Map.of(APPLICATION, ownerOf(copies.get(2))), true, Set.of(), Map.of());

        assertThat(named(variables, "DB_HOST").targetId())
                .isEqualTo(hostOf(OTHER, copies, copies.get(0).id()));
        assertThat(named(variables, "JOB_URL").targetId())
                .isEqualTo(VariableViews.idsOfOutput(copies.get(1).id(), "URL").get(0));
    }

    @Test
    void shouldCopyRestrictions() {
        DeploymentRestriction original = new DeploymentRestriction(
                id("77777777"),
                APPLICATION,
                DeploymentRestriction.Mode.MATCH,
                DeploymentRestriction.Type.PATH,
                "src/",
                NOW,
                NOW);

        DeploymentRestriction copy = cloning.restriction(original, CONTAINER);

        assertThat(copy.serviceId()).isEqualTo(CONTAINER);
        assertThat(copy.id()).isIn(given);
        assertThat(copy)
                .usingRecursiveComparison()
                .ignoringFields("id", "serviceId", "createdAt", "updatedAt")
                .isEqualTo(original);
    }

    private Service copy(Service original) {
        return cloning.service(original, OTHER_ENVIRONMENT, cloning.membership(id("50000009"), false), "copy", null);
    }

    private UUID next() {
        UUID id = new UUID(0, given.size() + 1);
        given.add(id);
        return id;
    }

    private static Owner ownerOf(Service copy) {
        return new Owner.OfService(copy.id(), OTHER_ENVIRONMENT);
    }

    private static UUID hostOf(Environment environment, List<Service> services, UUID database) {
        return BuiltIns.of(environment, CLUSTER, services).stream()
                .filter(each ->
                        each.service().map(Service::id).filter(database::equals).isPresent())
                .filter(each -> each.key().endsWith("_HOST"))
                .findFirst()
                .orElseThrow()
                .id();
    }

    private static CatalogVariable value(Owner owner, String key, String value) {
        return variable(owner, key, VariableType.VALUE, Value.plain(value), null);
    }

    private static CatalogVariable alias(Owner owner, String key, UUID target) {
        return variable(owner, key, VariableType.ALIAS, Value.plain(""), target);
    }

    private static CatalogVariable override(String key, UUID target) {
        return variable(APPLICATION_OWNER, key, VariableType.OVERRIDE, Value.plain("there"), target);
    }

    private static CatalogVariable named(List<CatalogVariable> variables, String key) {
        return variables.stream()
                .filter(variable -> variable.key().equals(key))
                .findFirst()
                .orElseThrow();
    }
}
