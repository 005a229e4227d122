-- secret: ciphertext of what git providers sign or send with what they report.
create table git_webhook (
    organization_id uuid primary key references organization (id) on delete cascade,
    secret          text not null
);

-- Environments that show what a pull request makes of another one.
create table preview_environment (
    environment_id uuid primary key references environment (id) on delete cascade,
    origin_id      uuid   not null,
    repository     text   not null,
    number         bigint not null,
    unique (origin_id, repository, number)
);
create index preview_environment_request on preview_environment (repository, number);
