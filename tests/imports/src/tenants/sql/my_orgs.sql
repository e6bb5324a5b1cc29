SELECT o.id,
    o.slug,
    o.address,
    o.settings,
    o."createdAt",
    m.role
   FROM (app.organizations o
     JOIN app.members m ON ((m.org_id = o.id)))