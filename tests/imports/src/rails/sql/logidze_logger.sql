
  DECLARE
    changes jsonb;
  BEGIN
    changes := '{"a$b": 1}'::jsonb;
    RETURN NEW;
  END;
