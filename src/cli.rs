//! The command line: reads the settings, opens the database, runs one command.

mod audit;
mod checkpoint;
mod demo;
mod doctor;
mod imports;
mod key_files;
pub mod keys;
pub mod notes;
mod people;
mod premises;
mod releases;
mod reports;
mod retention;
mod sealer;
pub mod serve;
pub mod year_keys;

use std::io::{IsTerminal, Write};
use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand};
use tracing_subscriber::filter::filter_fn;
use tracing_subscriber::layer::SubscriberExt;
use tracing_subscriber::util::SubscriberInitExt;

use self::premises::open;
use crate::clock::Clock;
use crate::config::{Config, Settings};
use crate::error::Error;

/// The backend of a peer-run warm line.
///
/// Peers log anonymous calls, supervisors keep the schedule without gaps, evaluators read outcome
/// reports that give nobody away.
#[derive(Parser)]
#[command(
    version,
    after_help = "Settings come from flags, then WARMLINE_* in the environment, then the \
    settings file, then defaults. Start with: warmline demo"
)]
struct Arguments {
    #[command(subcommand)]
    command: Command,

    /// Settings file in TOML, with the names of the flags and underscores for dashes
    #[arg(
        long,
        global = true,
        env = "WARMLINE_CONFIG",
        value_name = "FILE",
        help_heading = "Settings"
    )]
    config: Option<PathBuf>,

    #[command(flatten)]
    settings: Settings,
}

#[derive(Subcommand)]
enum Command {
    /// Serve the API until told to stop (SIGTERM or Ctrl-C); requests under way are finished
    ///
    /// Brings the database up to date first, and makes the signing key if there is none.
    Serve,
    /// Fill an empty database with a fictional line and serve it
    ///
    /// Prints the addresses, one login for each role, and what to try. Serve it again later with
    /// `warmline serve` and the same --database or --data-dir.
    Demo(demo::DemoArguments),
    /// Bring the database up to date and stop
    Migrate,
    /// Add a person
    #[command(subcommand)]
    User(people::UserCommand),
    /// Keep the keys of access tokens, and destroy those of past years
    #[command(subcommand)]
    Keys(keys::KeysCommand),
    /// Work on reporting months
    #[command(subcommand)]
    Month(reports::MonthCommand),
    /// Look after the audit log
    #[command(subcommand)]
    Audit(audit::AuditCommand),
    /// Carry out what falls due: coarsen exact times, destroy old drafts and notes
    ///
    /// A server does the same every few minutes.
    Retention(retention::RetentionArguments),
    /// Read in what an older log holds
    #[command(subcommand)]
    Import(imports::ImportCommand),
    /// Print the OpenAPI document
    Openapi,
    /// Print the settings that are in force, as TOML, with secrets hidden
    Config,
    /// Look for what is wrong with this installation; exit status 1 if something is
    Doctor,
    /// Ask the server at the bind address whether it can serve; exit status 1 if it cannot
    Healthy,
}

/// Runs the program.
pub fn main() -> ExitCode {
    let arguments = Arguments::parse();
    let config = match settings(arguments.settings, arguments.config.as_deref()) {
        Ok(config) => config,
        Err(faults) => {
            complain(&format!(
                "The settings need mending:\n  {}",
                faults.join("\n  ")
            ));
            return ExitCode::from(2);
        }
    };
    log(&config);
    let ran = actix_web::rt::System::new().block_on(run(arguments.command, &config));
    match ran {
        Ok(code) => code,
        Err(Error::Refused(problem)) => {
            complain(&problem.detail);
            ExitCode::FAILURE
        }
        Err(error) => {
            complain(&error.to_string());
            ExitCode::FAILURE
        }
    }
}

async fn run(command: Command, config: &Config) -> Result<ExitCode, Error> {
    match command {
        Command::Serve => serve::run(config).await?,
        Command::Demo(arguments) => demo::run(config, &arguments).await?,
        Command::Migrate => migrate(config).await?,
        Command::User(command) => people::run(config, command).await?,
        Command::Keys(command) => keys::run(config, &command).await?,
        Command::Month(command) => reports::run(config, command).await?,
        Command::Audit(command) => return audit::run(config, command).await,
        Command::Retention(arguments) => retention::run(config, &arguments).await?,
        Command::Import(command) => return imports::run(config, command).await,
        Command::Openapi => say(&serve::openapi()?)?,
        Command::Config => say(config.shown().trim_end())?,
        Command::Doctor => return doctor::run(config).await,
        Command::Healthy => return Ok(doctor::ask_ready(config.bind)),
    }
    Ok(ExitCode::SUCCESS)
}

fn settings(given: Settings, file: Option<&std::path::Path>) -> Result<Config, Vec<String>> {
    let from_file = match file {
        Some(path) => {
            let text = std::fs::read_to_string(path);
            let text =
                text.map_err(|error| vec![format!("{} cannot be read: {error}", path.display())])?;
            toml::from_str(&text)
                .map_err(|error| vec![format!("{}: {}", path.display(), error.message())])?
        }
        None => Settings::default(),
    };
    given
        .over(from_file)
        .parse(|path| std::fs::read_to_string(path))
}

fn log(config: &Config) {
    let filter = tracing_subscriber::EnvFilter::new(&config.log);
    let logger = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_ansi(std::io::stderr().is_terminal())
        .with_writer(std::io::stderr);
    // Below `info` libraries write what clients sent: actix-http, for one, each header that it does not understand.
    // A token or a caller's number may be in there, so no setting brings those lines out.
    let harmless = filter_fn(|line| {
        *line.level() <= tracing::Level::INFO || line.target().starts_with(env!("CARGO_PKG_NAME"))
    });
    // Only a test that runs the program twice in one process finds a logger in place.
    let _in_place = if config.log_json {
        logger.json().finish().with(harmless).try_init()
    } else {
        logger.finish().with(harmless).try_init()
    };
}

async fn migrate(config: &Config) -> Result<(), Error> {
    let done = open(config, Clock::System.now()).await?.migrated;
    match done.as_slice() {
        [] => say("The database is up to date."),
        done => say(&format!("Migrated: {}", done.join(", "))),
    }
}

/// Prints a text that somebody asked for.
fn say(text: &str) -> Result<(), Error> {
    let mut out = std::io::stdout().lock();
    writeln!(out, "{text}")
        .and_then(|()| out.flush())
        .map_err(Error::broken)
}

/// Prints what went wrong.
fn complain(text: &str) {
    let _nowhere_to_say_it = writeln!(std::io::stderr(), "warmline: {text}");
}
