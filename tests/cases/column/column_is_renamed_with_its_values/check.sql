SELECT email, age FROM people;
