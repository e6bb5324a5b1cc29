INSERT INTO users (lunch) VALUES (ROW('at home', 'soup', 'sour')::meal);
