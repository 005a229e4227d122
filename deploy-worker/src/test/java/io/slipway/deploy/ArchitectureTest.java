package io.slipway.deploy;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.slipway.deploy");

    @Test
    void shouldKeepTheDomainPure() {
        classes()
                .that()
                .resideInAPackage("io.slipway.deploy.domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.slipway.deploy.domain..", "io.slipway.events..", "java..", "org.jspecify..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.slipway.deploy.domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.util.concurrent..", "java.time..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepTheUseCaseFreeOfAdapters() {
        noClasses()
                .that()
                .resideInAPackage("io.slipway.deploy.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.slipway.deploy.kafka..",
                        "io.slipway.deploy.config..",
                        "io.slipway.runtime.docker..",
                        "io.slipway.runtime.kubernetes..",
                        "org.apache.kafka..",
                        "jakarta..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepTheEngineOutOfTheKafkaAdapter() {
        noClasses()
                .that()
                .resideInAPackage("io.slipway.deploy.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.slipway.runtime.docker..",
                        "io.slipway.runtime.kubernetes..",
                        "com.github.dockerjava..",
                        "io.fabric8..")
                .check(CLASSES);
    }
}
