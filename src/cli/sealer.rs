//! The sealer: gives the entries of the audit log their places in the chain, beside the server and
//! never in the way of a request.

use std::path::PathBuf;
use std::time::Duration;

use actix_web::web::block;
use tokio::time::MissedTickBehavior;

use super::checkpoint;
use crate::audit::chain::{Checkpoint, Link};
use crate::audit::changes::{self, Sealed};
use crate::audit::store::links;
use crate::clock::Clock;
use crate::db::Db;
use crate::error::Error;
use crate::keyed::Pen;

/// Short enough for every entry to be sealed within a second.
const BETWEEN_PASSES: Duration = Duration::from_millis(300);

/// Seals the audit log of a line. Several processes may have one each: one works at a time.
pub(super) struct Sealer {
    db: Db,
    pen: Pen,
    clock: Clock,
    checkpoint: Option<PathBuf>,
    /// The end of the chain for which the checkpoint was looked after last.
    looked_after: Link,
}

impl Sealer {
    /// A sealer that tells in a file how far it came.
    pub(super) fn new(db: Db, pen: Pen, clock: Clock, checkpoint: Option<PathBuf>) -> Self {
        Self {
            db,
            pen,
            clock,
            checkpoint,
            looked_after: Link::default(),
        }
    }

    /// Seals again and again, at first what an earlier process left.
    pub(super) async fn run(mut self) {
        let mut every = tokio::time::interval(BETWEEN_PASSES);
        every.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            every.tick().await;
            self.pass().await;
        }
    }

    /// Seals everything that waits. What goes wrong is logged, and tried again in the next pass.
    pub(super) async fn pass(&mut self) {
        let end = match self.seal_all().await {
            Ok(end) => end,
            Err(error) => return tracing::error!(%error, "the audit log cannot be sealed now"),
        };
        if end != self.looked_after {
            if let Err(error) = self.move_checkpoint(end.clone()).await {
                tracing::error!(%error, "the audit checkpoint stays where it is");
            }
            self.looked_after = end;
        }
    }

    /// Answers the end of the chain, whichever process made it.
    async fn seal_all(&self) -> Result<Link, Error> {
        let look = |conn: &mut _| Ok((links::end(conn)?, links::any_waiting(conn)?));
        let (mut end, mut more) = self.db.read(look).await?;
        while more {
            let pen = self.pen.clone();
            let seal = move |conn: &mut _| changes::seal(conn, &pen);
            let Some(sealed) = self.db.job(changes::SEALING, seal).await? else {
                // Somebody else is at it.
                break;
            };
            warn_of_strangers(&sealed);
            more = sealed.more;
            end = sealed.end;
        }
        Ok(end)
    }

    /// Moves the checkpoint to the end of the chain, unless the chain has lost what the checkpoint knows.
    async fn move_checkpoint(&self, end: Link) -> Result<(), Error> {
        let Some(file) = self.checkpoint.clone() else {
            return Ok(());
        };
        if let Some(known) = checkpoint::read(&file, &self.pen)? {
            let at = known.at;
            let held = self.db.read(move |conn| links::holds(conn, &known.end));
            if !held.await? {
                return Err(Error::Broken(format!(
                    "the log does not hold what {} says it held at {at}: entries were taken from its end, or \
                     it is an older copy. See: warmline audit verify",
                    file.display()
                )));
            }
        }
        let at = self.clock.now();
        let pen = self.pen.clone();
        let moved = block(move || checkpoint::advance(&file, &Checkpoint { end, at }, &pen)).await;
        moved.map_err(Error::broken)?
    }
}

fn warn_of_strangers(sealed: &Sealed) {
    for id in &sealed.foreign {
        tracing::error!(
            id,
            "somebody without the line's key wrote or changed an audit entry; it was sealed as it is"
        );
    }
    if sealed.unreadable > 0 {
        let rows = sealed.unreadable;
        tracing::error!(rows, "audit entries cannot be read, and are not sealed");
    }
}
