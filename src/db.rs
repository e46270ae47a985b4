//! One query layer on two databases, and the ways to use it: `read`, `write`, `append` and `job`.
//!
//! A read sees one consistent snapshot and cannot write. A write runs while nobody else is
//! writing, and is answered only after it is on disk. Names no room.

mod conn;
mod job;
mod migrations;
pub mod schema;
mod writer;

use std::time::Duration;

use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use diesel::r2d2::{ManageConnection, Pool, R2D2Connection};
use diesel::result::{DatabaseErrorKind, Error as DieselError};

use crate::error::Error;
pub use conn::Conn;
use writer::Writer;

/// Taken at the start of a change on PostgreSQL and given back with its commit, whichever process it is in.
const ALONE: &str = "SELECT pg_advisory_xact_lock(7220062)";
/// The same lock, shared.
const BESIDE_OTHERS: &str = "SELECT pg_advisory_xact_lock_shared(7220062)";

/// Where the database is. Only these two kinds exist.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Address {
    /// A `postgres:` address, with its password if it has one.
    Postgres(String),
    /// The path of a SQLite file.
    Sqlite(String),
}

impl Address {
    /// Reads `sqlite:PATH`, `postgres://…` or `postgresql://…`.
    pub fn parse(url: &str) -> Option<Self> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Some(Self::Postgres(url.to_owned()));
        }
        let path = url.strip_prefix("sqlite:")?;
        let path = path.strip_prefix("//").unwrap_or(path);
        (!path.is_empty() && !path.contains(":memory:")).then(|| Self::Sqlite(path.to_owned()))
    }
}

/// How many connections, and how many changes one commit may carry.
#[derive(Clone, Copy, Debug)]
pub struct Limits {
    /// Connections for reading, and on PostgreSQL as many again for writing.
    pub connections: u32,
    /// The most changes committed together on SQLite.
    pub commit_together: usize,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Use {
    Read,
    Write,
}

/// Opens connections of one kind for one use.
#[derive(Debug)]
struct Opener {
    address: Address,
    purpose: Use,
}

impl Opener {
    fn open(&self) -> Result<Conn, Error> {
        let (mut conn, settings) = match (&self.address, self.purpose) {
            (Address::Postgres(url), Use::Read) => (
                Conn::Postgres(
                    PgConnection::establish(url).map_err(|error| unreachable_database(&error))?,
                ),
                "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL REPEATABLE READ, READ ONLY",
            ),
            (Address::Postgres(url), Use::Write) => (
                Conn::Postgres(
                    PgConnection::establish(url).map_err(|error| unreachable_database(&error))?,
                ),
                "SET SESSION CHARACTERISTICS AS TRANSACTION ISOLATION LEVEL READ COMMITTED",
            ),
            (Address::Sqlite(path), Use::Read) => (
                Conn::Sqlite(
                    SqliteConnection::establish(path)
                        .map_err(|error| unreachable_database(&error))?,
                ),
                "PRAGMA busy_timeout = 5000; PRAGMA foreign_keys = ON; PRAGMA query_only = ON",
            ),
            (Address::Sqlite(path), Use::Write) => (
                Conn::Sqlite(
                    SqliteConnection::establish(path)
                        .map_err(|error| unreachable_database(&error))?,
                ),
                "PRAGMA busy_timeout = 5000; PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; \
                 PRAGMA foreign_keys = ON",
            ),
        };
        conn.batch_execute(settings)?;
        Ok(conn)
    }
}

impl ManageConnection for Opener {
    type Connection = Conn;
    type Error = Error;

    fn connect(&self) -> Result<Conn, Error> {
        self.open()
    }

    fn is_valid(&self, conn: &mut Conn) -> Result<(), Error> {
        Ok(conn.ping()?)
    }

    fn has_broken(&self, conn: &mut Conn) -> bool {
        std::thread::panicking() || conn.is_broken()
    }
}

#[derive(Clone)]
enum Writers {
    /// PostgreSQL commits concurrent transactions together by itself.
    Many(Pool<Opener>),
    /// SQLite has one writer, and one thread owns it.
    One(Writer),
}

/// The database. Cheap to clone.
#[derive(Clone)]
pub struct Db {
    readers: Pool<Opener>,
    writers: Writers,
}

impl Db {
    /// Opens the database without changing it.
    pub fn open(address: &Address, limits: Limits) -> Result<Self, Error> {
        let writers = match address {
            Address::Postgres(_) => Writers::Many(pool(address, Use::Write, limits.connections)?),
            // First, for a SQLite file is made by its writer and a reader cannot set its journal.
            Address::Sqlite(_) => {
                let opener = Opener {
                    address: address.clone(),
                    purpose: Use::Write,
                };
                Writers::One(Writer::start(
                    move || opener.open(),
                    limits.commit_together,
                )?)
            }
        };
        Ok(Self {
            readers: pool(address, Use::Read, limits.connections)?,
            writers,
        })
    }

