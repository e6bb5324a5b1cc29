SELECT * FROM top_labels ORDER BY 1;
