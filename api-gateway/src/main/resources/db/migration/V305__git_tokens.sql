-- token: ciphertext.
create table git_token (
    id              uuid primary key,
    organization_id uuid        not null references organization (id),
    name            text        not null,
    name_key        text        not null,
    description     text,
    type            text        not null,
    workspace       text,
    token           text        not null,
    expires_at      timestamptz,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    unique (organization_id, name_key)
);

alter table service add column git_token_id uuid references git_token (id);
create index service_git_token on service (git_token_id);
