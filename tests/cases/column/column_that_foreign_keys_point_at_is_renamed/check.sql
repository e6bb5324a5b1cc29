SELECT parent_number FROM children;
