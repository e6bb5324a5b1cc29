SELECT count_bad();
