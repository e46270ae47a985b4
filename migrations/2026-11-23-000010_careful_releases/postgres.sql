-- Parts stay from when they are released on.
CREATE FUNCTION released_part_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF TG_OP = 'DELETE' AND NOT EXISTS (SELECT 1 FROM releases WHERE month = OLD.month) THEN
        RETURN OLD;
    END IF;
    RAISE EXCEPTION 'what was released stays as it is';
END $$;
DROP TRIGGER cubes_stay ON cubes;
CREATE TRIGGER cubes_stay BEFORE UPDATE OR DELETE ON cubes
    FOR EACH ROW EXECUTE FUNCTION released_part_stays();
DROP TRIGGER released_stay ON released;
CREATE TRIGGER released_stay BEFORE UPDATE OR DELETE ON released
    FOR EACH ROW EXECUTE FUNCTION released_part_stays();
