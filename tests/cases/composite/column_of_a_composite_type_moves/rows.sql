INSERT INTO users (name, home, office) VALUES
    ('whole', ROW('Main Street 1', 'Springfield'), ROW('Mill Lane 2', 'Springfield')),
    ('in part', ROW('Main Street 1', NULL), ROW(NULL, 'Springfield')),
    ('empty', ROW(NULL, NULL), ROW(NULL, NULL)),
    ('none', NULL, ROW('Mill Lane 2', NULL));
