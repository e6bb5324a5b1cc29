SELECT as_one('a', 'b', 'c');
