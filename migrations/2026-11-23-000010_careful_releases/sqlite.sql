-- Parts stay from when they are released on.
DROP TRIGGER cubes_are_kept;
CREATE TRIGGER cubes_are_kept BEFORE DELETE ON cubes
WHEN EXISTS (SELECT 1 FROM releases WHERE month = OLD.month)
BEGIN
    SELECT RAISE(ABORT, 'what was released stays as it is');
END;
DROP TRIGGER released_are_kept;
CREATE TRIGGER released_are_kept BEFORE DELETE ON released
WHEN EXISTS (SELECT 1 FROM releases WHERE month = OLD.month)
BEGIN
    SELECT RAISE(ABORT, 'what was released stays as it is');
END;
