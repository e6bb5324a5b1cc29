-- Removes the ledger if it is empty, and the namespace if we made it and nobody else uses it.

DO $remove$
BEGIN
    IF EXISTS (SELECT FROM voxanne.migrations) THEN
        RETURN;
    END IF;
    DROP TABLE voxanne.migrations;
    IF obj_description(to_regnamespace('voxanne'), 'pg_namespace') = 'Belongs to voxanne, which keeps its ledger of migrations here.' THEN
        BEGIN
            DROP SCHEMA voxanne;
        EXCEPTION
            -- Somebody else keeps something there: then it stays.
            WHEN dependent_objects_still_exist OR insufficient_privilege THEN
                NULL;
        END;
    END IF;
END;
$remove$;
