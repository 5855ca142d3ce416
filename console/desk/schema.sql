-- The shared desk, version 1: run once in a database by its owner, as `order-console desk init` does, in one transaction.
-- Consoles log in as people (LOGIN roles that are members of desk_operator), own nothing, and write only what is granted at the end.
-- Nothing here is newer than PostgreSQL 13.

DO $$ BEGIN
    IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles WHERE rolname = 'desk_operator') THEN CREATE ROLE desk_operator NOLOGIN; END IF;
END $$;
CREATE SCHEMA desk;
CREATE TABLE desk.version (number int NOT NULL);
INSERT INTO desk.version VALUES (1);

-- A text that an index can hold: what is longer is refused as a row, not by the index.
CREATE DOMAIN desk.environment AS text CHECK (octet_length(VALUE) <= 500);
CREATE DOMAIN desk.kind AS text CHECK (octet_length(VALUE) <= 50);
CREATE DOMAIN desk.record_id AS text CHECK (octet_length(VALUE) <= 1500);

-- The intent of one write; what became of it is a row of desk.endings. `operator` and `at` are the database's word: nobody is
-- granted to write them. now() would not do, since a transaction that was kept open would date its rows back.
-- `id` and `console` are made by the console, so that a push can be repeated; `written_at` is the console's clock.
-- `content` is JSON in ASCII as text, because json and jsonb refuse half surrogates and jsonb \u0000, which bodies may hold.
CREATE TABLE desk.sends (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    operator text NOT NULL DEFAULT session_user,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    id uuid NOT NULL UNIQUE,
    console uuid NOT NULL,
    written_at timestamptz NOT NULL,
    environment desk.environment NOT NULL,
    kind desk.kind NOT NULL,
    record_id desk.record_id NOT NULL,
    words text NOT NULL CHECK (octet_length(words) <= 100000),
    content text NOT NULL CHECK (octet_length(content) <= 4000000)
);
CREATE INDEX sends_of_a_record ON desk.sends (environment, kind, record_id, number DESC);
CREATE INDEX sends_of_a_day ON desk.sends USING brin (at) WITH (pages_per_range = 16, autosummarize = on);

-- `send` is no foreign key: who sent may have died before its row was pushed, and another settled it.
CREATE TABLE desk.endings (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    operator text NOT NULL DEFAULT session_user,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    id uuid NOT NULL UNIQUE,
    send uuid NOT NULL,
    environment desk.environment NOT NULL,
    kind desk.kind NOT NULL,
    record_id desk.record_id NOT NULL,
    outcome text NOT NULL CHECK (octet_length(outcome) <= 1000),
    content text NOT NULL DEFAULT '{}' CHECK (octet_length(content) <= 4000000)
);
CREATE INDEX endings_of_a_send ON desk.endings (send);

-- A note is withdrawn by a row of its author's that names it in `withdraws`; it is not deleted.
CREATE TABLE desk.notes (
    number bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    operator text NOT NULL DEFAULT session_user,
    at timestamptz NOT NULL DEFAULT clock_timestamp(),
    id uuid NOT NULL UNIQUE,
    environment desk.environment NOT NULL,
    kind desk.kind NOT NULL,
    record_id desk.record_id NOT NULL,
    body text NOT NULL CHECK (length(body) <= 10000),
    withdraws uuid
);
CREATE INDEX notes_of_a_record ON desk.notes (environment, kind, record_id, number);
CREATE INDEX notes_of_a_day ON desk.notes USING brin (at) WITH (pages_per_range = 16, autosummarize = on);
CREATE INDEX notes_withdrawn ON desk.notes (withdraws) WHERE withdraws IS NOT NULL;

-- One row for each console, believed while `beat` is younger than 25 s; it is overwritten, so nobody's reading is recorded.
CREATE UNLOGGED TABLE desk.presence (
    console uuid PRIMARY KEY,
    operator text NOT NULL,
    beat timestamptz NOT NULL,
    open jsonb NOT NULL CHECK (octet_length(open::text) <= 1000000)
) WITH (fillfactor = 50);

-- Which console sends a row of a run, until when by this server's clock. `token` fences off a holder whose lease ran out.
CREATE TABLE desk.claims (
    environment desk.environment NOT NULL,
    kind desk.kind NOT NULL,
    record_id desk.record_id NOT NULL,
    PRIMARY KEY (environment, kind, record_id),
    holder text NOT NULL,
    console uuid NOT NULL,
    token bigint NOT NULL,
    until timestamptz NOT NULL,
    sending boolean NOT NULL DEFAULT false,
    was_holder text,
    was_sending boolean NOT NULL DEFAULT false
) WITH (fillfactor = 70);
CREATE INDEX claims_of_a_console ON desk.claims (console);
CREATE SEQUENCE desk.tokens;

-- Every function says where names are looked up, and puts the caller's own (pg_temp) last, as PostgreSQL's manual wants it for
-- functions that run with their owner's rights.

-- A hint which record to read again, never what is in it: anybody may notify anything. It may hold 8,000
-- bytes, six for a control character, hence left(); no real ID is that long.
CREATE FUNCTION desk.tell() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    PERFORM pg_notify('desk', json_build_array(TG_TABLE_NAME, NEW.environment, NEW.kind, left(NEW.record_id, 700))::text);
    RETURN NULL;
