-- In whose name the actor decides, to which groups the person belongs, and what day it is where the offices are.
CREATE FUNCTION erdem_speaks_for() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(string_to_array(nullif(current_setting('erdem.speaks_for', true), ''), ',')::bigint[], '{}'::bigint[]) $$;

CREATE FUNCTION erdem_groups() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(string_to_array(nullif(current_setting('erdem.groups', true), ''), ',')::bigint[], '{}'::bigint[]) $$;

CREATE FUNCTION erdem_today() RETURNS date LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT (now() AT TIME ZONE 'Asia/Shanghai')::date $$;

-- REVERSE
DROP FUNCTION erdem_today();
DROP FUNCTION erdem_groups();
DROP FUNCTION erdem_speaks_for();
