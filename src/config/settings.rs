//! The settings as they are given by flags, environment or file: texts that nobody has looked at.

use serde::Deserialize;

/// The settings as given, before anybody has looked at them.
#[derive(Clone, Debug, Default, clap::Args, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Settings {
    /// Address and port to listen on [default: 127.0.0.1:8080]
    #[arg(
        long,
        global = true,
        env = "WARMLINE_BIND",
        value_name = "ADDRESS",
        help_heading = "Settings"
    )]
    pub bind: Option<String>,

    /// Folder of the SQLite file and the keys [default: warmline-data]
    #[arg(
        long,
        global = true,
        env = "WARMLINE_DATA_DIR",
        value_name = "FOLDER",
        help_heading = "Settings"
    )]
    pub data_dir: Option<String>,

    #[expect(
        clippy::doc_markdown,
        rustdoc::bare_urls,
        reason = "help for a terminal"
    )]
    /// sqlite:PATH or postgres://USER@HOST/NAME [default: sqlite:DATA_DIR/warmline.db]
    #[arg(
        long,
        global = true,
        env = "WARMLINE_DATABASE",
        value_name = "URL",
        hide_env_values = true,
        help_heading = "Settings"
    )]
    pub database: Option<String>,

    /// File that holds the password of the PostgreSQL user
    #[arg(
        long,
        global = true,
        env = "WARMLINE_DATABASE_PASSWORD_FILE",
        value_name = "FILE",
        help_heading = "Settings"
    )]
    pub database_password_file: Option<String>,

    /// Connections for reading, and on PostgreSQL as many for writing [default: 8]
    #[arg(
        long,
        global = true,
        env = "WARMLINE_CONNECTIONS",
        value_name = "N",
        help_heading = "Settings"
    )]
    pub connections: Option<String>,

    /// Most changes in one commit on SQLite; 1 commits each alone [default: 256]
    #[arg(
        long,
        global = true,
        env = "WARMLINE_COMMIT_TOGETHER",
        value_name = "N",
        help_heading = "Settings"
    )]
    pub commit_together: Option<String>,

    /// Password hashes at once, each a core and 19 MiB [default: half of the cores]
    #[arg(
        long,
        global = true,
        env = "WARMLINE_HASHES_AT_ONCE",
        value_name = "N",
        help_heading = "Settings"
    )]
    pub hashes_at_once: Option<String>,

    /// Roles that ask for a second factor at sign-in, such as admin,supervisor [default: none]
    #[arg(
        long,
        global = true,
        env = "WARMLINE_SECOND_FACTOR_FOR",
        value_name = "ROLES",
        help_heading = "Settings"
    )]
    pub second_factor_for: Option<String>,

    /// Proxies whose X-Forwarded-For is believed: addresses or networks between commas [default: none]
    #[arg(
        long,
        global = true,
        env = "WARMLINE_TRUSTED_PROXIES",
        value_name = "LIST",
        help_heading = "Settings"
    )]
    pub trusted_proxies: Option<String>,

    /// Requests a second from one client address, four times as many at once; 0 is no limit [default: 100]
    #[arg(
        long,
        global = true,
        env = "WARMLINE_REQUESTS_PER_SECOND_PER_ADDRESS",
        value_name = "N",
        help_heading = "Settings"
    )]
    pub requests_per_second_per_address: Option<String>,

    /// Requests a second with one token, three times as many at once; 0 is no limit [default: 20]
    #[arg(
        long,
        global = true,
        env = "WARMLINE_REQUESTS_PER_SECOND_PER_TOKEN",
        value_name = "N",
        help_heading = "Settings"
    )]
    pub requests_per_second_per_token: Option<String>,

    /// Sign-ins, refreshes and uses of a link a minute from one client address; 0 is no limit [default: 30]
    #[arg(
        long,
        global = true,
        env = "WARMLINE_SIGN_INS_PER_MINUTE_PER_ADDRESS",
        value_name = "N",
        help_heading = "Settings"
    )]
    pub sign_ins_per_minute_per_address: Option<String>,

    #[expect(clippy::doc_markdown, reason = "help for a terminal")]
    /// File that tells how far the audit log had come, better on another disk [default: DATA_DIR/audit.checkpoint]
    #[arg(
        long,
        global = true,
        env = "WARMLINE_AUDIT_CHECKPOINT",
        value_name = "FILE",
        help_heading = "Settings"
    )]
    pub audit_checkpoint: Option<String>,

    /// Name of the line, kept when the database is first used [default: Warm line]
    #[arg(
        long,
        global = true,
        env = "WARMLINE_LINE_NAME",
        value_name = "NAME",
        help_heading = "Settings"
    )]
    pub line_name: Option<String>,

    /// IANA time zone of the line, kept when the database is first used [default: Etc/UTC]
    #[arg(
        long,
        global = true,
        env = "WARMLINE_TIME_ZONE",
        value_name = "ZONE",
        help_heading = "Settings"
    )]
    pub time_zone: Option<String>,

    /// What to log: error, warn, info, debug, or a tracing filter [default: info]
    #[arg(
        long,
        global = true,
        env = "WARMLINE_LOG",
        value_name = "FILTER",
        help_heading = "Settings"
    )]
    pub log: Option<String>,

    /// How to log: human or json [default: human]
    #[arg(
        long,
        global = true,
        env = "WARMLINE_LOG_FORMAT",
        value_name = "FORMAT",
        help_heading = "Settings"
    )]
    pub log_format: Option<String>,
}

impl Settings {
    /// These settings, and where one is missing that of `under`.
    #[must_use]
    pub fn over(self, under: Self) -> Self {
        Self {
            bind: self.bind.or(under.bind),
            data_dir: self.data_dir.or(under.data_dir),
            database: self.database.or(under.database),
            database_password_file: self.database_password_file.or(under.database_password_file),
            connections: self.connections.or(under.connections),
            commit_together: self.commit_together.or(under.commit_together),
            hashes_at_once: self.hashes_at_once.or(under.hashes_at_once),
            second_factor_for: self.second_factor_for.or(under.second_factor_for),
            trusted_proxies: self.trusted_proxies.or(under.trusted_proxies),
            requests_per_second_per_address: self
                .requests_per_second_per_address
                .or(under.requests_per_second_per_address),
            requests_per_second_per_token: self
                .requests_per_second_per_token
                .or(under.requests_per_second_per_token),
            sign_ins_per_minute_per_address: self
                .sign_ins_per_minute_per_address
                .or(under.sign_ins_per_minute_per_address),
            audit_checkpoint: self.audit_checkpoint.or(under.audit_checkpoint),
            line_name: self.line_name.or(under.line_name),
            time_zone: self.time_zone.or(under.time_zone),
            log: self.log.or(under.log),
            log_format: self.log_format.or(under.log_format),
        }
    }
}
