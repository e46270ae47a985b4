//! Makes the parts of a release, several at a time.

use std::sync::Arc;

use tokio::task::JoinSet;

use super::Closer;
use crate::db::Conn;
use crate::error::Error;
use crate::reports::changes::work::{Failure, Reckoned, Work};
use crate::reports::periods::{Month, Period};
use crate::reports::store;
use crate::reports::store::cubes::New;
use crate::reports::withholding::Unsafe;

/// What came of making parts of a release.
pub(super) enum Made {
    /// All are made.
    All,
    /// Another process has taken the work.
    Lost,
    /// This one cannot be.
    Not(&'static str, Unsafe),
}

impl Closer {
    /// Makes every part that is not made: the first, which all others build on, and then as many at a time as it has hands.
    pub(super) async fn make_all(&self, work: &Arc<Work>) -> Result<Made, Error> {
        let mut parts = work.parts().into_iter();
        let mut made = match parts.next() {
            Some(first) => self.make(work, first).await?,
            None => Made::All,
        };
        let mut begun = JoinSet::new();
        loop {
            while matches!(made, Made::All) && begun.len() < self.hands {
                let Some(part) = parts.next() else { break };
                let (closer, work) = (self.clone(), Arc::clone(work));
                begun.spawn(async move { closer.make(&work, part).await });
            }
            // What was begun is ended though another cannot be made: nothing may be kept after this has said what came of all.
            let Some(ended) = begun.join_next().await else {
                return Ok(made);
            };
            match ended.map_err(|panicked| Error::Broken(panicked.to_string()))?? {
                Made::All => {}
                other => made = other,
            }
        }
    }

    /// Makes a part, unless it is made. Reckoning holds no lock.
    async fn make(&self, work: &Arc<Work>, part: &'static str) -> Result<Made, Error> {
        let month = work.month;
        let reckoning = Arc::clone(work);
        let reckon = move |conn: &mut Conn| {
            if store::cubes::is_made(conn, month, part)? {
                return Ok(Ok(None));
            }
            Ok(reckoning.reckon(conn, part).map(Some))
        };
        let reckoned = match self.db.read(reckon).await? {
            Ok(Some(reckoned)) => reckoned,
            Ok(None) => return Ok(Made::All),
            Err(Failure::Unsafe(why)) => return Ok(Made::Not(part, why)),
            Err(Failure::Error(error)) => return Err(error),
        };
        let keep = move |conn: &mut Conn| keep(conn, month, part, &reckoned);
        let kept = self.as_holder(month, keep).await?;
        Ok(kept.map_or(Made::Lost, |()| Made::All))
    }
}

/// Keeps a part.
fn keep(
    conn: &mut Conn,
    month: Month,
    part: &'static str,
    reckoned: &Reckoned,
) -> Result<(), Error> {
    let new = |period: &Period| New {
        period: *period,
        part,
        month,
    };
    match reckoned {
        Reckoned::Table(decided) => {
            for (period, decided) in decided {
                store::cubes::insert(conn, &new(period), &decided.settled)?;
                store::cubes::insert_released(conn, &new(period), &decided.released)?;
            }
        }
        Reckoned::Rest(rests) => {
            for (period, rest) in rests {
                store::cubes::insert_released(conn, &new(period), rest)?;
            }
        }
    }
    Ok(())
}
