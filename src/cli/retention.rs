//! Retention: carries out what falls due, beside the server or once by hand.

use std::path::PathBuf;
use std::time::Duration;

use clap::Args;
use tokio::time::MissedTickBehavior;

use super::keys::folder;
use super::notes::destroy_keys;
use super::premises::{look, open};
use super::say;
use super::year_keys::{self, shred_due};
use crate::calls::changes;
use crate::calls::retention::Duty;
use crate::clock::{Clock, Moment};
use crate::config::Config;
use crate::db::Db;
use crate::door::Actor;
use crate::error::Error;
use crate::line;

/// The one duty that is about no rows: files of keys, each due 90 days after its year.
const YEAR_KEYS: &str = "year_keys";

/// Nothing is kept longer than its time by more than this while a server runs.
const BETWEEN_PASSES: Duration = Duration::from_mins(5);

#[derive(Args)]
pub(super) struct RetentionArguments {
    /// Say what is due, and change nothing
    #[arg(long)]
    dry_run: bool,
}

/// Carries out what falls due. Several processes may have one each: one works at a time.
pub(super) struct Retention {
    db: Db,
    clock: Clock,
    actor: Actor,
    /// Where the keys of notes are.
    key_folder: PathBuf,
}

impl Retention {
    /// Carries out duties in the name of this actor.
    pub(super) const fn new(db: Db, clock: Clock, actor: Actor, key_folder: PathBuf) -> Self {
        Self {
            db,
            clock,
            actor,
            key_folder,
        }
    }

    /// Again and again, at first what fell due while no process ran.
    pub(super) async fn run(self) {
        let mut every = tokio::time::interval(BETWEEN_PASSES);
        every.set_missed_tick_behavior(MissedTickBehavior::Delay);
        loop {
            every.tick().await;
            for duty in Duty::ALL {
                // A duty that fails keeps no other from being done.
                match self.carry_out(*duty).await {
                    Ok(0) => {}
                    Ok(count) => tracing::info!(duty = duty.as_str(), count, "retention"),
                    Err(error) => {
                        tracing::error!(duty = duty.as_str(), %error, "retention will be tried again");
                    }
                }
            }
            match self.shred_year_keys().await {
                Ok(0) => {}
                Ok(count) => tracing::info!(duty = YEAR_KEYS, count, "retention"),
                Err(error) => {
                    tracing::error!(duty = YEAR_KEYS, %error, "retention will be tried again");
                }
            }
        }
    }

    /// Destroys the keys of years that are over for long enough, and says how many.
    async fn shred_year_keys(&self) -> Result<usize, Error> {
        shred_due(&self.db, &self.key_folder, self.clock.now(), &self.actor).await
    }

    /// Does a duty in small changes until nothing is due, and says on how many rows.
    async fn carry_out(&self, duty: Duty) -> Result<usize, Error> {
        let now = self.clock.now();
        let mut count = 0;
        loop {
            let actor = self.actor.clone();
            let change = move |conn: &mut _| changes::carry_out(conn, duty, &actor, now);
            match self.db.job(changes::RETENTION, change).await? {
                // Somebody else is at it, or it is done.
                None | Some(0) => break,
                Some(done) => count += done,
            }
        }
        if duty == Duty::Notes {
            destroy_keys(&self.db, &self.key_folder, &self.actor, now).await?;
        }
        Ok(count)
    }
}

/// `warmline retention`.
pub(super) async fn run(config: &Config, arguments: &RetentionArguments) -> Result<(), Error> {
    let now = Clock::System.now();
    if arguments.dry_run {
        return tell_due(config, now).await;
    }
    let premises = open(config, now).await?;
    let actor = premises.actor();
    let retention = Retention::new(premises.db, Clock::System, actor, folder(&config.data_dir));
    for duty in Duty::ALL {
        let count = retention.carry_out(*duty).await?;
        say(&format!("{duty}: {}", duty.did(count)))?;
    }
    let count = retention.shred_year_keys().await?;
    say(&format!("{YEAR_KEYS}: destroyed {count} keys"))
}

async fn tell_due(config: &Config, now: Moment) -> Result<(), Error> {
    let premises = look(config).await?;
    for duty in Duty::ALL {
        let due = premises
            .db
            .read(move |conn| changes::due(conn, *duty, now))
            .await?;
        say(&format!("{duty}: {due} due"))?;
    }
    let wall = premises.db.read(line::store::find).await?.wall;
    let due = year_keys::due(&folder(&config.data_dir), wall.date(now))?;
    say(&format!("{YEAR_KEYS}: {} due", due.len()))
}
