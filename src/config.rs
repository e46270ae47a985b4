//! The settings of a process: flags over environment over file over defaults, all faults at once.

mod database;
mod rates;
mod settings;

use std::net::SocketAddr;
use std::path::PathBuf;

use chrono_tz::Tz;

pub use settings::Settings;

use self::database::{address, without_password};
use crate::db::{Address, Limits};
use crate::http::address::Proxies;
use crate::http::limits::Rates;
use crate::role::Role;

/// The settings as they are used.
#[derive(Clone, Debug)]
pub struct Config {
    /// Where to listen.
    pub bind: SocketAddr,
    /// Where the SQLite file and the keys are.
    pub data_dir: PathBuf,
    /// Where the database is.
    pub database: Address,
    /// How it is used.
    pub limits: Limits,
    /// Password hashes at once.
    pub hashes_at_once: usize,
    /// The roles that ask for a second factor.
    pub second_factor_for: Vec<Role>,
    /// Whose `X-Forwarded-For` is believed.
    pub trusted_proxies: Proxies,
    /// How often one may ask.
    pub rates: Rates,
    /// The file that tells how far the audit log had come.
    pub audit_checkpoint: PathBuf,
    /// The line's name in a new database.
    pub line_name: String,
    /// The line's time zone, if it was given.
    pub time_zone: Option<Tz>,
    /// What to log.
    pub log: String,
    /// Whether to log JSON.
    pub log_json: bool,
}

impl Settings {
    /// Looks at every setting and reports every fault. `read` reads a file.
    pub fn parse(
        self,
        read: impl Fn(&str) -> std::io::Result<String>,
    ) -> Result<Config, Vec<String>> {
        let mut faults = Vec::new();
        let (rates, trusted_proxies) = (
            rates::rates(&self, &mut faults),
            rates::proxies(&self, &mut faults),
        );
        let data_dir = PathBuf::from(self.data_dir.unwrap_or_else(|| "warmline-data".to_owned()));
        let url = self
            .database
            .unwrap_or_else(|| format!("sqlite:{}", data_dir.join("warmline.db").display()));
        let password = self.database_password_file.and_then(|file| {
            let read = read(&file).map(|text| text.trim_end_matches(['\r', '\n']).to_owned());
            read.map_err(|error| {
                faults.push(format!(
                    "database_password_file: {file} cannot be read: {error}"
                ));
            })
            .ok()
        });
        let database = address(&url, password.as_deref(), &mut faults);
        let bind = parsed(
            self.bind,
            "bind",
            "127.0.0.1:8080",
            "an address and port such as 127.0.0.1:8080",
            &mut faults,
        );
        let connections = number(self.connections, "connections", 8, 1..=500, &mut faults);
        let commit_together = number(
            self.commit_together,
            "commit_together",
            256,
            1..=10_000,
            &mut faults,
        );
        let hashes_at_once = number(
            self.hashes_at_once,
            "hashes_at_once",
            half_of_the_cores(),
            1..=64,
            &mut faults,
        );
        let second_factor_for = roles(self.second_factor_for.as_deref(), &mut faults);
        let time_zone = self.time_zone.and_then(|zone| {
            zone.parse()
                .map_err(|_unknown| {
                    faults.push(format!(
                        "time_zone: {zone} is no IANA time zone such as America/Los_Angeles"
                    ));
                })
                .ok()
        });
        let log_json = match self.log_format.as_deref() {
            None | Some("human") => false,
            Some("json") => true,
            Some(_) => {
                faults.push("log_format: human or json".to_owned());
                false
            }
        };
        let line_name = self.line_name.unwrap_or_else(|| "Warm line".to_owned());
        if line_name.trim().is_empty() || line_name.contains(char::is_control) {
            faults.push("line_name: a name on one line".to_owned());
        }
        let log = self.log.unwrap_or_else(|| "info".to_owned());
        if tracing_subscriber::EnvFilter::try_new(&log).is_err() {
            faults.push("log: error, warn, info, debug, or a tracing filter".to_owned());
        }
        let (Some(bind), Some(database), true) = (bind, database, faults.is_empty()) else {
            return Err(faults);
        };
        let audit_checkpoint = self.audit_checkpoint.map(PathBuf::from);
        Ok(Config {
            bind,
            audit_checkpoint: audit_checkpoint.unwrap_or_else(|| data_dir.join("audit.checkpoint")),
            data_dir,
            database,
            limits: Limits {
                connections: u32::try_from(connections).unwrap_or(u32::MAX),
                commit_together,
            },
            hashes_at_once,
            second_factor_for,
            trusted_proxies,
            rates,
            line_name,
            time_zone,
            log,
            log_json,
        })
    }
}

impl Config {
    /// The zone of a line that is new.
    pub fn zone_of_new_line(&self) -> Tz {
        self.time_zone.unwrap_or(Tz::Etc__UTC)
    }

