package io.slipway.gateway.domain.audit;

import static org.assertj.core.api.Assertions.assertThat;

import io.slipway.events.request.Origin;
import io.slipway.gateway.domain.audit.AuditEvent.Place;
import io.slipway.gateway.domain.audit.AuditEvent.SubTarget;
import io.slipway.gateway.domain.audit.AuditEvent.Target;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AuditEventTest {

    private static final UUID FIRST = new UUID(0, 1);
    private static final UUID SECOND = new UUID(0, 2);

    /** In the paths, 1 and 2 stand for ids. */
    @ParameterizedTest
    @CsvSource({
        "POST, organization/1/project, CREATE, PROJECT, ,",
        "PUT, project/1, UPDATE, PROJECT, , 1",
        "DELETE, project/1, DELETE, PROJECT, , 1",
        "POST, project/1/environment, CREATE, ENVIRONMENT, ,",
        "DELETE, environment/1, TRIGGER_DELETE, ENVIRONMENT, , 1",
        "POST, environment/1/clone, CLONE, ENVIRONMENT, , 1",
        "POST, environment/1/deploy, TRIGGER_DEPLOY, ENVIRONMENT, , 1",
        "POST, environment/1/service/stop, TRIGGER_STOP, ENVIRONMENT, , 1",
        "POST, environment/1/application, CREATE, APPLICATION, ,",
        "DELETE, job/1, TRIGGER_DELETE, JOB, , 1",
        "POST, database/1/restart-service, TRIGGER_RESTART, DATABASE, , 1",
        "POST, organization/1/container/deploy, TRIGGER_DEPLOY, CONTAINER, ,",
        "POST, application/1/environmentVariable, CREATE, APPLICATION, VARIABLE, 1",
        "DELETE, application/1/environmentVariable/2, DELETE, APPLICATION, VARIABLE, 1",
        "POST, project/1/secret/2/override, CREATE, PROJECT, SECRET, 1",
        "PUT, variable/1, UPDATE, ORGANIZATION, VARIABLE,",
        "POST, variable/import, IMPORT, ORGANIZATION, VARIABLE,",
        "DELETE, job/1/deploymentRestriction/2, DELETE, JOB, DEPLOYMENT_RULE, 1",
        "POST, environment/1/deploymentStage, CREATE, ENVIRONMENT, DEPLOYMENT_STAGE, 1",
        "DELETE, deploymentStage/1, DELETE, ENVIRONMENT, DEPLOYMENT_STAGE,",
        "PUT, deploymentStage/1/service/2, UPDATE, ENVIRONMENT, DEPLOYMENT_STAGE,",
        "POST, deploymentQueue/1/cancelDeployment, TRIGGER_CANCEL, ENVIRONMENT, ,",
        "PUT, organization/1/containerRegistry/2, UPDATE, CONTAINER_REGISTRY, , 2",
        "POST, organization/1/apiToken, CREATE, ORGANIZATION, API_TOKEN, 1",
        "DELETE, organization/1/gitToken/2, DELETE, ORGANIZATION, GIT_TOKEN, 1",
        "POST, organization/1/gitWebhook, CREATE, WEBHOOK, ,",
        "DELETE, organization/1/inviteMember/2, DELETE, MEMBERS_AND_ROLES, , 2",
        "DELETE, organization/1/member, DELETE, MEMBERS_AND_ROLES, ,"
    })
    void shouldTellFromAPathWhatIsDoneToWhat(
            String method,
            String path,
            AuditEvent.Type type,
            Target target,
            @Nullable SubTarget subTarget,
            @Nullable String targetId) {
        List<String> segments = Arrays.stream(path.split("/"))
                .map(segment ->
                        segment.equals("1") || segment.equals("2") ? id(segment).toString() : segment)
                .toList();
        Place place = Place.of(segments);

        assertThat(place).isEqualTo(new Place(target, subTarget, targetId == null ? null : id(targetId)));
        assertThat(AuditEvent.Type.of(method, segments, place)).isEqualTo(type);
    }

    @Test
    void shouldBeAboutWhatARequestHasMade() {
        assertThat(event(AuditEvent.Type.CREATE, null, null).with(SECOND, "shop"))
                .returns(SECOND, AuditEvent::targetId)
                .returns("shop", AuditEvent::targetName);
        assertThat(event(AuditEvent.Type.CLONE, null, FIRST)
                        .with(SECOND, "copy")
                        .targetId())
                .isEqualTo(SECOND);
    }

    @Test
    void shouldStayAboutWhatSomethingBelongsTo() {
        assertThat(event(AuditEvent.Type.CREATE, SubTarget.VARIABLE, FIRST).with(SECOND, "DB_URL"))
                .returns(FIRST, AuditEvent::targetId)
                .returns("DB_URL", AuditEvent::targetName);
        assertThat(event(AuditEvent.Type.UPDATE, null, FIRST)
                        .with(SECOND, "shop")
                        .targetId())
                .isEqualTo(FIRST);
    }

    @Test
    void shouldKeepWhatIsKnownWhereTheOutcomeTellsNothing() {
        AuditEvent event = event(AuditEvent.Type.CREATE, null, FIRST).with(null, "shop");

        assertThat(event.with(null, null)).isEqualTo(event);
    }

    @Test
    void shouldReadTargetsThatAreNoneAnyMore() {
        assertThat(Target.kept("JOB")).isEqualTo(Target.JOB);
        assertThat(Target.kept("DEPLOYMENT_REQUEST")).isEqualTo(Target.ORGANIZATION);
    }

    private static UUID id(String digit) {
        return digit.equals("1") ? FIRST : SECOND;
    }

    private static AuditEvent event(AuditEvent.Type type, @Nullable SubTarget subTarget, @Nullable UUID targetId) {
        return new AuditEvent(
                UUID.randomUUID(),
                UUID.randomUUID(),
                Instant.EPOCH,
                type,
                Target.APPLICATION,
                subTarget,
                targetId,
                null,
                "operation",
                "/path",
                "ann",
                Origin.API,
                null);
    }
}
