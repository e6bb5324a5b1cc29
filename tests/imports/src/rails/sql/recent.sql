WITH RECURSIVE up(id, depth) AS (
         SELECT nodes.id,
            0 AS "?column?"
           FROM public.nodes
          WHERE (nodes.parent_id IS NULL)
        UNION ALL
         SELECT n.id,
            (up_1.depth + 1)
           FROM (public.nodes n
             JOIN up up_1 ON ((n.parent_id = up_1.id)))
        )
 SELECT up.id,
    up.depth,
    row_number() OVER (PARTITION BY up.depth ORDER BY up.id) AS rn
   FROM up