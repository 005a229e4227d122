-- Which pushes deploy a service.
create table deployment_restriction (
    id         uuid primary key,
    service_id uuid        not null references service (id) on delete cascade,
    mode       text        not null,
    type       text        not null,
    value      text        not null,
    created_at timestamptz not null,
    updated_at timestamptz not null,
    unique (service_id, mode, type, value)
);
