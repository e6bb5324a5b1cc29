SELECT checked(100);
