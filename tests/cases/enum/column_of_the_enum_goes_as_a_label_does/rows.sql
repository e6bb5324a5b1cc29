INSERT INTO orders (state, former) VALUES ('lost', 'open'), ('paid', NULL);
INSERT INTO shipments (order_id, states, state) VALUES (1, '{lost,open}', 'lost');
