SELECT * FROM contact_counts ORDER BY 1;
