-- Big ones.
SELECT orders.id, orders.label
FROM public.orders;