    /// The effective settings as TOML, without the password.
    pub fn shown(&self) -> String {
        let quoted = |text: &str| toml::Value::String(text.to_owned()).to_string();
        let database = match &self.database {
            Address::Sqlite(path) => format!("sqlite:{path}"),
            Address::Postgres(url) => without_password(url),
        };
        let zone = self.zone_of_new_line();
        [
            ("bind", quoted(&self.bind.to_string())),
            ("data_dir", quoted(&self.data_dir.display().to_string())),
            ("database", quoted(&database)),
            ("connections", quoted(&self.limits.connections.to_string())),
            (
                "commit_together",
                quoted(&self.limits.commit_together.to_string()),
            ),
            ("hashes_at_once", quoted(&self.hashes_at_once.to_string())),
            (
                "second_factor_for",
                quoted(
                    &self
                        .second_factor_for
                        .iter()
                        .map(|role| role.as_str())
                        .collect::<Vec<_>>()
                        .join(","),
                ),
            ),
            ("trusted_proxies", quoted(&self.trusted_proxies.to_string())),
            (
                "requests_per_second_per_address",
                quoted(&self.rates.per_address.to_string()),
            ),
            (
                "requests_per_second_per_token",
                quoted(&self.rates.per_token.to_string()),
            ),
            (
                "sign_ins_per_minute_per_address",
                quoted(&self.rates.sign_ins.to_string()),
            ),
            (
                "audit_checkpoint",
                quoted(&self.audit_checkpoint.display().to_string()),
            ),
            ("line_name", quoted(&self.line_name)),
            ("time_zone", quoted(zone.name())),
            ("log", quoted(&self.log)),
            (
                "log_format",
                quoted(if self.log_json { "json" } else { "human" }),
            ),
        ]
        .map(|(name, value)| format!("{name} = {value}\n"))
        .concat()
    }
}

/// So that a flood of sign-ins leaves the other half to everybody else.
fn half_of_the_cores() -> usize {
    let cores = std::thread::available_parallelism().map_or(1, usize::from);
    (cores / 2).clamp(1, 64)
}

fn parsed<T: std::str::FromStr>(
    given: Option<String>,
    name: &str,
    default: &str,
    wanted: &str,
    faults: &mut Vec<String>,
) -> Option<T> {
    let text = given.unwrap_or_else(|| default.to_owned());
    let value = text.parse().ok();
    if value.is_none() {
        faults.push(format!("{name}: {wanted}"));
    }
    value
}

fn roles(given: Option<&str>, faults: &mut Vec<String>) -> Vec<Role> {
    let words = given.unwrap_or_default().split(',').map(str::trim);
    let roles: Result<Vec<Role>, _> = words
        .filter(|word| !word.is_empty())
        .map(str::parse)
        .collect();
    roles.unwrap_or_else(|_unknown| {
        faults.push(
            "second_factor_for: peer, supervisor, evaluator, admin, with commas between".to_owned(),
        );
        Vec::new()
    })
}

fn number(
    given: Option<String>,
    name: &str,
    default: usize,
    range: std::ops::RangeInclusive<usize>,
    faults: &mut Vec<String>,
) -> usize {
    let wanted = format!("a number from {} to {}", range.start(), range.end());
    let value = parsed(given, name, &default.to_string(), &wanted, faults)
        .filter(|value| range.contains(value));
    value.unwrap_or_else(|| {
        if faults.last().is_none_or(|last| !last.starts_with(name)) {
            faults.push(format!("{name}: {wanted}"));
        }
        default
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn no_file(_path: &str) -> std::io::Result<String> {
        Err(std::io::ErrorKind::NotFound.into())
    }

    #[test]
    fn flags_stand_over_the_file_and_the_file_over_defaults() {
        let flags = Settings {
            bind: Some("127.0.0.1:1".to_owned()),
            ..Settings::default()
        };
        let file: Settings = toml::from_str("bind = '127.0.0.1:2'\nline_name = 'Oak'").unwrap();
        let config = flags.over(file).parse(no_file).unwrap();
        assert_eq!((config.bind.port(), config.line_name.as_str()), (1, "Oak"));
        assert_eq!(
            config.database,
            Address::Sqlite("warmline-data/warmline.db".to_owned())
        );
    }

    #[test]
    fn all_faults_are_reported_together() {
        let settings = Settings {
            bind: Some("here".to_owned()),
            database: Some("mysql://x".to_owned()),
            connections: Some("0".to_owned()),
            time_zone: Some("Mars/Olympus".to_owned()),
            log_format: Some("xml".to_owned()),
            line_name: Some("Oak\nLine".to_owned()),
            database_password_file: Some("/nowhere".to_owned()),
            ..Settings::default()
        };
        let faults = settings.parse(no_file).unwrap_err();
        assert_eq!(faults.len(), 7, "{faults:?}");
    }

    #[test]
    fn a_password_comes_from_its_file_and_is_never_shown() {
        let settings = Settings {
            database: Some("postgres://warmline@db:5432/line?application_name=w".to_owned()),
            database_password_file: Some("secret".to_owned()),
            ..Settings::default()
        };
        let config = settings.parse(|_| Ok("p@ss/word\n".to_owned())).unwrap();
        let full = "postgres://warmline:p%40ss%2Fword@db:5432/line?application_name=w";
        assert_eq!(config.database, Address::Postgres(full.to_owned()));
        assert!(!config.shown().contains("p%40ss"), "{}", config.shown());
        assert!(
            config
                .shown()
                .contains("postgres://warmline:hidden@db:5432/line?application_name=w")
        );
    }

    #[test]
    fn a_setting_that_does_not_exist_is_refused() {
        assert!(toml::from_str::<Settings>("bnid = '127.0.0.1:2'").is_err());
    }

    #[cfg(feature = "bundled-libpq")]
    #[test]
    fn a_build_without_tls_says_so_when_an_address_asks_for_it() {
        let settings = Settings {
            database: Some("postgres://u@h/d?sslmode=require".to_owned()),
            ..Settings::default()
        };
        assert!(
            settings
                .parse(no_file)
                .unwrap_err()
                .first()
                .unwrap()
                .contains("no TLS")
        );
    }
}
