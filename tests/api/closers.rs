//! How closers make releases: one at a time, again where it stopped, and by a more careful rule where too much could be reckoned.

use std::collections::BTreeMap;
use std::sync::Mutex;
use std::sync::atomic::{AtomicU32, AtomicUsize, Ordering};

use chrono::Duration;
use serde_json::json;
use warmline::reports::changes::closer::Came;
use warmline::reports::periods::Month;
use warmline::reports::store::work;
use warmline::reports::withholding::{Audit, Cell, Pattern, Standing, Table, Unsafe, withhold};
use warmline::role::Role;

use crate::line::Line;
use crate::releases::{calls, close_quietly, closer};
use crate::reports::figure;
use crate::story;

/// What a way of choosing what to withhold comes to.
type Chosen = Result<(Pattern, Audit), Unsafe>;

/// How many tables were chosen until now.
static CHOSEN: AtomicUsize = AtomicUsize::new(0);

/// Fails at every third table.
fn fails_soon(table: &Table) -> Chosen {
    if CHOSEN.fetch_add(1, Ordering::Relaxed) % 3 == 2 {
        return Err(Unsafe::Sum(7));
    }
    withhold(table)
}

story! {
    async fn a_release_that_cannot_be_proved_is_not_made_and_goes_on_where_it_stopped(line: &Line) {
        let (ana, sol, eve) = (line.peer("Ana").await, line.supervisor("Sol").await, line.evaluator("Eve").await);
        let ada = line.person("Ada", &[Role::Admin]).await;
        calls(line, ana.id, "2026-05", 30).await;
        close_quietly(line, "2026-05").await;
        let may: Month = "2026-05".parse().unwrap();
        let failing = closer(line).choosing(fails_soon);
        assert_eq!(failing.release_next().await.unwrap(), Came::Failed(may));
        let month = sol.get("/api/v1/reporting-months").await.json()["items"][0].clone();
        assert_eq!(month["state"], "closing");
        assert!(month["failure"].as_str().unwrap().contains("does not add up"), "{month}");
        assert!(month["parts_done"].as_u64().unwrap() < month["parts"].as_u64().unwrap());
        assert_eq!(eve.get("/api/v1/reports/volume?period=2026-05").await.codes(), ["not_released"]);
        let told = ada.get("/api/v1/audit-entries?action=release_blocked").await.json();
        assert_eq!(told["items"][0]["subject"], "2026-05");
        // For ten minutes nobody tries again.
        assert_eq!(closer(line).release_next().await.unwrap(), Came::Nothing);
        line.pass(Duration::minutes(11));
        assert_eq!(closer(line).release_next().await.unwrap(), Came::Released(may));
        assert_eq!(closer(line).release_next().await.unwrap(), Came::Nothing);
        let eve = line.sign_in("Eve", eve.id).await;
        assert_eq!(eve.get("/api/v1/reports/volume?period=2026-05").await.status, 200);
    }
}

/// Finds too much wherever anything is shown of the whole.
fn finds_the_whole_too_much(table: &Table) -> Chosen {
    let is_told = |cell: &Cell| cell.standing == Standing::Published;
    match table.cells.iter().position(is_told) {
        Some(told) => Err(Unsafe::Cells(vec![told])),
        None => withhold(table),
    }
}

