-- What was released stays as it is.
CREATE FUNCTION released_stays() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'what was released stays as it is';
END $$;
CREATE TRIGGER releases_stay BEFORE UPDATE OR DELETE ON releases
    FOR EACH ROW EXECUTE FUNCTION released_stays();
CREATE TRIGGER frozen_months_stay BEFORE UPDATE OR DELETE ON frozen_months
    FOR EACH ROW EXECUTE FUNCTION released_stays();
CREATE TRIGGER cubes_stay BEFORE UPDATE OR DELETE ON cubes
    FOR EACH ROW EXECUTE FUNCTION released_stays();
CREATE TRIGGER released_stay BEFORE UPDATE OR DELETE ON released
    FOR EACH ROW EXECUTE FUNCTION released_stays();
