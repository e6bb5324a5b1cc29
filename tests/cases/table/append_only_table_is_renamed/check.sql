SELECT what FROM happenings;
