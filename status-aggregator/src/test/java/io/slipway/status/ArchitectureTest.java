package io.slipway.status;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses SERVICE = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.slipway.status");

    @Test
    void shouldKeepTheDomainPure() {
        classes()
                .that()
                .resideInAPackage("io.slipway.status.domain")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.slipway.status.domain", "io.slipway.events..", "java..", "org.jspecify..")
                .check(SERVICE);
    }

    @Test
    void shouldKeepClocksAndRandomOutOfTheDomain() {
        noClasses()
                .that()
                .resideInAPackage("io.slipway.status.domain")
                .should()
                .callMethod(java.time.Instant.class, "now")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .orShould()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .dependOnClassesThat()
                .haveFullyQualifiedName("java.util.Random")
                .check(SERVICE);
    }

    @Test
    void shouldKeepAdaptersOutOfTheUseCase() {
        classes()
                .that()
                .resideInAPackage("io.slipway.status.app")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        "io.slipway.status.app",
                        "io.slipway.status.domain",
                        "io.slipway.events..",
                        "java..",
                        "org.jspecify..")
                .check(SERVICE);
    }
}
