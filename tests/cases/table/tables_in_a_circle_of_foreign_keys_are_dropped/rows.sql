INSERT INTO rooms (id) VALUES (1);
INSERT INTO teams (id) VALUES (1);
INSERT INTO people (id, team_id) VALUES (1, 1);
UPDATE teams SET leader_id = 1;
