//! How months become releases: quarters and ranges, comparisons and forms.

use std::sync::Arc;
use std::sync::atomic::AtomicI64;

use chrono::Duration;
use serde_json::{Value, json};
use warmline::calls::record::Record;
use warmline::calls::{Call, Filing, Since, store};
use warmline::chance;
use warmline::clock::{Clock, Moment};
use warmline::id::PersonId;
use warmline::reports::changes;
use warmline::reports::changes::closer::Closer;
use warmline::reports::periods::Month;

use crate::line::{Line, support_call};
use crate::reports::{figure, release};
use crate::story;

/// Files so many support calls of a month, of 20 minutes each, that made callers less alone by two points.
pub(super) async fn calls(line: &Line, peer: PersonId, month: &str, n: usize) {
    let started = Moment::parse(&format!("{month}-05T20:00:00Z")).unwrap();
    let date = format!("{month}-05").parse().unwrap();
    let filing = Filing {
        peer,
        shift: None,
        logged_at: started.plus(Duration::hours(1)),
        local_date: date,
        hour_of_week: 37,
        posting_month: Month::of(date),
        caller_code: None,
        since: Since::default(),
    };
    let record: Record = serde_json::from_value(json!({
        "started_at": started, "ended_at": started.plus(Duration::minutes(20)), "contact_type": "support",
        "channel": "voice", "caller_relation": "self", "reasons": ["sleep"],
        "isolation": {"mode": "prospective", "start": {"status": "asked", "rating": 8},
                      "end": {"status": "asked", "rating": 6}}
    }))
    .unwrap();
    let file = move |conn: &mut _| {
        for _ in 0..n {
            let call = Call::new(
                chance::id(started),
                record.clone(),
                started.plus(Duration::hours(1)),
            );
            store::insert(conn, &call.unwrap(), &filing)?;
        }
        Ok(())
    };
    line.db.write(file).await.unwrap();
}

/// A closer such as another process would have.
pub(super) fn closer(line: &Line) -> Closer {
    Closer::new(
        line.db.clone(),
        Clock::Set(Arc::new(AtomicI64::new(line.now().epoch()))),
        Line::outsider(),
    )
}

/// Closes a month without telling the server's own closer.
pub(super) async fn close_quietly(line: &Line, month: &str) {
    let (month, now) = (month.parse().unwrap(), line.now());
    let close = move |conn: &mut _| changes::close(conn, month, &Line::outsider(), now);
    line.db.write(close).await.unwrap();
}

story! {
    async fn a_quarter_is_released_with_its_last_month_and_is_the_sum_of_the_three(line: &Line) {
        let (ana, sol, eve) = (line.peer("Ana").await, line.supervisor("Sol").await, line.evaluator("Eve").await);
        // All calls first: once the first month is closed, the line closes the others by itself.
        for (month, n) in [("2026-01", 40), ("2026-02", 50), ("2026-03", 60)] {
            calls(line, ana.id, month, n).await;
        }
        for month in ["2026-01", "2026-02", "2026-03"] {
            release(&sol, month).await;
        }
        let list = eve.get("/api/v1/reports").await.json();
        let periods = list["periods"].as_array().unwrap();
        assert!(periods.ends_with(&[json!("2026-03"), json!("2026-Q1"), json!("2026-02"), json!("2026-01")]), "{list}");
        let contacts = async |query: &str| {
            let report = eve.get(&format!("/api/v1/reports/volume?{query}")).await.json();
            (figure(&report, "", "contacts")["value"].clone(), report)
        };
        assert_eq!(contacts("period=2026-Q1").await.0, json!(150));
        let (sum, range) = contacts("period=2026-01..2026-02").await;
        assert_eq!((sum, &range["first_month"]), (json!(90), &json!("2026-01")));
        assert_eq!(figure(&range, "", "length_median")["value"], json!(20));
        let (_, march) = contacts("period=2026-03&compare=both").await;
        let compared: Vec<_> =
            march["compared"].as_array().unwrap().iter().map(|other| (&other["with"], &other["period"], &other["released"])).collect();
        assert_eq!(compared, [
            (&json!("previous"), &json!("2026-02"), &json!(true)), (&json!("year_earlier"), &json!("2025-03"), &json!(false)),
        ]);
        assert_eq!(figure(&march["compared"][0], "", "contacts")["value"], json!(50));
        let change = eve.get("/api/v1/reports/isolation-change?period=2026-Q1&by=channel").await.json();
        let voice = change["figures"].as_array().unwrap().iter().find(|figure| {
            figure["level"] == "voice" && figure["statistic"] == "mean_change"
        });
        assert_eq!(voice.unwrap()["value"], json!(-2));
        assert_eq!(eve.get("/api/v1/reports/volume?period=2026-03&by=hour_of_week").await.codes(), ["not_broken_down"]);
        assert_eq!(eve.get("/api/v1/reports/volume?period=2026-Q1&by=hour_of_week").await.status, 200);
        let change = |of: &str| format!("/api/v1/reports/isolation-change?period={of}&by=inbound_from");
        assert_eq!(eve.get(&change("2026-03")).await.codes(), ["not_broken_down"]);
        assert_eq!(eve.get(&change("2026-01..2026-03")).await.status, 200, "three months make the quarter");
        assert_eq!(eve.get(&change("2026-02..2026-03")).await.codes(), ["not_broken_down"]);
    }
}

