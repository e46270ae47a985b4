//! `warmline demo`: a fictional line in an empty database, served at once.

mod filling;
mod welcome;

use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use chrono::Duration;

use self::filling::fill;
use self::welcome::{welcome, write_logins};
use super::premises::{Premises, open};
use super::serve::{house, listen, serve};
use super::{complain, say};
use crate::audit::{self, Action};
use crate::calls::changes;
use crate::calls::retention::Duty;
use crate::chance;
use crate::clock::{Clock, Moment};
use crate::config::Config;
use crate::db::{Address, Conn};
use crate::demo::{self, Plan, Size};
use crate::error::Error;
use crate::line::Wall;
use crate::people::Person;
use crate::people::credentials::Password;
use crate::reports::periods::Month;
use crate::role::Role;
use crate::{people, reports};

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

/// Each month as on the tenth of the next, or now if that is still to come.
async fn close_months(premises: &Premises, plan: &Plan, now: Moment) -> Result<(), Error> {
    let wall = Wall(demo::ZONE);
    for month in plan.closed.clone() {
        complain(&format!("closing {month}"));
        let tenth = wall
            .midnight(month.next().first() + Duration::days(9))
            .min(now);
        retain(premises, tenth).await?;
        let actor = premises.actor();
        premises
            .db
            .write(move |conn| reports::changes::close(conn, month, &actor, tenth))
            .await?;
        let clock = Clock::Set(Arc::new(AtomicI64::new(tenth.epoch())));
        let closer =
            reports::changes::closer::Closer::new(premises.db.clone(), clock, premises.actor());
        closer.with_all_hands().release_all().await?;
        read_reports(premises, plan, month, (tenth, now)).await?;
    }
    Ok(())
}

/// Cuts the times of calls to the hour, as the server would have done by then: a closing tells what is left undone.
async fn retain(premises: &Premises, at: Moment) -> Result<(), Error> {
    loop {
        let actor = premises.actor();
        let cut = move |conn: &mut _| changes::carry_out(conn, Duty::ExactTimes, &actor, at);
        if matches!(
            premises.db.job(changes::RETENTION, cut).await?,
            None | Some(0)
        ) {
            return Ok(());
        }
    }
}

/// The evaluator reads a few reports of each month, and their program one, in the days after it was released.
async fn read_reports(
    premises: &Premises,
    plan: &Plan,
    month: Month,
    (released, now): (Moment, Moment),
) -> Result<(), Error> {
    let by_tool = reports::store::privacy::BY_TOOL;
    let pulls: Vec<(Moment, String)> = [
        (1, format!("isolation-change {month} json")),
        (1, format!("volume {month} csv")),
        (3, format!("reach {month} csv{by_tool}")),
        (5, format!("funder-pack {month} xlsx")),
    ]
    .into_iter()
    .map(|(days, subject)| (released.plus(Duration::days(days)), subject))
    .filter(|(at, _)| *at <= now)
    .collect();
    let evaluator = plan
        .people
        .iter()
        .find(|person| person.roles.contains(&Role::Evaluator));
    let Some(evaluator) = evaluator else {
        return Ok(());
    };
    let actor = premises
        .actor()
        .known_as(evaluator.id, evaluator.roles.clone());
    let told = move |conn: &mut Conn| {
        pulls.iter().try_for_each(|(at, subject)| {
            audit::store::record(conn, *at, &actor, Action::ReportPulled, subject)
        })
    };
    premises.db.write(told).await
}
