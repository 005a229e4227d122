-- People of organizations. email_key: the address in lower case. joined_at: null while somebody is only invited.
create table member (
    id               uuid primary key,
    organization_id  uuid        not null references organization (id) on delete cascade,
    email            text        not null,
    email_key        text        not null,
    name             text,
    role             text        not null,
    invited_by       text        not null,
    created_at       timestamptz not null,
    updated_at       timestamptz not null,
    joined_at        timestamptz,
    last_activity_at timestamptz,
    unique (organization_id, email_key)
);
create index member_email on member (email_key);
