//! Background jobs that one process does at a time. Knows their numbers and not what they do.

use diesel::prelude::*;
use diesel::sql_types::Integer;

use super::Conn;
use crate::error::Error;

/// Beside the number of a job, what a process takes while it does it on PostgreSQL.
const JOBS: i32 = 7_220_063;

#[diesel::declare_sql_function]
extern "SQL" {
    /// Takes a lock until the end of the transaction, or says that somebody else has it.
    fn pg_try_advisory_xact_lock(of: Integer, number: Integer) -> Bool;
}

/// Takes a job until the end of the transaction, if nobody else has it.
pub(super) fn take(conn: &mut Conn, number: i32) -> Result<bool, Error> {
    match conn {
        // Whoever writes at all is alone.
        Conn::Sqlite(_) => Ok(true),
        Conn::Postgres(conn) => {
            Ok(diesel::select(pg_try_advisory_xact_lock(JOBS, number)).get_result(conn)?)
        }
    }
}
