SELECT user_of(ROW('Main Street 1', 'Springfield'));
SELECT * FROM towns ORDER BY id;
