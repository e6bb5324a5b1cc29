SELECT joined('a', 'b', 'c');
