SELECT indexdef FROM pg_indexes WHERE tablename = 'totals' ORDER BY 1;
