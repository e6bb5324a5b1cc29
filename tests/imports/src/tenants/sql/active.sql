SELECT members.user_id
   FROM app.members
  WHERE ((members.status)::text = ANY (ARRAY['active'::character varying, 'invited'::character varying]))