story! {
    async fn everything_comes_at_once_as_a_workbook_or_a_zip_and_stays_the_same(line: &Line) {
        let (ana, sol, eve) = (line.peer("Ana").await, line.supervisor("Sol").await, line.evaluator("Eve").await);
        calls(line, ana.id, "2026-05", 40).await;
        release(&sol, "2026-05").await;
        for (query, media, name) in [
            ("funder-pack?period=2026-05", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "funder-pack-2026-05.xlsx"),
            ("funder-pack?period=2026-05&format=zip", "application/zip", "funder-pack-2026-05.zip"),
            ("volume?period=2026-05&format=xlsx", "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "volume-2026-05.xlsx"),
            ("volume?period=2026-05&by=channel&format=csv&bom=true", "text/csv; charset=utf-8", "volume-2026-05-by-channel.csv"),
        ] {
            let path = format!("/api/v1/reports/{query}");
            let first = eve.get(&path).await;
            assert_eq!((first.status, first.header("content-type")), (200, media), "{query}");
            assert!(first.header("content-disposition").contains(name), "{query}");
            let again = eve.ask(reqwest::Method::GET, &path, None, &[("if-none-match", first.header("etag"))]).await;
            assert_eq!(again.status, 304, "{query}");
        }
        let chart = eve.get("/api/v1/reports/isolation-change?period=2026-05&format=svg&chart=change-distribution").await;
        assert_eq!((chart.status, chart.header("content-type")), (200, "image/svg+xml"), "{}", chart.text);
        assert!(chart.text.starts_with("<svg") && chart.text.contains("<title"));
        let package = eve.get("/api/v1/reports/volume?period=2026-05&format=datapackage").await.json();
        assert_eq!(package["resources"].as_array().unwrap().len(), 1);
        for query in ["funder-pack?period=2026-06", "funder-pack?period=2026-05&by=channel", "funder-pack"] {
            assert_eq!(eve.get(&format!("/api/v1/reports/{query}")).await.status, 422, "{query}");
        }
    }
}

story! {
    async fn supervisors_see_which_months_are_open_and_how_many_calls_came_late(line: &Line) {
        let (ana, sol) = (line.peer("Ana").await, line.supervisor("Sol").await);
        calls(line, ana.id, "2026-05", 3).await;
        release(&sol, "2026-05").await;
        ana.log(support_call(line, Duration::days(12))).await;
        ana.log(support_call(line, Duration::hours(1))).await;
        let months = sol.get("/api/v1/reporting-months").await.json();
        let of = |at: usize, name: &str| months["items"][at][name].clone();
        assert_eq!((of(0, "month"), of(0, "state"), of(0, "contacts"), of(0, "late_contacts")), (json!("2026-06"), json!("open"), json!(2), json!(1)));
        assert_eq!((of(1, "month"), of(1, "state"), of(1, "contacts"), of(1, "late_contacts")), (json!("2026-05"), json!("closed"), json!(3), json!(0)));
        assert_eq!(of(1, "parts"), of(1, "parts_done"));
        assert!(of(1, "parts").as_u64().unwrap() > 15);
        assert_eq!(of(0, "release"), Value::Null);
        assert_eq!(line.evaluator("Eve").await.get("/api/v1/reporting-months").await.status, 403);
    }
}

story! {
    async fn what_was_released_cannot_be_changed_in_the_database_either(line: &Line) {
        use diesel::prelude::*;
        use warmline::db::schema::{cubes, frozen_months, released, releases};
        let (ana, sol) = (line.peer("Ana").await, line.supervisor("Sol").await);
        calls(line, ana.id, "2026-05", 30).await;
        release(&sol, "2026-05").await;
        let refused = |error: Result<usize, warmline::error::Error>| {
            assert!(error.unwrap_err().to_string().contains("stays as it is"));
        };
        refused(line.db.write(|conn| Ok(diesel::update(released::table).set(released::document.eq("{}")).execute(conn)?)).await);
        refused(line.db.write(|conn| Ok(diesel::delete(cubes::table).execute(conn)?)).await);
        refused(line.db.write(|conn| Ok(diesel::delete(releases::table).execute(conn)?)).await);
        refused(line.db.write(|conn| Ok(diesel::update(frozen_months::table).set(frozen_months::facts.eq("")).execute(conn)?)).await);
    }
}
