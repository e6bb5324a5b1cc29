SELECT worst(), is_live('paid');
