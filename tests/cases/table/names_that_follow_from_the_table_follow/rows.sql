INSERT INTO customers (name, kind) VALUES ('Ada', 'open'), ('Bo', 'closed');
