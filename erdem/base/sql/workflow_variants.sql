-- A table may hold documents of several kinds, each with its own steps: the second argument of the trigger names the column of
-- the kind, and the steps are those of 'app.document:kind'.
CREATE OR REPLACE FUNCTION erdem_refuse_illegal_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS
$$ DECLARE
    came_from text := '';
    document text := TG_ARGV[0];
BEGIN
    IF TG_NARGS > 1 THEN document := document || ':' || (to_jsonb(NEW) ->> TG_ARGV[1]); END IF;
    IF TG_OP = 'UPDATE' THEN
        IF OLD.status = NEW.status THEN RETURN NEW; END IF;
        came_from := OLD.status;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM base_workflowstep
        WHERE document_type = document AND source = came_from AND target = NEW.status
    ) THEN
        RAISE EXCEPTION '% may not go from "%" to "%".', document, came_from, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'illegal_step';
    END IF;
    RETURN NEW;
END $$;

-- REVERSE
CREATE OR REPLACE FUNCTION erdem_refuse_illegal_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER
SET search_path = public, pg_temp AS
$$ DECLARE
    came_from text := '';
BEGIN
    IF TG_OP = 'UPDATE' THEN
        IF OLD.status = NEW.status THEN RETURN NEW; END IF;
        came_from := OLD.status;
    END IF;
    IF NOT EXISTS (
        SELECT 1 FROM base_workflowstep
        WHERE document_type = TG_ARGV[0] AND source = came_from AND target = NEW.status
    ) THEN
        RAISE EXCEPTION '% may not go from "%" to "%".', TG_ARGV[0], came_from, NEW.status
            USING ERRCODE = 'check_violation', CONSTRAINT = 'illegal_step';
    END IF;
    RETURN NEW;
END $$;
