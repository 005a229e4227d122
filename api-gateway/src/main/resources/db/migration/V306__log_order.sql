-- The order in which lines arrived: whoever follows a log goes on after the last line that they had.
alter table deployment_log add column ordinal bigint not null generated always as identity;
create index deployment_log_order on deployment_log (environment_id, deployment_id, ordinal);
