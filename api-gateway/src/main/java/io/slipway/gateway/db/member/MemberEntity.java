package io.slipway.gateway.db.member;

import io.slipway.gateway.domain.member.Member;
import io.slipway.gateway.domain.token.Role;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "member")
class MemberEntity {

    @Id
    UUID id;

    @Column(name = "organization_id")
    UUID organizationId;

    String email;

    @Column(name = "email_key")
    String emailKey;

    @Nullable
    String name;

    @Enumerated(EnumType.STRING)
    Role role;

    @Column(name = "invited_by")
    String invitedBy;

    @Column(name = "created_at")
    Instant createdAt;

    @Column(name = "updated_at")
    Instant updatedAt;

    @Column(name = "joined_at")
    @Nullable
    Instant joinedAt;

    @Column(name = "last_activity_at")
    @Nullable
    Instant lastActivityAt;

    @SuppressWarnings("NullAway.Init")
    protected MemberEntity() {}

    MemberEntity(Member member) {
        this.id = member.id();
        this.organizationId = member.organizationId();
        this.email = member.email();
        this.emailKey = Member.key(member.email());
        this.name = member.name();
        this.role = member.role();
        this.invitedBy = member.invitedBy();
        this.createdAt = member.createdAt();
        this.updatedAt = member.updatedAt();
        this.joinedAt = member.joinedAt();
        this.lastActivityAt = member.lastActivityAt();
    }

    Member toDomain() {
        return new Member(
                id, organizationId, email, name, role, invitedBy, createdAt, updatedAt, joinedAt, lastActivityAt);
    }
}
