SELECT joined('-', 'a', 'b', 'c');
SELECT joined('-', VARIADIC ARRAY['a', 'b']);
