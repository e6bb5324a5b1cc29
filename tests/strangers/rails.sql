-- In the manner of Rails and of Prisma: varchar without end, timestamp(6), names in capitals, counters,
-- polymorphic references, an enum beside its table, structure that grew for years.
CREATE TABLE public.schema_migrations (version character varying NOT NULL);
ALTER TABLE ONLY public.schema_migrations ADD CONSTRAINT schema_migrations_pkey PRIMARY KEY (version);
CREATE TABLE public.users (
    id bigint NOT NULL,
    email character varying DEFAULT ''::character varying NOT NULL,
    encrypted_password character varying DEFAULT ''::character varying NOT NULL,
    sign_in_count integer DEFAULT 0 NOT NULL,
    last_sign_in_ip inet,
    created_at timestamp(6) without time zone NOT NULL,
    updated_at timestamp(6) without time zone NOT NULL,
    amount money,
    ratio double precision DEFAULT 0.1,
    birthday date DEFAULT '2000-01-01'::date,
    at time(0) with time zone,
    tags character varying(255)[] DEFAULT '{}'::character varying[] NOT NULL
);
CREATE SEQUENCE public.users_id_seq START WITH 1 INCREMENT BY 1 NO MINVALUE NO MAXVALUE CACHE 1;
ALTER SEQUENCE public.users_id_seq OWNED BY public.users.id;
ALTER TABLE ONLY public.users ALTER COLUMN id SET DEFAULT nextval('public.users_id_seq'::regclass);
ALTER TABLE ONLY public.users ADD CONSTRAINT users_pkey PRIMARY KEY (id);
CREATE UNIQUE INDEX index_users_on_email ON public.users USING btree (email);
CREATE INDEX index_users_on_lower_email ON public.users (lower((email)::text) varchar_pattern_ops);
CREATE TYPE public."OrderState" AS ENUM ('NEW', 'PAID', 'SENT');
CREATE TABLE public."Order" (
    "id" SERIAL NOT NULL,
    "orderNumber" TEXT NOT NULL,
    "state" public."OrderState" NOT NULL DEFAULT 'NEW',
    "userId" BIGINT,
    "total" DECIMAL(65,30) NOT NULL,
    "createdAt" TIMESTAMP(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "payload" JSONB,
    CONSTRAINT "Order_pkey" PRIMARY KEY ("id")
);
CREATE UNIQUE INDEX "Order_orderNumber_key" ON public."Order"("orderNumber");
ALTER TABLE public."Order" ADD CONSTRAINT "Order_userId_fkey" FOREIGN KEY ("userId") REFERENCES public.users(id) ON DELETE SET NULL ON UPDATE CASCADE;
CREATE TABLE public."_OrderToTag" ("A" integer NOT NULL, "B" integer NOT NULL);
CREATE UNIQUE INDEX "_OrderToTag_AB_unique" ON public."_OrderToTag"("A", "B");
CREATE TABLE public.nodes (
    id serial PRIMARY KEY,
    parent_id integer REFERENCES public.nodes(id),
    lft integer, rgt integer,
    CONSTRAINT nested CHECK (lft < rgt),
    UNIQUE (parent_id, lft) DEFERRABLE
);
CREATE UNLOGGED TABLE public.cache (key text PRIMARY KEY, value bytea, expires_at timestamptz);
CREATE VIEW public.recent AS
 WITH RECURSIVE up(id, depth) AS (
    SELECT id, 0 FROM public.nodes WHERE parent_id IS NULL
    UNION ALL SELECT n.id, up.depth + 1 FROM public.nodes n JOIN up ON n.parent_id = up.id
 )
 SELECT id, depth, row_number() OVER (PARTITION BY depth ORDER BY id) AS rn FROM up;
CREATE VIEW public.recent_orders AS SELECT o.* FROM public."Order" o WHERE o."createdAt" > now() - '7 days'::interval;
CREATE FUNCTION public.logidze_logger() RETURNS trigger LANGUAGE plpgsql AS $_$
  DECLARE
    changes jsonb;
  BEGIN
    changes := '{"a$b": 1}'::jsonb;
    RETURN NEW;
  END;
$_$;
CREATE TRIGGER logidze_on_users BEFORE INSERT OR UPDATE ON public.users FOR EACH ROW
    WHEN ((COALESCE(current_setting('logidze.disabled'::text, true), ''::text) <> 'on'::text))
    EXECUTE FUNCTION public.logidze_logger('null', 'updated_at');
CREATE TRIGGER counted AFTER DELETE ON public.users REFERENCING OLD TABLE AS gone FOR EACH STATEMENT EXECUTE FUNCTION public.logidze_logger();
ALTER TABLE public.users DISABLE TRIGGER counted;
CREATE CONSTRAINT TRIGGER later AFTER INSERT ON public.nodes DEFERRABLE INITIALLY DEFERRED FOR EACH ROW EXECUTE FUNCTION public.logidze_logger();
