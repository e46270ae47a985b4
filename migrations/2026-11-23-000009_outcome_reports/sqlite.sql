-- What was released stays as it is.
CREATE TRIGGER releases_are_kept BEFORE DELETE ON releases
BEGIN
    SELECT RAISE(ABORT, 'what was released stays as it is');
END;
CREATE TRIGGER releases_stay BEFORE UPDATE ON releases
BEGIN
    SELECT RAISE(ABORT, 'what was released stays as it is');
END;
CREATE TRIGGER frozen_months_are_kept BEFORE DELETE ON frozen_months
BEGIN
    SELECT RAISE(ABORT, 'what was released stays as it is');
END;
CREATE TRIGGER frozen_months_stay BEFORE UPDATE ON frozen_months
BEGIN
    SELECT RAISE(ABORT, 'what was released stays as it is');
END;
CREATE TRIGGER cubes_are_kept BEFORE DELETE ON cubes
BEGIN
    SELECT RAISE(ABORT, 'what was released stays as it is');
END;
CREATE TRIGGER cubes_stay BEFORE UPDATE ON cubes
BEGIN
    SELECT RAISE(ABORT, 'what was released stays as it is');
END;
CREATE TRIGGER released_are_kept BEFORE DELETE ON released
BEGIN
    SELECT RAISE(ABORT, 'what was released stays as it is');
END;
CREATE TRIGGER released_stay BEFORE UPDATE ON released
BEGIN
    SELECT RAISE(ABORT, 'what was released stays as it is');
END;
