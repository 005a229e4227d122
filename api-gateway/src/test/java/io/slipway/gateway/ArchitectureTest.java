package io.slipway.gateway;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** Holds the layers: a pure domain, use cases around it, adapters that know nothing of each other. */
class ArchitectureTest {

    private static final String ROOT = "io.slipway.gateway.";
    private static final List<String> ADAPTERS =
            List.of("rest", "db", "kafka", "metrics", "registry", "oidc", "gitserver");

    private final JavaClasses gateway = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.slipway.gateway");

    @Test
    void shouldKeepTheDomainPure() {
        check(classes()
                .that()
                .resideInAPackage(ROOT + "domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + "domain..", "io.slipway.events..", "java..", "org.jspecify.."));
    }

    @Test
    void shouldKeepClocksAndChanceOutOfTheDomain() {
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "domain..")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(java.util.Random.class));
    }

    @Test
    void shouldKeepAdaptersOutOfTheUseCases() {
        String[] outside = ADAPTERS.stream().map(name -> ROOT + name + "..").toArray(String[]::new);
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(outside));
        check(noClasses()
                .that()
                .resideInAPackage(ROOT + "app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "jakarta.ws.rs..",
                        "jakarta.persistence..",
                        "org.hibernate..",
                        "org.apache.kafka..",
                        "io.vertx.."));
    }

    @Test
    void shouldKeepAdaptersApart() {
        for (String adapter : ADAPTERS) {
            String[] others = ADAPTERS.stream()
                    .filter(other -> !other.equals(adapter))
                    .map(other -> ROOT + other + "..")
                    .toArray(String[]::new);
            check(noClasses()
                    .that()
                    .resideInAPackage(ROOT + adapter + "..")
                    .should()
                    .dependOnClassesThat()
                    .resideInAnyPackage(others));
        }
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        check(slices().matching(ROOT + "(*.*)..").should().beFreeOfCycles());
    }

    @Test
    void shouldMarkEveryPackageNullMarked() {
        Set<String> unmarked = new TreeSet<>();
        for (JavaClass each : gateway) {
            if (!each.getPackage().isAnnotatedWith(NullMarked.class)) {
                unmarked.add(each.getPackageName());
            }
        }

        assertThat(unmarked).isEmpty();
    }

    @Test
    void shouldKeepRestAndDatabaseClassesToThemselves() {
        check(classes()
                .that()
                .resideInAnyPackage(
                        ROOT + "db.catalog..",
                        ROOT + "db.outbox..",
                        ROOT + "db.token..",
                        ROOT + "db.member..",
                        ROOT + "rest.catalog..",
                        ROOT + "rest.service..",
                        ROOT + "rest.token..",
                        ROOT + "rest.variable..")
                .and()
                .areTopLevelClasses()
                .should()
                .notHaveModifier(JavaModifier.PUBLIC));
    }

    private void check(ArchRule rule) {
        rule.check(gateway);
    }
}
