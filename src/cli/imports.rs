//! `warmline import`: older logs, tried first and then taken.

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use clap::Subcommand;

use super::keys::folder;
use super::premises::look;
use super::year_keys::YearKeyFiles;
use super::{complain, open, say};
use crate::calls::callers::YearKeys;
use crate::clock::Clock;
use crate::config::Config;
use crate::error::{Error, Fault};
use crate::imports::mapping::{Mapping, Plan};
use crate::imports::{AT_ONCE, changes, rows};
use crate::sheet::Sheet;

#[derive(Subcommand)]
pub(super) enum ImportCommand {
    /// Take calls from a CSV file of an older log
    ///
    /// The mapping says what each column becomes; a column that tells who called can only be dropped, or be a number that
    /// becomes a caller code (`to = "caller"`). Stopped in the
    /// middle, the same command goes on, and takes no row twice.
    Calls {
        /// The log, as CSV with the names of its columns in the first row
        #[arg(long)]
        file: PathBuf,
        /// What becomes of its columns, in TOML
        #[arg(long)]
        mapping: PathBuf,
        /// E-mail of the peer who answered all calls, if no column says who did
        #[arg(long, value_name = "EMAIL")]
        peer: Option<String>,
        /// Only say which rows would be taken and which refused
        #[arg(long)]
        dry_run: bool,
        /// Take the good rows though others are refused
        #[arg(long)]
        skip_refused: bool,
    },
}

pub(super) async fn run(config: &Config, command: ImportCommand) -> Result<ExitCode, Error> {
    let ImportCommand::Calls {
        file,
        mapping,
        peer,
        dry_run,
        skip_refused,
    } = command;
    let (mapping, sheet, plan) = match read(&file, &mapping)? {
        Ok(read) => read,
        Err(faults) => {
            for fault in faults {
                let at = fault.pointer.unwrap_or_default();
                complain(&format!("{at}: {}: {}", fault.code, fault.detail));
            }
            return Ok(ExitCode::FAILURE);
        }
    };
    let now = Clock::System.now();
    let premises = if dry_run {
        look(config).await?
    } else {
        open(config, now).await?
    };
    let pen = premises.key.pen("imports");
    let (name, zone) = (mapping.name.clone(), plan.wall);
    let facts = premises
        .db
        .read(move |conn| changes::facts(conn, (&name, zone), peer.as_deref(), pen, now));
    let outcome = rows::read(&sheet, &plan, &facts.await?);
    for refusal in &outcome.refused {
        let (row, field) = (refusal.row, &refusal.field);
        say(&format!("row {row}: {field}: {}", refusal.code))?;
    }
    let refused = outcome.rows_refused();
    let (good, there) = (outcome.taken.len(), outcome.there);
    say(&format!(
        "{good} rows accepted, {refused} refused, {there} taken before."
    ))?;
    if dry_run {
        say("This was a dry run: nothing was kept.")?;
        return Ok(exit(refused == 0));
    }
    if refused > 0 && !skip_refused {
        complain("Nothing was taken. Mend the log or the mapping, or say --skip-refused.");
        return Ok(ExitCode::FAILURE);
    }
    let keys = YearKeyFiles(folder(&config.data_dir));
    let mut taken = 0;
    for some in outcome.taken.chunks(AT_ONCE) {
        let (mut some, name, actor) = (some.to_vec(), mapping.name.clone(), premises.actor());
        for row in &mut some {
            if let Some((year, caller)) = &row.caller {
                row.caller_code = Some(caller.code(&keys.key(*year)?)?);
            }
        }
        let take = move |conn: &mut _| changes::take(conn, &name, &some, &actor, now);
        taken += premises.db.write(take).await?;
        say(&format!("{taken} of {good} rows taken."))?;
    }
    Ok(ExitCode::SUCCESS)
}

fn exit(good: bool) -> ExitCode {
    if good {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// A log with what becomes of its columns.
type Read = (Mapping, Sheet, Plan);

fn read(file: &Path, mapping: &Path) -> Result<Result<Read, Vec<Fault>>, Error> {
    let unreadable = |path: &Path, why: String| {
        Error::Broken(format!("{} cannot be read: {why}", path.display()))
    };
    let text =
        std::fs::read_to_string(mapping).map_err(|why| unreadable(mapping, why.to_string()))?;
    let mapped: Mapping =
        toml::from_str(&text).map_err(|why| unreadable(mapping, why.message().to_owned()))?;
    let bytes = std::fs::read(file).map_err(|why| unreadable(file, why.to_string()))?;
    let delimiter = u8::try_from(mapped.delimiter).unwrap_or(b',');
    let sheet = mapped
        .text(&bytes)
        .map_err(|fault| vec![fault])
        .and_then(|text| Sheet::read(&text, delimiter));
    Ok(sheet.and_then(|sheet| {
        let plan = mapped.plan(&sheet)?;
        Ok((mapped, sheet, plan))
    }))
}
