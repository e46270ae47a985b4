//! `warmline audit`: whether the audit log is as the line wrote it.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;

use super::premises::{audit_pen, look};
use super::{checkpoint, say};
use crate::audit::chain::{Checkpoint, Finding, Verdict};
use crate::audit::changes;
use crate::clock::Clock;
use crate::config::Config;
use crate::error::Error;
use crate::keyed::Pen;

#[derive(Subcommand)]
pub(super) enum AuditCommand {
    /// Look whether entries were changed, taken out, put in, moved or cut off; exit status 1 if so
    ///
    /// Changes nothing, and may run beside a server. Run it from a timer, and with a copy of the
    /// checkpoint that was kept where nobody can reach both it and the database.
    Verify {
        /// The checkpoint to hold the end of the log against, instead of that of the settings
        #[arg(long, value_name = "FILE")]
        checkpoint: Option<PathBuf>,
    },
}

pub(super) async fn run(config: &Config, command: AuditCommand) -> Result<ExitCode, Error> {
    let AuditCommand::Verify { checkpoint: named } = command;
    let premises = look(config).await?;
    let pen = audit_pen(&premises.key);
    let must_be_there = named.is_some();
    let file = named.unwrap_or_else(|| config.audit_checkpoint.clone());
    // Before the log, which may grow meanwhile.
    let (known, doubt) = known(&file, &pen);
    let now = Clock::System.now();
    let mut verdict = premises
        .db
        .read(move |conn| Ok(changes::verify(conn, &pen, known.as_ref(), now)))
        .await?;
    // A log of which nothing was ever sealed has no checkpoint yet.
    if let Some(doubt) = doubt.filter(|_| must_be_there || verdict.sealed > 0 || file.exists()) {
        verdict.add(doubt);
    }
    tell(&verdict)
}

/// The checkpoint, or why there is none.
fn known(file: &Path, pen: &Pen) -> (Option<Checkpoint>, Option<Finding>) {
    match checkpoint::read(file, pen) {
        Ok(Some(checkpoint)) => (Some(checkpoint), None),
        Ok(None) => {
            let why = format!("{} is not there", file.display());
            (None, Some(Finding::NoCheckpoint(why)))
        }
        Err(error) => (None, Some(Finding::NoCheckpoint(error.to_string()))),
    }
}

fn tell(verdict: &Verdict) -> Result<ExitCode, Error> {
    let Verdict {
        sealed, waiting, ..
    } = verdict;
    if verdict.findings.is_empty() {
        let up_to = verdict.newest.map(|newest| format!(", up to {newest}"));
        say(&format!(
            "{sealed} entries, sealed and whole{}; {waiting} not sealed yet",
            up_to.unwrap_or_default()
        ))?;
        return Ok(ExitCode::SUCCESS);
    }
    for finding in &verdict.findings {
        say(&finding.to_string())?;
    }
    if verdict.more > 0 {
        say(&format!("And {} findings more.", verdict.more))?;
    }
    say(&format!(
        "This needs to be looked into. {sealed} entries are sealed, {waiting} not yet."
    ))?;
    Ok(ExitCode::FAILURE)
}
