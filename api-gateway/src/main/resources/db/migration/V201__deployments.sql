-- How far the events about an environment were read. status: data of the newest environment.status record;
-- described: stages and services as service.status described them last.
create table environment_feed (
    environment_id  uuid primary key references environment (id) on delete cascade,
    status          text check (status is json object),
    status_sequence bigint not null default 0,
    status_at       timestamptz,
    event_sequence  bigint not null default 0,
    described       text   not null default '[]' check (described is json array)
);

-- Requests that were accepted here or published by others. data: the event's data; null while only others told of the
-- request. target: of a cancellation, null for an action. outcome: HELD, UNSEEN, SEEN, REFUSED.
create table deployment_request (
    environment_id uuid   not null references environment (id) on delete cascade,
    id             text   not null,
    ordinal        bigint not null generated always as identity,
    data           text check (data is json object),
    target         text,
    outcome        text   not null,
    problem        text,
    primary key (environment_id, id)
);
create index deployment_request_id on deployment_request (id);
create index deployment_request_open on deployment_request (environment_id) where outcome in ('HELD', 'UNSEEN');

-- The history. record: the deployment as a whole; the other columns repeat what is searched for.
create table deployment (
    environment_id uuid    not null references environment (id) on delete cascade,
    id             text    not null,
    ordinal        bigint  not null generated always as identity,
    request_ids    text[]  not null,
    failed         boolean not null,
    ended_at       timestamptz,
    record         text    not null check (record is json object),
    primary key (environment_id, id)
);
create index deployment_newest on deployment (environment_id, ordinal);

create table deployment_service (
    environment_id uuid not null,
    deployment_id  text not null,
    service_id     text not null,
    primary key (environment_id, service_id, deployment_id),
    foreign key (environment_id, deployment_id) references deployment (environment_id, id) on delete cascade
);
create index deployment_service_deployment on deployment_service (environment_id, deployment_id);

-- A line is told from another by who wrote it when: the same line may come twice.
create table deployment_log (
    environment_id uuid        not null references environment (id) on delete cascade,
    deployment_id  text        not null,
    service_id     text        not null,
    attempt        bigint      not null,
    source         text        not null,
    at             timestamptz not null,
    level          text        not null,
    message        text        not null,
    primary key (environment_id, deployment_id, service_id, attempt, source, at)
);
create index deployment_log_time on deployment_log (environment_id, deployment_id, at);

-- Outputs of a job's run that the pipeline has not accepted yet. harvested: the event's data, secrets as ciphertext.
create table pending_output (
    environment_id uuid   not null references environment (id) on delete cascade,
    attempt        bigint not null,
    job_id         uuid   not null,
    harvested      text   not null check (harvested is json object),
    primary key (environment_id, attempt)
);

-- Fingerprints of the services' configurations: this one counts from this version on.
create table service_fingerprint (
    environment_id uuid   not null references environment (id) on delete cascade,
    service_id     uuid   not null,
    since_version  bigint not null,
    fingerprint    text   not null,
    primary key (environment_id, service_id, since_version)
);

-- The fingerprint of what was deployed last.
create table deployed_service (
    environment_id uuid not null references environment (id) on delete cascade,
    service_id     uuid not null,
    fingerprint    text not null,
    primary key (environment_id, service_id)
);
