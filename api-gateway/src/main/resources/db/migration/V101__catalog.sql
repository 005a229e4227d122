-- The catalog. A name_key is the name as it is compared: normalised and in lower case, made by the gateway.

create table organization (
    id          uuid primary key,
    name        text        not null,
    name_key    text        not null unique,
    description text,
    created_at  timestamptz not null,
    updated_at  timestamptz not null
);

create table project (
    id              uuid primary key,
    organization_id uuid        not null references organization (id),
    name            text        not null,
    name_key        text        not null,
    description     text,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    unique (organization_id, name_key)
);

-- settings: what may be shown, by the names of the contract; password: ciphertext.
create table container_registry (
    id              uuid primary key,
    organization_id uuid        not null references organization (id),
    name            text        not null,
    name_key        text        not null,
    kind            text        not null,
    description     text,
    url             text        not null,
    settings        text        not null check (settings is json object),
    password        text,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    unique (organization_id, name_key)
);

create table environment (
    id              uuid primary key,
    project_id      uuid        not null references project (id),
    organization_id uuid        not null references organization (id),
    cluster_id      uuid        not null,
    name            text        not null,
    name_key        text        not null,
    mode            text        not null,
    spec_version    bigint      not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    unique (project_id, name_key)
);

create table stage (
    id             uuid primary key,
    environment_id uuid        not null references environment (id) on delete cascade,
    name           text        not null,
    name_key       text        not null,
    description    text,
    position       int         not null check (position >= 0),
    default_for    text,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    unique (environment_id, name_key),
    unique (environment_id, default_for),
    -- Deferred: a move renumbers several stages.
    constraint stage_position unique (environment_id, position) deferrable initially deferred
);

create table service (
    id                    uuid primary key,
    environment_id        uuid        not null references environment (id) on delete cascade,
    -- Deferred: deleting an environment deletes stages and services in any order.
    stage_id              uuid        not null references stage (id) deferrable initially deferred,
    membership_id         uuid        not null unique,
    skipped               boolean     not null,
    membership_created_at timestamptz not null,
    membership_updated_at timestamptz not null,
    type                  text        not null,
    name                  text        not null,
    name_key              text        not null,
    description           text,
    icon_uri              text        not null,
    registry_id           uuid references container_registry (id),
    config                text        not null check (config is json object),
    created_at            timestamptz not null,
    updated_at            timestamptz not null,
    unique (environment_id, name_key)
);
create index service_stage on service (stage_id);
create index service_registry on service (registry_id);

-- parent_id: the project, environment or service that it belongs to. A service's variable names its environment too.
-- target_id has no foreign key: it may be a built-in variable or a job's output, which are derived.
create table variable (
    id                    uuid primary key,
    parent_id             uuid        not null,
    project_id            uuid references project (id) on delete cascade,
    environment_id        uuid references environment (id) on delete cascade,
    service_id            uuid references service (id) on delete cascade,
    type                  text        not null,
    key                   text        not null,
    secret                boolean     not null,
    value                 text        not null,
    mount_path            text,
    target_id             uuid,
    description           text,
    interpolation_in_file boolean     not null,
    created_at            timestamptz not null,
    updated_at            timestamptz not null,
    unique (parent_id, key),
    check ((project_id is null) <> (environment_id is null)),
    check (parent_id = coalesce(service_id, environment_id, project_id))
);
create index variable_project on variable (project_id);
create index variable_environment on variable (environment_id);
create index variable_service on variable (service_id);
create index variable_target on variable (target_id);

-- Written from output.harvested; the value of a secret one is ciphertext.
create table job_output (
    job_id         uuid        not null references service (id) on delete cascade,
    environment_id uuid        not null references environment (id) on delete cascade,
    name           text        not null,
    secret         boolean     not null,
    value          text        not null,
    attempt        bigint      not null,
    created_at     timestamptz not null,
    updated_at     timestamptz not null,
    primary key (job_id, name)
);
create index job_output_environment on job_output (environment_id);

-- hash: SHA-256 of a token with 256 random bits; nothing slower is needed for those.
create table api_token (
    id              uuid primary key,
    organization_id uuid        not null references organization (id),
    name            text        not null,
    name_key        text        not null,
    description     text,
    hash            bytea       not null unique,
    created_by      text        not null,
    created_at      timestamptz not null,
    updated_at      timestamptz not null,
    last_used_at    timestamptz,
    unique (organization_id, name_key)
);
