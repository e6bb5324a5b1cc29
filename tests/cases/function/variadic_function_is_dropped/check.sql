SELECT to_regproc('joined');
