SELECT "Or der" FROM "My ""Table""";
