SELECT * FROM "group ""x""" ORDER BY 1;
