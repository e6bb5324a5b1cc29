SELECT * FROM currencies ORDER BY code;
