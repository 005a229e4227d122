package io.slipway.kit;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import org.junit.jupiter.api.Test;

class ArchitectureTest {

    private static final JavaClasses KIT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.slipway.kit");

    @Test
    void shouldNeedKafkaStreamsOnlyInItsOwnPackage() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.slipway.kit.streams")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka.streams..", "io.slipway.kit.streams")
                .because("services without a topology do not have it on their class path")
                .check(KIT);
    }

    @Test
    void shouldHaveNoBeansInThePackageThatNeedsKafkaStreams() {
        noClasses()
                .that()
                .resideInAPackage("io.slipway.kit.streams")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("jakarta.enterprise..", "jakarta.inject..")
                .check(KIT);
    }

    @Test
    void shouldKeepSecretsAndVariablesFreeOfKafka() {
        noClasses()
                .that()
                .resideInAnyPackage("io.slipway.kit.secret", "io.slipway.kit.variable", "io.slipway.kit.work")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("org.apache.kafka..", "io.slipway.kit.kafka")
                .check(KIT);
    }

    @Test
    void shouldUseTinkOnlyForSecrets() {
        noClasses()
                .that()
                .resideOutsideOfPackage("io.slipway.kit.secret")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.google.crypto.tink..")
                .check(KIT);
    }
}
