SELECT * FROM bounds();
SELECT has_function_privilege('reader', 'bounds()', 'EXECUTE') AS may;
