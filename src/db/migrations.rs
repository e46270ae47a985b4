//! The migrations that are built into the program, run and counted.
//!
//! Tables are portable SQL, one text for both databases. Triggers and constraints that have no
//! portable form stand beside it, one text for each database, and run with it or not at all.

use diesel::migration::{
    Migration, MigrationMetadata, MigrationName, MigrationSource, MigrationVersion,
};
use diesel::prelude::*;
use diesel_migrations::MigrationHarness;

use super::Conn;
use super::schema::migrations_done;
use crate::error::Error;

type Backend = <Conn as Connection>::Backend;
type Opaque = diesel::migration::Result<()>;

/// A folder of `migrations/`.
#[derive(Clone, Copy)]
struct Step {
    name: Name,
    portable: &'static str,
    on_sqlite: &'static str,
    on_postgres: &'static str,
}

#[derive(Clone, Copy)]
struct Name(&'static str);

macro_rules! step {
    ($name:literal) => {
        Step {
            name: Name($name),
            portable: include_str!(concat!("../../migrations/", $name, "/up.sql")),
            on_sqlite: "",
            on_postgres: "",
        }
    };
    ($name:literal, with triggers) => {
        Step {
            on_sqlite: include_str!(concat!("../../migrations/", $name, "/sqlite.sql")),
            on_postgres: include_str!(concat!("../../migrations/", $name, "/postgres.sql")),
            ..step!($name)
        }
    };
}

/// Every migration, in order.
const STEPS: &[Step] = &[
    step!("2026-11-22-000001_the_line"),
    step!("2026-11-22-000002_people_and_access", with triggers),
    step!("2026-11-22-000003_the_whole_call"),
    step!("2026-11-22-000004_caller_codes"),
    step!("2026-11-22-000005_notes"),
    step!("2026-11-22-000006_drafts_and_amendments"),
    step!("2026-11-22-000007_directory_and_tallies"),
    step!("2026-11-22-000008_the_whole_schedule", with triggers),
    step!("2026-11-23-000009_outcome_reports", with triggers),
    step!("2026-11-23-000010_careful_releases", with triggers),
];

/// A migration as one of the two databases runs it.
struct On {
    step: Step,
    own: &'static str,
}

impl Migration<Backend> for On {
    fn run(&self, conn: &mut dyn diesel::connection::BoxableConnection<Backend>) -> Opaque {
        conn.batch_execute(self.step.portable)?;
        // PostgreSQL refuses to run nothing.
        if self.own.is_empty() {
            return Ok(());
        }
        Ok(conn.batch_execute(self.own)?)
    }

    fn revert(&self, _conn: &mut dyn diesel::connection::BoxableConnection<Backend>) -> Opaque {
        Err("a migration is not taken back; restore a backup".into())
    }

    fn metadata(&self) -> &dyn MigrationMetadata {
        self
    }

    fn name(&self) -> &dyn MigrationName {
        &self.step.name
    }
}

impl MigrationMetadata for On {}

impl MigrationName for Name {
    fn version(&self) -> MigrationVersion<'_> {
        // The digits of its date and number.
        let (version, _about) = self.0.split_once('_').unwrap_or((self.0, ""));
        MigrationVersion::from(version.replace('-', ""))
    }
}

impl std::fmt::Display for Name {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str(self.0)
    }
}

/// All migrations, for the database of a connection.
struct Source(fn(&Step) -> &'static str);

impl Source {
    fn of(conn: &Conn) -> Self {
        Self(match conn {
            Conn::Sqlite(_) => |step| step.on_sqlite,
            Conn::Postgres(_) => |step| step.on_postgres,
        })
    }
}

impl MigrationSource<Backend> for Source {
    fn migrations(&self) -> diesel::migration::Result<Vec<Box<dyn Migration<Backend>>>> {
        let on = |step: &Step| -> Box<dyn Migration<Backend>> {
            Box::new(On {
                step: *step,
                own: (self.0)(step),
            })
        };
        Ok(STEPS.iter().map(on).collect())
    }
}

/// Runs what has not run, and names it.
pub(super) fn run(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let source = Source::of(conn);
    let done = conn.run_pending_migrations(source).map_err(Error::broken)?;
    let named = |version: &MigrationVersion<'_>| {
        let step = STEPS.iter().find(|step| step.name.version() == *version);
        step.map_or_else(|| version.to_string(), |step| step.name.to_string())
    };
    Ok(done.iter().map(named).collect())
}

/// Names what has not run, without changing anything.
pub(super) fn pending(conn: &mut Conn) -> Vec<String> {
    // A database that was never migrated has no such table.
    let done: Vec<String> = migrations_done::table
        .select(migrations_done::version)
        .load(conn)
        .unwrap_or_default();
    let names = STEPS.iter().map(|step| step.name);
    let pending = names.filter(|name| !done.contains(&name.version().to_string()));
    pending.map(|name| name.to_string()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_folder_of_migrations_is_built_in_and_in_order() {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/migrations");
        let mut folders: Vec<String> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().file_name().into_string().unwrap())
            .collect();
        folders.sort();
        let built_in: Vec<&str> = STEPS.iter().map(|step| step.name.0).collect();
        assert_eq!(folders, built_in);
    }
}
