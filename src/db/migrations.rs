//! The migrations that are built into the program, run and counted.

use diesel::migration::MigrationSource;
use diesel::prelude::*;
use diesel_migrations::{EmbeddedMigrations, MigrationHarness, embed_migrations};

use super::Conn;
use super::schema::migrations_done;
use crate::error::Error;

const MIGRATIONS: EmbeddedMigrations = embed_migrations!("migrations");

type Migration = Box<dyn diesel::migration::Migration<<Conn as Connection>::Backend>>;

/// Runs what has not run, and names it.
pub(super) fn run(conn: &mut Conn) -> Result<Vec<String>, Error> {
    let done = conn
        .run_pending_migrations(MIGRATIONS)
        .map_err(Error::broken)?;
    Ok(done.iter().map(ToString::to_string).collect())
}

/// Names what has not run, without changing anything.
pub(super) fn pending(conn: &mut Conn) -> Result<Vec<String>, Error> {
    // A database that was never migrated has no such table.
    let done: Vec<String> = migrations_done::table
        .select(migrations_done::version)
        .load(conn)
        .unwrap_or_default();
    let all: Vec<Migration> = MIGRATIONS.migrations().map_err(Error::broken)?;
    let names = all.iter().map(|migration| migration.name());
    let pending = names.filter(|name| !done.contains(&name.version().to_string()));
    Ok(pending.map(ToString::to_string).collect())
}
