SELECT b, c, d FROM people;
