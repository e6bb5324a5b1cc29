SELECT a, b FROM things;
