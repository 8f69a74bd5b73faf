-- What row-level security knows about the actor. Unset settings are NULL, so that every rule fails closed.
CREATE FUNCTION erdem_kind() RETURNS text LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('erdem.kind', true), '') $$;

CREATE FUNCTION erdem_is_machine() RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(current_setting('erdem.kind', true) IN ('job', 'system'), false) $$;

CREATE FUNCTION erdem_user_id() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('erdem.user_id', true), '')::bigint $$;

CREATE FUNCTION erdem_roles() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(string_to_array(nullif(current_setting('erdem.roles', true), ''), ','), '{}'::text[]) $$;

CREATE FUNCTION erdem_organisations() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(string_to_array(nullif(current_setting('erdem.organisations', true), ''), ',')::bigint[], '{}'::bigint[]) $$;

CREATE FUNCTION erdem_places() RETURNS text[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(string_to_array(nullif(current_setting('erdem.places', true), ''), ','), '{}'::text[]) $$;

CREATE FUNCTION erdem_serves_place(code text) RETURNS boolean LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce((SELECT bool_or(starts_with(code, place)) FROM unnest(erdem_places()) AS place), false) $$;

-- REVERSE
DROP FUNCTION erdem_serves_place(text);
DROP FUNCTION erdem_places();
DROP FUNCTION erdem_organisations();
DROP FUNCTION erdem_roles();
DROP FUNCTION erdem_user_id();
DROP FUNCTION erdem_is_machine();
DROP FUNCTION erdem_kind();
