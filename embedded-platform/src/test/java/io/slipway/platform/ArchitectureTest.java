package io.slipway.platform;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses PLATFORM = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.slipway.platform");

    @Test
    void shouldHaveNoCycles() {
        slices().matching("io.slipway.platform.(*)..").should().beFreeOfCycles().check(PLATFORM);
    }

    @Test
    void shouldLetTestsUseBrokerAndDatabaseWithoutTheRest() {
        noClasses()
                .that()
                .resideInAnyPackage(
                        "..platform.kafka", "..platform.postgres", "..platform.process", "..platform.client")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "..platform.stack",
                        "..platform.engine",
                        "..platform.images",
                        "..platform.demo",
                        "..platform.cli",
                        "picocli..",
                        "com.github.dockerjava..",
                        "org.eclipse.jgit..")
                .check(PLATFORM);
    }

    @Test
    void shouldKeepTheCommandLineOnTop() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.slipway.platform", "io.slipway.platform.cli")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("..platform.cli", "picocli..")
                .check(PLATFORM);
    }

    @Test
    void shouldTalkToTheEngineOnlyWhereThatIsTheConcern() {
        noClasses()
                .that()
                .resideOutsideOfPackages("io.slipway.platform.engine", "io.slipway.platform.images")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.github.dockerjava..")
                .check(PLATFORM);
    }
}
