-- The time under which readers know a line: no two lines of an environment have the same, and a line that is added later
-- has a later one. So it is also the order, and whoever follows a log goes on after the time that they saw last. at stays:
-- it is what tells a line from another.
alter table deployment_log add column told_at timestamptz not null default clock_timestamp();
update deployment_log line set told_at = told.told_at
from (select ordinal,
             max(at - place * interval '1 microsecond') over (partition by environment_id order by place)
                 + place * interval '1 microsecond' as told_at
      from (select environment_id, ordinal, at,
                   row_number() over (partition by environment_id order by ordinal) as place
            from deployment_log) placed) told
where told.ordinal = line.ordinal;

create unique index deployment_log_told on deployment_log (environment_id, told_at);
create index deployment_log_order_told on deployment_log (environment_id, deployment_id, told_at);
drop index deployment_log_order;
drop index deployment_log_time;
alter table deployment_log drop column ordinal;
