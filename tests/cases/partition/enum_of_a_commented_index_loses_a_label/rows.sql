INSERT INTO events (at, kind, notes, amount) VALUES ('2026-01-05', 'tea', '{tea}', 1), ('2026-02-28', 'salt', '{salt,tea}', 2);
