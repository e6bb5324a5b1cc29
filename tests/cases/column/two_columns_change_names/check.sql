SELECT given, family FROM people;
