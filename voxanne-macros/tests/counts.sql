select count(*), 'hot_lead'::public.kind_type from contacts
