SELECT mail FROM people;
