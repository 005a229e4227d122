-- Tokens that were made before there were roles could do everything.
alter table api_token
    add column role       text        not null default 'OWNER',
    add column expires_at timestamptz;
alter table api_token alter column role drop default;
