
SELECT nullif(
    nullif(current_setting('request.jwt.claims', true), '')::jsonb #>> '{app_metadata,org_id}',
    ''
)::uuid;
