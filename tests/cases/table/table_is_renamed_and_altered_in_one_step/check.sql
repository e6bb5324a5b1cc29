SELECT email, city, age FROM clients;
