SELECT count_big();
