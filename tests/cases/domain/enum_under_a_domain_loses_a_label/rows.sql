INSERT INTO users (state, states) VALUES ('old', '{old,done}'), ('done', '{}');
