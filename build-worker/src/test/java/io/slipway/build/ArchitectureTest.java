package io.slipway.build;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final String[] ADAPTERS = {"git", "archive", "files", "kafka"};
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.slipway.build");

    @Test
    void shouldKeepTheDomainPure() {
        classes()
                .that()
                .resideInAPackage("io.slipway.build.domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage("io.slipway.build.domain..", "io.slipway.events..", "java..", "org.jspecify..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.slipway.build.domain..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.io..", "java.net.http..", "java.util.concurrent..", "java.time..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepTheUseCaseFreeOfAdapters() {
        noClasses()
                .that()
                .resideInAPackage("io.slipway.build.app..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.slipway.build.git..",
                        "io.slipway.build.archive..",
                        "io.slipway.build.files..",
                        "io.slipway.build.kafka..",
                        "io.slipway.build.config..",
                        "io.slipway.runtime.docker..",
                        "io.slipway.runtime.kubernetes..",
                        "io.fabric8..",
                        "org.eclipse.jgit..",
                        "org.apache.kafka..",
                        "jakarta..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepAdaptersApart() {
        for (String adapter : ADAPTERS) {
            for (String other : ADAPTERS) {
                if (!adapter.equals(other)) {
                    noClasses()
                            .that()
                            .resideInAPackage("io.slipway.build." + adapter + "..")
                            .should()
                            .dependOnClassesThat()
                            .resideInAPackage("io.slipway.build." + other + "..")
                            .check(CLASSES);
                }
            }
        }
    }

    @Test
    void shouldHaveNoCyclesInTheDomain() {
        slices().matching("io.slipway.build.domain.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
