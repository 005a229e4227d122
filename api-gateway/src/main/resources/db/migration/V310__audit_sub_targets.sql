-- What is changed is told by what it belongs to and by what of that it is, in the words that clients know.
alter table audit_event add column sub_target text;

update audit_event event
set sub_target = case former.target
                     when 'VARIABLE' then case when former.path ~ '/secret(/|$)' then 'SECRET' else 'VARIABLE' end
                     when 'DEPLOYMENT_RESTRICTION' then 'DEPLOYMENT_RULE'
                     when 'DEPLOYMENT_REQUEST' then null
                     when 'GIT_WEBHOOK' then null
                     else former.target
                 end,
    target     = case
                     when former.target = 'GIT_WEBHOOK' then 'WEBHOOK'
                     when former.scope is not null then upper(former.scope[1])
                     when former.target in ('DEPLOYMENT_STAGE', 'DEPLOYMENT_REQUEST') then 'ENVIRONMENT'
                     else 'ORGANIZATION'
                 end,
    target_id  = case
                     when former.target = 'GIT_WEBHOOK' then null
                     when former.scope is not null then cast(former.scope[2] as uuid)
                     when former.target in ('API_TOKEN', 'GIT_TOKEN') then former.organization_id
                 end
from (select id, organization_id, target, path,
             regexp_match(path, '(?:^|/)(project|environment|application|container|job)/([0-9a-fA-F-]{36})(?:/|$)') as scope
      from audit_event
      where target in ('VARIABLE', 'DEPLOYMENT_STAGE', 'DEPLOYMENT_RESTRICTION', 'API_TOKEN', 'GIT_TOKEN', 'GIT_WEBHOOK',
                       'DEPLOYMENT_REQUEST')) former
where former.id = event.id;
