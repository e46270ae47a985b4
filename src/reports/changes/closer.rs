//! The closer: makes the releases of closed months, part by part, beside the server. Several processes may have one
//! each: one works on a month at a time, and whoever comes after it goes on where it stopped.

use std::sync::Arc;

use chrono::Duration;

use super::work::{Failure, Reckoned, Work};
use super::{close, due, freeze};
use crate::audit::{self, Action};
use crate::chance;
use crate::clock::{Clock, Moment};
use crate::db::{Conn, Db};
use crate::door::Actor;
use crate::error::Error;
use crate::line;
use crate::reports::cube::settle::Choose;
use crate::reports::periods::Month;
use crate::reports::store;
use crate::reports::store::cubes::New;
use crate::reports::withholding::withhold;

/// The number of this job among those that one process does at a time.
pub const CLOSING: i32 = 3;

/// After a failure nobody tries again for so long.
fn pause() -> Duration {
    Duration::minutes(10)
}

/// Makes releases.
#[derive(Clone)]
pub struct Closer {
    db: Db,
    clock: Clock,
    actor: Actor,
    /// Tells this process from others.
    name: String,
    choose: Choose,
}

/// What came of a look at what there is to do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Came {
    /// There was nothing to do, or somebody else is at it.
    Nothing,
    /// A month was released.
    Released(Month),
    /// A part of it could not be made; the supervisors see why.
    Failed(Month),
}

impl Closer {
    /// A closer that works in the name of this actor.
    pub fn new(db: Db, clock: Clock, actor: Actor) -> Self {
        Self {
            db,
            clock,
            actor,
            name: chance::secret(),
            choose: withhold,
        }
    }

    /// The same by a weaker rule, to prove that it is weaker.
    #[must_use]
    pub fn choosing(self, choose: Choose) -> Self {
        Self { choose, ..self }
    }

    /// Closes the months that the line closes by itself by now.
    pub async fn close_due(&self) -> Result<(), Error> {
        let now = self.clock.now();
        while let Some(month) = self.db.read(move |conn| due(conn, now)).await? {
            let actor = self.actor.clone();
            self.db
                .write(move |conn| close(conn, month, &actor, now))
                .await?;
        }
        Ok(())
    }

    /// Makes the release of every closed month that has none.
    pub async fn release_all(&self) -> Result<(), Error> {
        while let Came::Released(_) = self.release_next().await? {}
        Ok(())
    }

    /// Makes the release of the earliest closed month that has none.
    pub async fn release_next(&self) -> Result<Came, Error> {
        let now = self.clock.now();
        let Some(month) = self.db.read(store::closings::unreleased).await? else {
            return Ok(Came::Nothing);
        };
        if !self.take(month, now).await? {
            return Ok(Came::Nothing);
        }
        let choose = self.choose;
        let work = Arc::new(
            self.db
                .read(move |conn| Work::open(conn, month, choose))
                .await?,
        );
        for part in work.parts() {
            if !self.take(month, self.clock.now()).await? {
                return Ok(Came::Nothing);
            }
            if let Err(failure) = self.make(&work, part).await? {
                self.fail(month, part, failure).await?;
                return Ok(Came::Failed(month));
            }
        }
        let (now, actor) = (self.clock.now(), self.actor.clone());
        self.db
            .write(move |conn| finish(conn, month, &actor, now))
            .await?;
        Ok(Came::Released(month))
    }

    /// Takes the work on a month, if nobody has it and it did not fail just now. A month that was closed by an earlier
    /// version is frozen first.
    async fn take(&self, month: Month, now: Moment) -> Result<bool, Error> {
        let name = self.name.clone();
        let take = move |conn: &mut Conn| {
            if store::closings::failed_at(conn, month)?.is_some_and(|at| now < at.plus(pause())) {
                return Ok(false);
            }
            if !store::closings::hold(conn, month, &name, now)? {
                return Ok(false);
            }
            if !store::closings::is_frozen(conn, month)? {
                let line = line::store::find(conn)?;
                freeze(conn, month, &line, now)?;
            }
            Ok(true)
        };
        Ok(self.db.job(CLOSING, take).await?.unwrap_or(false))
    }

    /// Makes a part, unless it is made. Reckoning holds no lock.
    async fn make(
        &self,
        work: &Arc<Work>,
        part: &'static str,
    ) -> Result<Result<(), Failure>, Error> {
        let reckoning = Arc::clone(work);
        let reckon = move |conn: &mut Conn| {
            if store::cubes::is_made(conn, reckoning.month, part)? {
                return Ok(Ok(None));
            }
            Ok(reckoning.reckon(conn, part).map(Some))
        };
        let reckoned = match self.db.read(reckon).await? {
            Ok(Some(reckoned)) => reckoned,
            Ok(None) => return Ok(Ok(())),
            Err(failure) => return Ok(Err(failure)),
        };
        let month = work.month;
        self.db
            .write(move |conn| keep(conn, month, part, &reckoned))
            .await?;
        Ok(Ok(()))
    }

    async fn fail(&self, month: Month, part: &'static str, failure: Failure) -> Result<(), Error> {
        let why = match failure {
            Failure::Error(error) => return Err(error),
            Failure::Unsafe(why) => format!("{part}: {why}"),
        };
        tracing::error!(%month, why, "a release was blocked");
        let (now, actor) = (self.clock.now(), self.actor.clone());
        let tell = move |conn: &mut Conn| {
            store::closings::fail(conn, month, &why, now)?;
            audit::store::record(conn, now, &actor, Action::ReleaseBlocked, month)
        };
        self.db.write(tell).await
    }
}

/// Keeps a part, unless it is kept.
fn keep(
    conn: &mut Conn,
    month: Month,
    part: &'static str,
    reckoned: &Reckoned,
) -> Result<(), Error> {
    if store::cubes::is_made(conn, month, part)? {
        return Ok(());
    }
    match reckoned {
        Reckoned::Table(decided) => {
            for (period, decided) in decided {
                let new = New {
                    period: *period,
                    part,
                    month,
                };
                store::cubes::insert(conn, &new, &decided.settled)?;
                store::cubes::insert_released(conn, &new, &decided.released)?;
            }
        }
        Reckoned::Rest(rests) => {
            for (period, rest) in rests {
                store::cubes::insert_released(
                    conn,
                    &New {
                        period: *period,
                        part,
                        month,
                    },
                    rest,
                )?;
            }
        }
    }
    Ok(())
}

/// Releases a month of which every part is made, once.
fn finish(conn: &mut Conn, month: Month, actor: &Actor, now: Moment) -> Result<(), Error> {
    if store::closings::release(conn, month)?.is_some() {
        return Ok(());
    }
    store::closings::insert_release(conn, chance::id(now), month, now)?;
    audit::store::record(conn, now, actor, Action::MonthReleased, month)
}
