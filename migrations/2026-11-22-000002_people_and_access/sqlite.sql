-- The audit log is append-only. The one change an entry may see is its sealing.
CREATE TRIGGER audit_entries_are_kept BEFORE DELETE ON audit_entries
BEGIN
    SELECT RAISE(ABORT, 'audit entries are never deleted');
END;

CREATE TRIGGER audit_entries_stay_as_written BEFORE UPDATE ON audit_entries
WHEN OLD.seal IS NOT NULL OR NEW.seal IS NULL OR OLD.position IS NOT NULL OR NEW.position IS NULL
    OR NEW.id IS NOT OLD.id OR NEW.at IS NOT OLD.at OR NEW.person_id IS NOT OLD.person_id
    OR NEW.roles IS NOT OLD.roles OR NEW.action IS NOT OLD.action OR NEW.subject IS NOT OLD.subject
    OR NEW.request_id IS NOT OLD.request_id OR NEW.result IS NOT OLD.result OR NEW.mark IS NOT OLD.mark
BEGIN
    SELECT RAISE(ABORT, 'audit entries are sealed once and never changed');
END;
