SELECT o.id,
    o."orderNumber",
    o.state,
    o."userId",
    o.total,
    o."createdAt",
    o.payload
   FROM public."Order" o
  WHERE (o."createdAt" > (now() - '7 days'::interval))