package io.slipway.runtime;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(new ImportOption.DoNotIncludeTests())
            .importPackages("io.slipway.runtime");

    @Test
    void shouldKeepThePortsFreeOfAdapters() {
        noClasses()
                .that()
                .resideInAPackage("io.slipway.runtime")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.slipway.runtime.docker..",
                        "io.slipway.runtime.kubernetes..",
                        "io.slipway.runtime.fake..",
                        "com.github.dockerjava..",
                        "io.fabric8..",
                        "jakarta..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepTheFakeFreeOfTheEngine() {
        noClasses()
                .that()
                .resideInAPackage("io.slipway.runtime.fake..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.slipway.runtime.docker..",
                        "io.slipway.runtime.kubernetes..",
                        "com.github.dockerjava..",
                        "io.fabric8..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepTheEnginesPartsFreeOfWhatIsMadeOfThem() {
        noClasses()
                .that()
                .resideInAnyPackage("io.slipway.runtime.docker.engine..", "io.slipway.runtime.docker.probe..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.slipway.runtime.docker.workload..",
                        "io.slipway.runtime.docker.job..",
                        "io.slipway.runtime.docker.watch..",
                        "io.slipway.runtime.docker.build..",
                        "io.slipway.runtime.docker.output..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepTheObjectsOfAClusterFreeOfWhatTalksToIt() {
        noClasses()
                .that()
                .resideInAPackage("io.slipway.runtime.kubernetes.object..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "io.fabric8.kubernetes.client..",
                        "io.slipway.runtime.kubernetes.client..",
                        "io.slipway.runtime.kubernetes.watch..",
                        "io.slipway.runtime.kubernetes.workload..",
                        "io.slipway.runtime.kubernetes.job..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepTheAdaptersFreeOfEachOther() {
        noClasses()
                .that()
                .resideInAPackage("io.slipway.runtime.kubernetes..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.slipway.runtime.docker..")
                .check(CLASSES);
        noClasses()
                .that()
                .resideInAPackage("io.slipway.runtime.docker..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.slipway.runtime.kubernetes..")
                .check(CLASSES);
    }

    @Test
    void shouldKeepTheAdaptersFreeOfCycles() {
        slices().matching("io.slipway.runtime.kubernetes.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
        slices().matching("io.slipway.runtime.docker.(*)..")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