story! {
    async fn a_month_of_which_too_much_could_be_reckoned_is_released_by_a_more_careful_rule(line: &Line) {
        let (ana, sol, eve) = (line.peer("Ana").await, line.supervisor("Sol").await, line.evaluator("Eve").await);
        for month in ["2026-04", "2026-05"] {
            calls(line, ana.id, month, 30).await;
            close_quietly(line, month).await;
        }
        let [april, may]: [Month; 2] = ["2026-04", "2026-05"].map(|month| month.parse().unwrap());
        // Several parts are begun before one of them turns out to tell too much.
        let careful = closer(line).choosing(finds_the_whole_too_much).with_all_hands();
        assert_eq!(careful.release_next().await.unwrap(), Came::Released(april));
        // The next month is released as usual: nothing is blocked by the one before.
        assert_eq!(closer(line).release_next().await.unwrap(), Came::Released(may));
        let months = sol.get("/api/v1/reporting-months").await.json();
        let of = |at: usize, name: &str| months["items"][at][name].clone();
        assert_eq!((of(1, "month"), of(1, "state"), of(1, "caution")), (json!("2026-04"), json!("closed"), json!("nothing")));
        assert_eq!((of(0, "month"), of(0, "state"), of(0, "caution")), (json!("2026-05"), json!("closed"), json!("usual")));
        let contacts = async |month: &str| {
            let volume = eve.get(&format!("/api/v1/reports/volume?period={month}")).await.json();
            figure(&volume, "", "contacts")["status"].clone()
        };
        assert_eq!((contacts("2026-04").await, contacts("2026-05").await), (json!("withheld"), json!("shown")));
    }
}

/// Finds too much wherever more than one number is shown of the whole.
fn finds_all_but_contacts_too_much(table: &Table) -> Chosen {
    // What has no contributors makes a sum whole and says nothing.
    let is_told = |cell: &Cell| cell.standing == Standing::Published && cell.contributors > 0;
    let told = table.cells.iter().filter(|cell| is_told(cell)).count();
    eprintln!(
        "TOLD {:?}",
        table
            .cells
            .iter()
            .filter(|cell| is_told(cell))
            .collect::<Vec<_>>()
    );
    if told > 1 {
        return Err(Unsafe::Cells(vec![0]));
    }
    withhold(table)
}

story! {
    async fn no_more_is_held_back_than_it_takes(line: &Line) {
        let (ana, sol, eve) = (line.peer("Ana").await, line.supervisor("Sol").await, line.evaluator("Eve").await);
        calls(line, ana.id, "2026-05", 30).await;
        close_quietly(line, "2026-05").await;
        let closer = closer(line).choosing(finds_all_but_contacts_too_much);
        assert_eq!(closer.release_next().await.unwrap(), Came::Released("2026-05".parse().unwrap()));
        let month = sol.get("/api/v1/reporting-months").await.json()["items"][0].clone();
        assert_eq!(month["caution"], "contacts_of_months");
        let volume = eve.get("/api/v1/reports/volume?period=2026-05&by=channel").await.json();
        assert_eq!(figure(&volume, "", "contacts")["value"], json!(30));
        assert_eq!(figure(&volume, "", "support_contacts")["status"], "withheld");
        let of = |statistic: &'static str| {
            let figures = volume["figures"].as_array().unwrap().iter();
            figures.filter(move |one| one["statistic"] == statistic && one["level"] == "voice")
        };
        assert_eq!(of("contacts").next().unwrap()["value"], json!(30));
        assert_eq!(of("support_contacts").next().unwrap()["status"], "withheld");
    }
}

/// How far two closers of one line are.
#[derive(Clone, Copy, PartialEq)]
enum Race {
    NotBegun,
    SlowerBegan,
    FasterEnded,
}

/// The races there are, by how many contacts the line has.
static RACES: Mutex<BTreeMap<u32, Race>> = Mutex::new(BTreeMap::new());

