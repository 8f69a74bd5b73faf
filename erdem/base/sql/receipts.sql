-- What was handed in without an account and opened in this session with its receipt.
CREATE FUNCTION erdem_receipts() RETURNS bigint[] LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT coalesce(string_to_array(nullif(current_setting('erdem.receipts', true), ''), ',')::bigint[], '{}'::bigint[]) $$;

-- REVERSE
DROP FUNCTION erdem_receipts();
