-- Who did what. Nothing here refers to what it was done to: that may be gone.
create table audit_event (
    id              uuid primary key,
    organization_id uuid        not null references organization (id) on delete cascade,
    at              timestamptz not null,
    type            text        not null,
    target          text        not null,
    target_id       uuid,
    target_name     text,
    operation       text        not null,
    path            text        not null,
    triggered_by    text        not null,
    origin          text        not null,
    user_agent      text
);
create index audit_event_newest on audit_event (organization_id, at);
