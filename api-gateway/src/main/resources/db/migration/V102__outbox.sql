-- Records for Kafka, in the order in which they are to be sent; payload null = tombstone.
create table outbox (
    id         bigint generated always as identity primary key,
    topic      text        not null,
    record_key text        not null,
    headers    text        not null check (headers is json object),
    payload    text,
    created_at timestamptz not null default now()
);

create function outbox_appended() returns trigger language plpgsql as $$
begin
    notify slipway_outbox;
    return null;
end $$;

create trigger outbox_appended after insert on outbox
    for each statement execute function outbox_appended();