END $$;
CREATE TRIGGER tell AFTER INSERT ON desk.sends FOR EACH ROW EXECUTE FUNCTION desk.tell();
CREATE TRIGGER tell AFTER INSERT ON desk.endings FOR EACH ROW EXECUTE FUNCTION desk.tell();
CREATE TRIGGER tell AFTER INSERT ON desk.notes FOR EACH ROW EXECUTE FUNCTION desk.tell();

CREATE FUNCTION desk.withdrawn_by_its_author() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    IF NOT EXISTS (SELECT FROM desk.notes AS n WHERE n.id = NEW.withdraws AND n.operator = session_user AND n.withdraws IS NULL
            AND n.environment = NEW.environment AND n.kind = NEW.kind AND n.record_id = NEW.record_id) THEN
        RAISE EXCEPTION 'only the author of a note can withdraw it' USING ERRCODE = 'check_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER withdrawn_by_its_author BEFORE INSERT ON desk.notes
    FOR EACH ROW WHEN (NEW.withdraws IS NOT NULL) EXECUTE FUNCTION desk.withdrawn_by_its_author();

-- Says what the console `c` has open; false: that is not your console.
CREATE FUNCTION desk.here(c uuid, o jsonb, changed boolean) RETURNS boolean
LANGUAGE plpgsql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
BEGIN
    INSERT INTO desk.presence AS p VALUES (c, session_user, clock_timestamp(), o)
    ON CONFLICT (console) DO UPDATE SET beat = clock_timestamp(), open = excluded.open WHERE p.operator = session_user;
    IF FOUND AND changed THEN PERFORM pg_notify('desk', json_build_array('presence', c)::text); END IF;
    RETURN FOUND;
END $$;

CREATE FUNCTION desk.gone(c uuid) RETURNS void LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    DELETE FROM desk.presence WHERE (console = c AND operator = session_user) OR beat < clock_timestamp() - interval '1 hour';
    SELECT pg_notify('desk', json_build_array('presence', c)::text)
$$;

CREATE FUNCTION desk.lease(s int) RETURNS timestamptz LANGUAGE sql SET search_path = pg_catalog, pg_temp AS $$
    SELECT clock_timestamp() + make_interval(secs => least(greatest(s, 10), 900))
$$;

-- Returns only what was got. Sorted, so that two consoles cannot block each other. What is one's own already is given again,
-- with a new token: the answer may have got lost.
CREATE FUNCTION desk.claim(env text, knd text, ids text[], c uuid, secs int) RETURNS SETOF desk.claims
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    INSERT INTO desk.claims AS k (environment, kind, record_id, holder, console, token, until)
    SELECT env, knd, i, session_user, c, nextval('desk.tokens'), desk.lease(secs)
    FROM (SELECT DISTINCT i FROM unnest(ids) i ORDER BY i) AS sorted
    ON CONFLICT (environment, kind, record_id) DO UPDATE
        SET was_holder = k.holder, was_sending = k.was_sending OR k.sending, sending = false,
            holder = excluded.holder, console = excluded.console, token = excluded.token, until = excluded.until
        WHERE k.until < clock_timestamp() OR (k.console = c AND k.holder = session_user)
    RETURNING k.*
$$;

-- The last question right before a write: whether the lease still holds; it is renewed then.
CREATE FUNCTION desk.sending(env text, knd text, rec text, tok bigint, secs int) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH u AS (UPDATE desk.claims SET sending = true, until = desk.lease(secs)
        WHERE environment = env AND kind = knd AND record_id = rec AND token = tok AND holder = session_user
            AND until > clock_timestamp() RETURNING 1)
    SELECT EXISTS (SELECT FROM u)
$$;

CREATE FUNCTION desk.renew(c uuid, secs int) RETURNS bigint
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH u AS (UPDATE desk.claims SET until = desk.lease(secs)
        WHERE console = c AND holder = session_user AND until > clock_timestamp() RETURNING 1)
    SELECT count(*) FROM u
$$;

CREATE FUNCTION desk.release(env text, knd text, rec text, tok bigint) RETURNS boolean
LANGUAGE sql SECURITY DEFINER SET search_path = pg_catalog, pg_temp AS $$
    WITH d AS (DELETE FROM desk.claims
        WHERE environment = env AND kind = knd AND record_id = rec AND token = tok AND holder = session_user RETURNING 1)
    SELECT EXISTS (SELECT FROM d)
$$;

-- What an operator may do; there is no more.
GRANT USAGE ON SCHEMA desk TO desk_operator;
GRANT SELECT ON desk.version, desk.sends, desk.endings, desk.notes, desk.presence, desk.claims TO desk_operator;
GRANT INSERT (id, console, written_at, environment, kind, record_id, words, content) ON desk.sends TO desk_operator;
GRANT INSERT (id, send, environment, kind, record_id, outcome, content) ON desk.endings TO desk_operator;
GRANT INSERT (id, environment, kind, record_id, body, withdraws) ON desk.notes TO desk_operator;
REVOKE EXECUTE ON ALL FUNCTIONS IN SCHEMA desk FROM PUBLIC;
GRANT EXECUTE ON FUNCTION desk.here, desk.gone, desk.claim, desk.sending, desk.renew, desk.release TO desk_operator;
