SELECT aggfnoid::regprocedure, aggtransfn, aggfinalfn, aggcombinefn, agginitval, proparallel, proacl::text
FROM pg_aggregate JOIN pg_proc AS p ON p.oid = aggfnoid
WHERE pronamespace = 'public'::regnamespace;
