package io.slipway.output;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.slipway.output");

    @Test
    void shouldKeepTheDomainPure() {
        classes()
                .that()
                .resideInAPackage("io.slipway.output.domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.slipway.output.domain..", "io.slipway.events..", "java..", "org.jspecify..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.slipway.output.domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.util.concurrent..", "java.time..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepTheUseCaseFreeOfAdapters() {
        noClasses()
                .that()
                .resideInAPackage("io.slipway.output.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.slipway.output.kafka..",
                        "io.slipway.output.config..",
                        "io.slipway.runtime.docker..",
                        "io.slipway.runtime.kubernetes..",
                        "io.fabric8..",
                        "org.apache.kafka..",
                        "jakarta..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepTheEngineOutOfTheKafkaAdapter() {
        noClasses()
                .that()
                .resideInAPackage("io.slipway.output.kafka..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.slipway.runtime.docker..",
                        "io.slipway.runtime.kubernetes..",
                        "io.fabric8..",
                        "com.github.dockerjava..")
                .check(CLASSES);
    }
}
