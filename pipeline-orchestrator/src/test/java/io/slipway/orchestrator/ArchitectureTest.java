package io.slipway.orchestrator;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String ROOT = "io.slipway.orchestrator.";

    private static final JavaClasses MODULE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.slipway.orchestrator");

    @Test
    void shouldKeepTheCorePure() {
        classes()
                .that()
                .resideInAPackage(ROOT + "domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(ROOT + "domain..", "io.slipway.events..", "java..", "org.jspecify..")
                .check(MODULE);
    }

    @Test
    void shouldGiveTheCoreNoClockRandomThreadOrFile() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.util.concurrent..", "java.io..", "java.nio.file..", "java.net..")
                .orShould()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(java.util.UUID.class, "randomUUID")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(MODULE);
    }

    @Test
    void shouldKeepTheUseCaseFreeOfAdapters() {
        classes()
                .that()
                .resideInAPackage(ROOT + "app..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        ROOT + "app..", ROOT + "domain..", "io.slipway.events..", "java..", "org.jspecify..")
                .check(MODULE);
    }

    @Test
    void shouldKeepAdaptersApart() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + "kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "monitoring..")
                .check(MODULE);
        noClasses()
                .that()
                .resideInAPackage(ROOT + "monitoring..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(ROOT + "kafka..")
                .check(MODULE);
    }

    @Test
    void shouldUseKafkaOnlyInItsAdapter() {
        noClasses()
                .that()
                .resideOutsideOfPackage(ROOT + "kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.apache.kafka..")
                .check(MODULE);
    }

    @Test
    void shouldHaveNoCyclesBetweenPackages() {
        slices().matching("io.slipway.orchestrator.(**)")
                .should()
                .beFreeOfCycles()
                .check(MODULE);
    }
}
