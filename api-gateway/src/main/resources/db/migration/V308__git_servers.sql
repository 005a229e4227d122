-- Null: the provider's public service.
alter table git_token add column api_url text;
