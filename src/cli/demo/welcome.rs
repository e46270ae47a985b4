//! What the demo tells whoever started it.

use std::io::Write;

use chrono::Duration;
use serde_json::json;

use super::Login;
use crate::chance;
use crate::clock::Moment;
use crate::demo::{self, Plan};
use crate::error::Error;
use crate::id::CallId;
use crate::line::Wall;
use crate::reports::periods::{Month, Period};
use crate::role::Role;

/// Every login as JSON, for its owner alone to read.
pub(super) fn write_logins(file: &std::path::Path, logins: &[Login]) -> Result<(), Error> {
    use std::os::unix::fs::OpenOptionsExt;
    let users: Vec<_> = logins
        .iter()
        .map(|login| json!({"email": login.person.email.as_str(), "password": login.password, "roles": login.person.roles}))
        .collect();
    let about = |error: std::io::Error| Error::Broken(format!("{}: {error}", file.display()));
    let opened = std::fs::OpenOptions::new()
        .write(true)
        .create(true)
        .truncate(true)
        .mode(0o600)
        .open(file);
    writeln!(opened.map_err(about)?, "{}", json!({ "users": users })).map_err(about)
}

/// What the demo says when it is open: logins, and lines to try.
pub(super) fn welcome(
    address: &str,
    plan: &Plan,
    logins: &[Login],
    now: Moment,
) -> Result<String, Error> {
    let login = |role: Role| {
        let found = logins
            .iter()
            .find(|login| login.person.roles.contains(&role));
        found.ok_or_else(|| Error::Broken(format!("the line has no {role}")))
    };
    let mut lines = vec![
        String::new(),
        format!("{} is open.", demo::NAME),
        format!("  API          http://{address}/api/v1"),
        format!("  API browser  http://{address}/docs/"),
        String::new(),
        "Sign in as".to_owned(),
    ];
    for role in Role::ALL {
        let login = login(*role)?;
        lines.push(format!(
            "  {:<11} {:<22} {}",
            role.as_str(),
            login.person.email.as_str(),
            login.password
        ));
    }
    let api = format!("http://{address}/api/v1");
    let (peer, evaluator) = (login(Role::Peer)?, login(Role::Evaluator)?);
    let call: CallId = chance::id(now);
    let month = plan
        .closed
        .last()
        .copied()
        .unwrap_or_else(|| Month::of(Wall(demo::ZONE).date(now)));
    let year = Period::fiscal_year_of(month, plan.fiscal_year);
    let open = plan
        .open_to_first_peer
        .map(|id| id.to_string())
        .unwrap_or_default();
    let (started, ended) = (
        now.minus(Duration::minutes(25)),
        now.minus(Duration::minutes(3)),
    );
    let record = json!({
        "started_at": started, "ended_at": ended, "contact_type": "support", "channel": "voice",
        "caller_relation": "self", "reasons": ["loneliness_isolation", "sleep"],
        "isolation": {"mode": "prospective", "start": {"status": "asked", "rating": 8}, "end": {"status": "asked", "rating": 5}}
    });
    lines.extend([
        String::new(),
        "Three lines to try".to_owned(),
        format!("  {}", token_line("PEER", &api, peer)),
        format!("  curl -X PUT {api}/calls/{call} -H \"authorization: Bearer $PEER\" -H 'content-type: application/json' -d '{record}'"),
        format!("  curl -X PUT {api}/shifts/{open}/claims/me -H \"authorization: Bearer $PEER\""),
        String::new(),
        "And then".to_owned(),
        format!("  {}", token_line("SUPERVISOR", &api, login(Role::Supervisor)?)),
        format!("  curl {api}/on-duty -H \"authorization: Bearer $SUPERVISOR\""),
        format!("  curl {api}/gaps -H \"authorization: Bearer $SUPERVISOR\""),
        format!("  curl {api}/live-figures -H \"authorization: Bearer $SUPERVISOR\""),
        format!("  {}", token_line("EVALUATOR", &api, evaluator)),
        format!("  curl '{api}/reports/isolation-change?period={month}' -H \"authorization: Bearer $EVALUATOR\""),
        format!("  curl '{api}/reports/isolation-change?period={month}&format=csv' -H \"authorization: Bearer $EVALUATOR\""),
        format!("  curl '{api}/reports/isolation-change?period={year}&format=svg' -H \"authorization: Bearer $EVALUATOR\" -o change.svg"),
        format!("  curl '{api}/reports/funder-pack?period={year}&format=zip' -H \"authorization: Bearer $EVALUATOR\" -o funder-pack.zip"),
        String::new(),
        "Stop with Ctrl-C. `warmline serve` with the same --database or --data-dir opens this line again.".to_owned(),
    ]);
    Ok(lines.join("\n"))
}

/// A line of shell that signs somebody in and keeps the token.
fn token_line(name: &str, api: &str, login: &Login) -> String {
    let body = json!({"email": login.person.email.as_str(), "password": login.password});
    format!(
        "{name}=$(curl -s {api}/session -H 'content-type: application/json' -d '{body}' | \
         sed 's/.*\"access_token\":\"\\([^\"]*\\)\".*/\\1/')"
    )
}