/// Takes so long that another closer is faster.
fn is_overtaken(table: &Table) -> Chosen {
    let contacts = table.cells.iter().map(|cell| cell.n).max().unwrap_or(0);
    let goes_on = || match RACES.lock().unwrap().get_mut(&contacts) {
        Some(race @ Race::NotBegun) => {
            *race = Race::SlowerBegan;
            false
        }
        Some(Race::SlowerBegan) => false,
        // A table that does not have all contacts, or the race is over.
        None | Some(Race::FasterEnded) => true,
    };
    while !goes_on() {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    withhold(table)
}

/// A number of contacts that no other line has.
static OTHER: AtomicU32 = AtomicU32::new(30);

story! {
    async fn a_closer_whose_work_another_one_took_and_ended_keeps_nothing(line: &Line) {
        let (ana, ada) = (line.peer("Ana").await, line.person("Ada", &[Role::Admin]).await);
        let contacts = OTHER.fetch_add(1, Ordering::Relaxed);
        calls(line, ana.id, "2026-05", contacts.try_into().unwrap()).await;
        close_quietly(line, "2026-05").await;
        RACES.lock().unwrap().insert(contacts, Race::NotBegun);
        let slow = closer(line).choosing(is_overtaken);
        let faster = async {
            while RACES.lock().unwrap()[&contacts] == Race::NotBegun {
                tokio::time::sleep(std::time::Duration::from_millis(5)).await;
            }
            line.pass(Duration::minutes(11));
            let came = closer(line).release_next().await;
            RACES.lock().unwrap().insert(contacts, Race::FasterEnded);
            came
        };
    let (slow, faster) = tokio::join!(slow.release_next(), faster);
        assert_eq!(faster.unwrap(), Came::Released("2026-05".parse().unwrap()));
        assert_eq!(slow.unwrap(), Came::Nothing);
        let ada = line.sign_in("Ada", ada.id).await;
        let told = ada.get("/api/v1/audit-entries?action=month_released").await.json();
        assert_eq!(told["items"].as_array().unwrap().len(), 1);
    }
}

story! {
    async fn who_lost_the_work_on_a_month_does_not_hold_it_any_more(line: &Line) {
        let ana = line.peer("Ana").await;
        calls(line, ana.id, "2026-05", 30).await;
        close_quietly(line, "2026-05").await;
        let (month, now) = ("2026-05".parse().unwrap(), line.now());
        let later = now.plus(Duration::minutes(11));
        for (who, at, held) in [("one", now, true), ("another", now, false), ("another", later, true)] {
            let took = line.db.write(move |conn| work::hold(conn, month, who, at));
            assert_eq!(took.await.unwrap(), held, "{who}");
        }
        let still = async |who: &'static str| {
            line.db.write(move |conn| work::still_holds(conn, month, who, later)).await.unwrap()
        };
        assert!(!still("one").await && still("another").await);
    }
}

story! {
    async fn two_closers_do_not_work_on_one_month_at_once(line: &Line) {
        let ana = line.peer("Ana").await;
        calls(line, ana.id, "2026-05", 30).await;
        close_quietly(line, "2026-05").await;
        let (month, now) = ("2026-05".parse().unwrap(), line.now());
        let held = line.db.write(move |conn| work::hold(conn, month, "another process", now));
        assert!(held.await.unwrap());
        assert_eq!(closer(line).release_next().await.unwrap(), Came::Nothing);
        // The other one died.
        line.pass(Duration::minutes(11));
        assert_eq!(closer(line).release_next().await.unwrap(), Came::Released(month));
    }
}

story! {
    async fn the_line_closes_months_by_itself_once_the_first_was_closed(line: &Line) {
        let (ana, sol) = (line.peer("Ana").await, line.supervisor("Sol").await);
        calls(line, ana.id, "2026-04", 20).await;
        calls(line, ana.id, "2026-05", 20).await;
        line.pass(Duration::days(1));
        closer(line).close_due().await.unwrap();
        let months = async || {
            let sol = line.sign_in("Sol", sol.id).await;
            let months = sol.get("/api/v1/reporting-months").await.json();
            let months = months["items"].as_array().unwrap().clone();
            months.iter().map(|month| (month["month"].clone(), month["state"] != "open")).collect::<Vec<_>>()
        };
        assert_eq!(months().await, [(json!("2026-05"), false), (json!("2026-04"), false)], "nobody closed the first");
        close_quietly(line, "2026-04").await;
        closer(line).close_due().await.unwrap();
        assert_eq!(months().await, [(json!("2026-05"), true), (json!("2026-04"), true)]);
    }
}
