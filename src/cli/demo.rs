//! `warmline demo`: a fictional line in an empty database, served at once.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use chrono::Duration;
use serde_json::json;

use super::premises::{Premises, open};
use super::serve::{house, listen, serve};
use super::{complain, say};
use crate::chance;
use crate::clock::{Clock, Moment};
use crate::config::Config;
use crate::db::{Address, Conn};
use crate::demo::{self, Plan, Size};
use crate::error::Error;
use crate::id::CallId;
use crate::line::Wall;
use crate::people::Person;
use crate::people::credentials::Password;
use crate::reports::periods::Month;
use crate::role::Role;
use crate::schedule::Claim;
use crate::schedule::changes::places;
use crate::schedule::shift::{How, Release};
use crate::schedule::store::claims::{self, Given};
use crate::schedule::taking::store::Taken;
use crate::{calls, people, reports, schedule};

/// The same line on every machine.
const SEED: u64 = 19_780_711;

#[derive(clap::Args)]
pub(super) struct DemoArguments {
    /// Contacts a month
    #[arg(long, value_name = "N", default_value_t = 400, value_parser = clap::value_parser!(u32).range(1..=100_000))]
    calls_per_month: u32,

    /// Also write every login to this file as JSON, for scripts
    #[arg(long, value_name = "FILE")]
    logins: Option<PathBuf>,
}

/// A person and the password that was made for them.
struct Login {
    person: Person,
    password: String,
    hash: String,
}

pub(super) async fn run(config: &Config, arguments: &DemoArguments) -> Result<(), Error> {
    let now = Clock::System.now();
    let mut config = config.clone();
    demo::NAME.clone_into(&mut config.line_name);
    config.time_zone = Some(demo::ZONE);
    // First, so that a taken port is said before anything is made.
    let (socket, address) = listen(config.bind)?;
    let premises = open(&config, now).await?;
    let db = premises.db.clone();
    if !db.read(people::store::nobody_yet).await? {
        let detail = "This database is not empty, and a demo would mix with what is there. \
            Serve it with `warmline serve`, or give another --data-dir or --database.";
        return Err(Error::refused(409, "not_empty", detail));
    }
    complain(&format!("making a fictional line in {}", place(&config)));
    let plan = demo::plan(
        SEED,
        Size {
            calls_a_month: arguments.calls_per_month,
        },
        now,
    );
    let logins = Arc::new(logins(&plan)?);
    let (plan, made) = (Arc::new(plan), Arc::clone(&logins));
    let filled = Arc::clone(&plan);
    db.write(move |conn| fill(conn, &filled, &made, now))
        .await?;
    close_months(&premises, &plan, now).await?;
    if let Some(file) = &arguments.logins {
        write_logins(file, &logins)?;
    }
    say(&welcome(&address.to_string(), &plan, &logins, now)?)?;
    serve(house(&config, premises)?, socket).await
}

fn place(config: &Config) -> String {
    match &config.database {
        Address::Sqlite(path) => path.clone(),
        Address::Postgres(_) => "PostgreSQL".to_owned(),
    }
}

fn logins(plan: &Plan) -> Result<Vec<Login>, Error> {
    let of = |person: &Person| {
        let password = chance::password();
        let kept = Password::parse(password.clone(), "/password", &person.about())
            .map_err(|fault| Error::Broken(fault.detail))?;
        Ok(Login {
            person: person.clone(),
            hash: kept.hash(&chance::salt())?,
            password,
        })
    };
    plan.people.iter().map(of).collect()
}

/// All of the line, or nothing.
fn fill(conn: &mut Conn, plan: &Plan, logins: &[Login], now: Moment) -> Result<(), Error> {
    for login in logins {
        people::store::insert(conn, &login.person, Some(&login.hash), now)?;
    }
    let supervisor = logins
        .iter()
        .find(|login| login.person.roles.contains(&Role::Supervisor));
    let supervisor = supervisor
        .ok_or_else(|| Error::Broken("the line has no supervisor".to_owned()))?
        .person
        .id;
    for template in &plan.templates {
        schedule::planning::store::insert_template(conn, template, now)?;
    }
    for (made, shifts) in &plan.schedules {
        let published_at = made.published_at.unwrap_or(now);
        schedule::planning::store::insert_schedule(conn, made, published_at)?;
        for shift in shifts {
            schedule::store::insert_shift(conn, shift)?;
        }
        schedule::planning::store::publish(conn, made, supervisor, published_at)?;
    }
    attend(conn, plan)?;
    let all = plan.calls.len();
    for (done, (call, filing)) in (1..).zip(&plan.calls) {
        calls::store::insert(conn, call, filing)?;
        if done % 500 == 0 || done == all {
            progress(done, all);
        }
    }
    Ok(())
}

/// Who took which place, who gave one back late, and who came.
fn attend(conn: &mut Conn, plan: &Plan) -> Result<(), Error> {
    let give = |conn: &mut Conn, claim: &Claim| {
        let given = Given {
            id: claim.id,
            shift: claim.shift,
            seat: claim.seat,
            place: claim.place,
            person: claim.person,
            span: claim.span,
            by: claim.person,
            how: How::Claimed,
            override_reason: None,
        };
        places::give(conn, &given, claim.claimed_at)
    };
    // First, while their places are free.
    for (claim, at) in &plan.dropped_late {
        give(conn, claim)?;
        claims::release(conn, claim, (Release::Dropped, true), claim.person, *at)?;
    }
    for claim in &plan.claims {
        give(conn, claim)?;
    }
    for done in &plan.presence {
        let taken = Taken {
            claim: done.claim,
            step: done.step,
            at: done.at,
            by: done.by,
        };
        schedule::taking::store::insert(conn, taken)?;
    }
    Ok(())
}

/// On a line of its own that the next one covers.
fn progress(done: usize, all: usize) {
    let end = if done == all { "\n" } else { "" };
    let _nowhere_to_say_it = write!(std::io::stderr(), "\rwarmline: calls {done} of {all}{end}");
}

/// Each month as on the tenth of the next, or now if that is still to come.
async fn close_months(premises: &Premises, plan: &Plan, now: Moment) -> Result<(), Error> {
    let wall = Wall(demo::ZONE);
    for month in plan.closed.clone() {
        complain(&format!("closing {month}"));
        let tenth = wall
            .midnight(month.next().first() + Duration::days(9))
            .min(now);
        let actor = premises.actor();
        premises
            .db
            .write(move |conn| reports::changes::close(conn, month, &actor, tenth))
            .await?;
        let clock = Clock::Set(Arc::new(AtomicI64::new(tenth.epoch())));
        let closer =
            reports::changes::closer::Closer::new(premises.db.clone(), clock, premises.actor());
        closer.release_all().await?;
    }
    Ok(())
}

fn write_logins(file: &std::path::Path, logins: &[Login]) -> Result<(), Error> {
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

fn welcome(address: &str, plan: &Plan, logins: &[Login], now: Moment) -> Result<String, Error> {
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
        format!("  {}", token_line("EVALUATOR", &api, evaluator)),
        format!("  curl '{api}/reports/isolation-change?period={month}' -H \"authorization: Bearer $EVALUATOR\""),
        format!("  curl '{api}/reports/isolation-change?period={month}&format=csv' -H \"authorization: Bearer $EVALUATOR\""),
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
