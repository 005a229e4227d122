-- A fresh installation can deploy images that the local engine has.
insert into organization (id, name, name_key, created_at, updated_at)
values ('00000000-0000-4000-8000-00000000000a', 'Default', 'default', now(), now());

insert into container_registry
    (id, organization_id, name, name_key, kind, description, url, settings, created_at, updated_at)
values ('00000000-0000-4000-8000-00000000000b', '00000000-0000-4000-8000-00000000000a', 'local', 'local', 'DOCKER_HUB',
        'Images that the engine has, else the public hub', 'https://docker.io', '{}', now(), now());
