INSERT INTO orders (note, amount, label)
SELECT nullif('note ' || n, 'note 3'), n, 'label ' || n
FROM generate_series(1, 20) AS n;
