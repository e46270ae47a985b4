-- The audit log is append-only. The one change an entry may see is its sealing.
CREATE FUNCTION audit_entries_are_kept() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'audit entries are never deleted';
END $$;

CREATE TRIGGER audit_entries_are_kept BEFORE DELETE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_entries_are_kept();
CREATE TRIGGER audit_entries_are_not_emptied BEFORE TRUNCATE ON audit_entries
    FOR EACH STATEMENT EXECUTE FUNCTION audit_entries_are_kept();

CREATE FUNCTION audit_entries_stay_as_written() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF OLD.seal IS NULL AND NEW.seal IS NOT NULL AND OLD.position IS NULL AND NEW.position IS NOT NULL
        AND (NEW.id, NEW.at, NEW.roles, NEW.action, NEW.subject, NEW.request_id, NEW.result, NEW.mark)
          = (OLD.id, OLD.at, OLD.roles, OLD.action, OLD.subject, OLD.request_id, OLD.result, OLD.mark)
        AND NEW.person_id IS NOT DISTINCT FROM OLD.person_id
    THEN
        RETURN NEW;
    END IF;
    RAISE EXCEPTION 'audit entries are sealed once and never changed';
END $$;

CREATE TRIGGER audit_entries_stay_as_written BEFORE UPDATE ON audit_entries
    FOR EACH ROW EXECUTE FUNCTION audit_entries_stay_as_written();
