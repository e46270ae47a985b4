-- A release that cannot be proved is made anew by a more careful rule: until it is released, its parts may be taken back.

-- How much the release of a month holds back.
ALTER TABLE closures ADD COLUMN caution TEXT NOT NULL DEFAULT 'usual'
    CHECK (caution IN ('usual', 'contacts_of_months', 'contacts_alone', 'nothing'));
