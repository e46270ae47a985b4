//! `warmline month`: what a supervisor does by API, for a timer.

use clap::Subcommand;

use super::{open, say};
use crate::clock::Clock;
use crate::config::Config;
use crate::error::Error;
use crate::reports::changes::closer::{Came, Closer};
use crate::reports::changes::{self};
use crate::reports::periods::{Month, NotAMonth};

#[derive(Subcommand)]
pub(super) enum MonthCommand {
    /// Close a month: its reports are released and never change again
    ///
    /// Months are closed in order, each when it is over. Closing a closed month changes nothing.
    Close {
        /// The month, such as 2026-10
        month: String,
    },
}

pub(super) async fn run(config: &Config, command: MonthCommand) -> Result<(), Error> {
    let MonthCommand::Close { month } = command;
    let month: Month = month
        .parse()
        .map_err(|why: NotAMonth| Error::Broken(why.to_string()))?;
    let now = Clock::System.now();
    let premises = open(config, now).await?;
    let (actor, releasing) = (premises.actor(), premises.actor());
    let closed = premises
        .db
        .write(move |conn| changes::close(conn, month, &actor, now))
        .await?;
    say(&if closed.new {
        format!("{month} is closed.")
    } else {
        format!("{month} was closed at {}.", closed.at)
    })?;
    let releases = Closer::new(premises.db, Clock::System, releasing).with_all_hands();
    while let Came::Released(month) = releases.release_next().await? {
        say(&format!("{month} is released."))?;
    }
    Ok(())
}
