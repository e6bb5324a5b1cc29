SELECT search FROM orders ORDER BY search;
