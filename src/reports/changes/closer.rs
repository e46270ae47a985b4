//! The closer: makes the releases of closed months, part by part, beside the server. Several processes may have one
//! each: one works on a month at a time, and whoever comes after it goes on where it stopped.

mod making;

use std::sync::Arc;

use chrono::Duration;

use self::making::Made;
use super::work::Work;
use super::{close, due, freeze};
use crate::audit::{self, Action};
use crate::chance;
use crate::clock::{Clock, Moment};
use crate::db::{Conn, Db};
use crate::door::Actor;
use crate::error::Error;
use crate::line;
use crate::reports::cube::rule::{Caution, Choose};
use crate::reports::periods::Month;
use crate::reports::store;
use crate::reports::withholding::{Unsafe, withhold};

/// The number of this job among those that one process does at a time.
pub const CLOSING: i32 = 3;

/// Each part that is reckoned holds a connection for reading, which others need too.
const MOST_HANDS: usize = 4;

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
    /// How many parts of a release it reckons at a time.
    hands: usize,
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
    /// A closer that works in the name of this actor, with half of the machine's cores: others serve meanwhile.
    pub fn new(db: Db, clock: Clock, actor: Actor) -> Self {
        Self {
            db,
            clock,
            actor,
            name: chance::secret(),
            choose: withhold,
            hands: cores().div_ceil(2).min(MOST_HANDS),
        }
    }

    /// The same with all cores, for a program that does nothing else.
    #[must_use]
    pub fn with_all_hands(self) -> Self {
        Self {
            hands: cores().min(MOST_HANDS),
            ..self
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

    /// Makes the release of the earliest closed month that has none. If too much could be reckoned of it by the usual rule
    /// it is made by a more careful one: else the line would get no more releases.
    pub async fn release_next(&self) -> Result<Came, Error> {
        let Some(month) = self.db.read(store::closings::unreleased).await? else {
            return Ok(Came::Nothing);
        };
        if !self.take(month, self.clock.now()).await? {
            return Ok(Came::Nothing);
        }
        loop {
            let choose = self.choose;
            let open = move |conn: &mut Conn| Work::open(conn, month, choose);
            let work = Arc::new(self.db.read(open).await?);
            let (part, why) = match self.make_all(&work).await? {
                Made::All => return self.finish(month).await,
                Made::Lost => return Ok(Came::Nothing),
                Made::Not(part, why) => (part, why),
            };
            let is_too_much = matches!(why, Unsafe::Cells(_));
            let careful = work.caution().next().filter(|_| is_too_much);
            let why = format!("{part}: {why}");
            let Some(careful) = careful else {
                return self.fail(month, why, is_too_much).await;
            };
            tracing::warn!(%month, why, caution = %careful, "a release is made anew");
            let start_over = move |conn: &mut Conn| start_over(conn, month, careful);
            if self.as_holder(month, start_over).await?.is_none() {
                return Ok(Came::Nothing);
            }
        }
    }

    /// Takes the work on a month, if nobody has it and it did not fail just now. A month that was closed by an earlier
    /// version is frozen first.
    async fn take(&self, month: Month, now: Moment) -> Result<bool, Error> {
        let name = self.name.clone();
        let take = move |conn: &mut Conn| {
            if store::work::failed_at(conn, month)?.is_some_and(|at| now < at.plus(pause())) {
                return Ok(false);
            }
            if !store::work::hold(conn, month, &name, now)? {
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

    /// Makes a change to the release of a month; none if another process has taken the work meanwhile.
    async fn as_holder<T: Send + 'static>(
        &self,
        month: Month,
        change: impl Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
    ) -> Result<Option<T>, Error> {
        let (name, now) = (self.name.clone(), self.clock.now());
        let change = move |conn: &mut Conn| {
            if store::work::still_holds(conn, month, &name, now)? {
                change(conn).map(Some)
            } else {
                Ok(None)
            }
        };
        self.db.write(change).await
    }

    /// Releases a month of which every part is made.
    async fn finish(&self, month: Month) -> Result<Came, Error> {
        let (now, actor) = (self.clock.now(), self.actor.clone());
        let finish = move |conn: &mut Conn| {
            store::closings::insert_release(conn, chance::id(now), month, now)?;
            audit::store::record(conn, now, &actor, Action::MonthReleased, month)
        };
        let finished = self.as_holder(month, finish).await?;
        Ok(finished.map_or(Came::Nothing, |()| Came::Released(month)))
    }

    /// Tells why a month is not released. Parts that are safe by themselves stay, for whoever tries next.
    async fn fail(&self, month: Month, why: String, is_too_much: bool) -> Result<Came, Error> {
        tracing::error!(%month, why, "a release was blocked");
        let (now, actor) = (self.clock.now(), self.actor.clone());
        let tell = move |conn: &mut Conn| {
            if is_too_much {
                start_over(conn, month, Caution::Usual)?;
            }
            store::work::fail(conn, month, &why, now)?;
            audit::store::record(conn, now, &actor, Action::ReleaseBlocked, month)
        };
        let told = self.as_holder(month, tell).await?;
        Ok(told.map_or(Came::Nothing, |()| Came::Failed(month)))
    }
}

/// How many threads the machine runs at once.
fn cores() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from)
}

/// Has the release of a month made by another rule, from its beginning.
fn start_over(conn: &mut Conn, month: Month, caution: Caution) -> Result<(), Error> {
    store::cubes::discard(conn, month)?;
    store::work::set_caution(conn, month, caution)
}
