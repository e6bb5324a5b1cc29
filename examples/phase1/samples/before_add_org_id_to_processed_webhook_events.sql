-- Two clinics with their members, contacts, appointments and notifications, and the webhook events
-- of the time before organizations. There are two clinics, so that nobody can tell whose the old
-- events are: they go to the quarantine, and come back when the migration is taken back.

INSERT INTO public.organizations (id, name)
VALUES
    ('a0000000-0000-0000-0000-000000000001', 'Aurora Dental'),
    ('b0000000-0000-0000-0000-000000000002', 'Birch Clinic');

-- 12345678-… is the user of the guide's own call. Cleo belongs to both clinics.
INSERT INTO auth.users (id, email)
VALUES
    ('12345678-1234-1234-1234-123456789012', 'alan@aurora.test'),
    ('a1000000-0000-0000-0000-000000000001', 'ada@aurora.test'),
    ('b1000000-0000-0000-0000-000000000001', 'bea@birch.test'),
    ('b2000000-0000-0000-0000-000000000002', 'bob@birch.test'),
    ('c1000000-0000-0000-0000-000000000001', 'cleo@both.test');

INSERT INTO public.organization_members (org_id, user_id, role)
VALUES
    ('a0000000-0000-0000-0000-000000000001', 'a1000000-0000-0000-0000-000000000001', 'owner'),
    ('a0000000-0000-0000-0000-000000000001', '12345678-1234-1234-1234-123456789012', 'member'),
    ('a0000000-0000-0000-0000-000000000001', 'c1000000-0000-0000-0000-000000000001', 'member'),
    ('b0000000-0000-0000-0000-000000000002', 'b1000000-0000-0000-0000-000000000001', 'owner'),
    ('b0000000-0000-0000-0000-000000000002', 'b2000000-0000-0000-0000-000000000002', 'member'),
    ('b0000000-0000-0000-0000-000000000002', 'c1000000-0000-0000-0000-000000000001', 'admin');

-- Contacts ca…01 to ca…12 are Aurora's, cb…01 to cb…08 are Birch's.
INSERT INTO public.contacts (id, org_id, name, phone, email, service_interests, lead_score, lead_status)
SELECT
    format('ca000000-0000-0000-0000-%s', lpad(n::text, 12, '0'))::uuid,
    'a0000000-0000-0000-0000-000000000001',
    'Aurora contact ' || n,
    '+1555010' || lpad(n::text, 4, '0'),
    format('contact%s@aurora.test', n),
    '["cleaning"]',
    (ARRAY['hot', 'warm', 'cold'])[1 + n % 3]::public.lead_score_type,
    (ARRAY['new', 'contacted', 'qualified', 'booked'])[1 + n % 4]::public.lead_status_type
FROM generate_series(1, 12) AS n;

INSERT INTO public.contacts (id, org_id, name, phone, notes)
SELECT
    format('cb000000-0000-0000-0000-%s', lpad(n::text, 12, '0'))::uuid,
    'b0000000-0000-0000-0000-000000000002',
    'Birch contact ' || n,
    '+1555020' || lpad(n::text, 4, '0'),
    'known to Birch alone'
FROM generate_series(1, 8) AS n;

-- Appointments da…01 to da…09 are Aurora's, one of them deleted; db…01 to db…05 are Birch's.
INSERT INTO public.appointments (id, org_id, contact_id, service_type, scheduled_at, status, deleted_at)
SELECT
    format('da000000-0000-0000-0000-%s', lpad(n::text, 12, '0'))::uuid,
    'a0000000-0000-0000-0000-000000000001',
    format('ca000000-0000-0000-0000-%s', lpad(n::text, 12, '0'))::uuid,
    'cleaning',
    now() + make_interval(days => n),
    (ARRAY['pending', 'confirmed', 'completed'])[1 + n % 3]::public.appointment_status,
    CASE WHEN n = 9 THEN now() END
FROM generate_series(1, 9) AS n;

INSERT INTO public.appointments (id, org_id, contact_id, service_type, scheduled_at)
SELECT
    format('db000000-0000-0000-0000-%s', lpad(n::text, 12, '0'))::uuid,
    'b0000000-0000-0000-0000-000000000002',
    format('cb000000-0000-0000-0000-%s', lpad(n::text, 12, '0'))::uuid,
    'checkup',
    now() + make_interval(days => n)
FROM generate_series(1, 5) AS n;

-- Ada has three, Alan two, Bea two, Cleo one in each clinic. None is a hot lead: that is for the
-- guide's own call. Ada's third is out of date.
INSERT INTO public.notifications (org_id, user_id, type, title, message, expires_at)
SELECT
    organizations.id,
    users.id,
    given.type::public.notification_type,
    given.title,
    'Details inside.',
    now() + make_interval(days => given.days_left)
FROM (
    VALUES
        ('Aurora Dental', 'ada@aurora.test', 'missed_call', 'For Ada 1', 30),
        ('Aurora Dental', 'ada@aurora.test', 'voicemail', 'For Ada 2', 30),
        ('Aurora Dental', 'ada@aurora.test', 'system_alert', 'For Ada 3', -1),
        ('Aurora Dental', 'alan@aurora.test', 'missed_call', 'For Alan 1', 30),
        ('Aurora Dental', 'alan@aurora.test', 'voicemail', 'For Alan 2', 30),
        ('Aurora Dental', 'cleo@both.test', 'voicemail', 'For Cleo at Aurora', 30),
        ('Birch Clinic', 'bea@birch.test', 'missed_call', 'For Bea 1', 30),
        ('Birch Clinic', 'bea@birch.test', 'voicemail', 'For Bea 2', 30),
        ('Birch Clinic', 'cleo@both.test', 'voicemail', 'For Cleo at Birch', 30)
) AS given (clinic, email, type, title, days_left)
JOIN public.organizations ON organizations.name = given.clinic
JOIN auth.users ON users.email = given.email;

-- Old events, of nobody knows which clinic.
INSERT INTO public.processed_webhook_events (event_id, call_id, event_type, received_at, created_at)
SELECT
    'old-event-' || n,
    'call-' || n,
    CASE n % 2 WHEN 0 THEN 'call.started' ELSE 'call.ended' END,
    now() - make_interval(days => 400 - n),
    now() - make_interval(days => 400 - n)
FROM generate_series(1, 300) AS n;