    /// Looks at the database. The closure sees one snapshot.
    pub async fn read<T, F>(&self, look: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        let readers = self.readers.clone();
        unblocked(move || {
            let conn: &mut Conn = &mut *take(&readers)?;
            conn.transaction(look)
        })
        .await
    }

    /// Changes the database: all of the closure or nothing, with nobody else writing meanwhile.
    /// It may be run several times, so it must do nothing but read and write rows.
    pub async fn write<T, F>(&self, change: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        self.change(change, ALONE).await
    }

    /// Adds rows: all of the closure or nothing, with nobody in [`Db::write`] meanwhile, though
    /// perhaps others who add. For changes that happen all the time and that ask only for what
    /// `write` alone changes.
    pub async fn append<T, F>(&self, change: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        self.change(change, BESIDE_OTHERS).await
    }

    /// Does a background job's change, beside those who add, unless another process is at this job:
    /// then nothing is done. Jobs are told apart by their numbers.
    pub async fn job<T, F>(&self, number: i32, change: F) -> Result<Option<T>, Error>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        self.append(move |conn| {
            if job::take(conn, number)? {
                change(conn).map(Some)
            } else {
                Ok(None)
            }
        })
        .await
    }

    async fn change<T, F>(&self, change: F, lock: &'static str) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    {
        match &self.writers {
            Writers::One(writer) => writer.write(change).await,
            Writers::Many(pool) => {
                let pool = pool.clone();
                unblocked(move || {
                    let conn: &mut Conn = &mut *take(&pool)?;
                    conn.transaction(|conn| {
                        // Each statement after the lock sees what was committed before it was given.
                        conn.batch_execute(lock)?;
                        change(conn)
                    })
                })
                .await
            }
        }
    }

    /// Brings the tables up to date, and names the migrations that ran.
    pub async fn migrate(&self) -> Result<Vec<String>, Error> {
        // Not in a transaction of ours: each migration has its own.
        let address_of_writer = match &self.writers {
            Writers::One(writer) => return writer.migrate().await,
            Writers::Many(pool) => pool.clone(),
        };
        unblocked(move || {
            let mut conn = take(&address_of_writer)?;
            // One process migrates while the others wait.
            conn.batch_execute("SELECT pg_advisory_lock(7220061)")?;
            let done = migrations::run(&mut conn);
            conn.batch_execute("SELECT pg_advisory_unlock(7220061)")?;
            done
        })
        .await
    }

    /// The names of the migrations that have not run.
    pub async fn pending(&self) -> Result<Vec<String>, Error> {
        self.read(|conn| Ok(migrations::pending(conn))).await
    }
}

fn pool(address: &Address, purpose: Use, size: u32) -> Result<Pool<Opener>, Error> {
    let opener = Opener {
        address: address.clone(),
        purpose,
    };
    // Said here and in the database's own words, not at the first request.
    drop(opener.open()?);
    Pool::builder()
        .max_size(size)
        // None in advance: a short command would end while a thread is still inside libpq.
        .min_idle(Some(0))
        .connection_timeout(Duration::from_millis(1500))
        .test_on_check_out(false)
        .build(opener)
        .map_err(Error::broken)
}

fn take(pool: &Pool<Opener>) -> Result<diesel::r2d2::PooledConnection<Opener>, Error> {
    pool.get().map_err(|error| {
        tracing::warn!(%error, "no database connection");
        Error::busy(2)
    })
}

/// Runs blocking work off the threads that serve.
async fn unblocked<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, Error> + Send + 'static,
) -> Result<T, Error> {
    tokio::task::spawn_blocking(work)
        .await
        .unwrap_or_else(|panicked| Err(Error::Broken(panicked.to_string())))
}

fn unreachable_database(error: &diesel::ConnectionError) -> Error {
    Error::Broken(format!("The database cannot be reached: {error}"))
}

impl From<DieselError> for Error {
    fn from(error: DieselError) -> Self {
        match &error {
            DieselError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => Self::Taken,
            DieselError::DatabaseError(DatabaseErrorKind::ClosedConnection, _) => Self::busy(1),
            // The message alone: a database's details repeat the values of the row.
            DieselError::DatabaseError(kind, report) => Self::Broken(format!(
                "{kind:?}: {} ({})",
                report.message(),
                report.constraint_name().unwrap_or("no constraint named")
            )),
            _ => Self::Broken(error.to_string()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_sqlite_and_postgres_addresses_are_addresses() {
        assert_eq!(
            Address::parse("sqlite:a/b.db"),
            Some(Address::Sqlite("a/b.db".into()))
        );
        assert_eq!(
            Address::parse("sqlite:///a/b.db"),
            Some(Address::Sqlite("/a/b.db".into()))
        );
        assert!(matches!(
            Address::parse("postgresql://h/d"),
            Some(Address::Postgres(_))
        ));
        for url in [
            "mysql://h/d",
            "warmline.db",
            "sqlite:",
            "sqlite::memory:",
            "",
        ] {
            assert_eq!(Address::parse(url), None, "{url}");
        }
    }
}
