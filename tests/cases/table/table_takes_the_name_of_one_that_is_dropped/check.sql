SELECT a FROM texts;
