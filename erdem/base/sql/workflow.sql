-- A document's status moves only along a step of its workflow, in bulk statements and raw SQL too.
-- Use: CREATE TRIGGER … BEFORE INSERT OR UPDATE OF status ON … FOR EACH ROW EXECUTE FUNCTION erdem_refuse_illegal_step('app.document');
CREATE FUNCTION erdem_refuse_illegal_step() RETURNS trigger LANGUAGE plpgsql SECURITY DEFINER SET search_path = public AS
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

-- REVERSE
DROP FUNCTION erdem_refuse_illegal_step();
