//! Closing months, and what an evaluator sees of them.

use chrono::Duration;
use serde_json::{Value, json};
use warmline::calls::record::Record;
use warmline::calls::{Call, Filing, Since, store};
use warmline::chance;
use warmline::id::PersonId;
use warmline::reports::periods::Month;
use warmline::role::Role;

use crate::line::{Actor, Line, new_call, support_call};
use crate::story;

/// Files calls of May 2026: so many of each pair of ratings.
async fn may(line: &Line, peer: PersonId, of: &[(usize, u8, u8)]) {
    let started = warmline::clock::Moment::parse("2026-05-05T20:00:00Z").unwrap();
    let calls: Vec<Call> = of
        .iter()
        .flat_map(|(n, start, end)| std::iter::repeat_n((*start, *end), *n))
        .map(|(start, end)| {
            let record: Record = serde_json::from_value(json!({
                "started_at": started, "ended_at": started.plus(Duration::minutes(20)), "contact_type": "support",
                "caller_relation": "self", "reasons": ["sleep"],
                "isolation": {"mode": "prospective", "start": {"status": "asked", "rating": start},
                              "end": {"status": "asked", "rating": end}}
            }))
            .unwrap();
            Call::new(chance::id(started), record, started.plus(Duration::hours(1))).unwrap()
        })
        .collect();
    let date = "2026-05-05".parse().unwrap();
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
    line.db
        .write(move |conn| {
            calls
                .iter()
                .try_for_each(|call| store::insert(conn, call, &filing))
        })
        .await
        .unwrap();
}

const CLOSURE: &str = "/api/v1/reporting-months/2026-05/closure";

/// Closes a month, and waits for its release.
pub(crate) async fn release(supervisor: &Actor<'_>, month: &str) {
    let closed = supervisor
        .put_nothing(&format!("/api/v1/reporting-months/{month}/closure"))
        .await;
    assert!([200, 201].contains(&closed.status), "{}", closed.text);
    for _ in 0..600 {
        let months = supervisor.get("/api/v1/reporting-months").await.json();
        let items = months["items"].as_array().unwrap();
        let found = items.iter().find(|item| item["month"] == month).unwrap();
        assert_eq!(found["failure"], Value::Null);
        if found["state"] == "closed" {
            return;
        }
        tokio::time::sleep(std::time::Duration::from_millis(50)).await;
    }
    panic!("{month} was not released");
}

/// A figure of a report.
pub(crate) fn figure<'a>(report: &'a Value, group: &str, statistic: &str) -> &'a Value {
    let figures = report["figures"].as_array().unwrap();
    let found = figures.iter().find(|figure| {
        figure["group"] == group && figure["statistic"] == statistic && figure["by"].is_null()
    });
    found.unwrap_or_else(|| panic!("no {group} {statistic} in {report}"))
}

const MAY: &str = "/api/v1/reports/isolation-change?period=2026-05";

story! {
    async fn a_supervisor_closes_a_month_and_an_evaluator_reads_its_isolation_change(line: &Line) {
        let (ana, sol, eve) = (line.peer("Ana").await, line.supervisor("Sol").await, line.evaluator("Eve").await);
        may(line, ana.id, &[(20, 8, 5), (15, 6, 6), (15, 4, 5)]).await;
        assert_eq!(eve.get(MAY).await.codes(), ["not_released"]);
        assert_eq!(sol.put_nothing(CLOSURE).await.status, 201);
        release(&sol, "2026-05").await;
        assert_eq!(sol.put_nothing(CLOSURE).await.status, 200);
        let report = eve.get(MAY).await.json();
        let all = |statistic| figure(&report, "per_call.all", statistic);
        assert_eq!((&all("pairs")["value"], &all("pairs")["status"]), (&json!(50), &json!("shown")));
        assert_eq!((&all("mean_change")["value"], &all("mean_change")["n"]["value"]), (&json!(-0.9), &json!(50)));
        // statsmodels: proportion_confint(20, 50, method="wilson").
        let improved = all("improved_share");
        assert_eq!((&improved["value"], &improved["low"], &improved["high"]), (&json!(40), &json!(27.6), &json!(53.8)));
        assert_eq!(report["period"], "2026-05");
        assert!(report["definition"].as_str().unwrap().contains("prospective"));
        let list = eve.get("/api/v1/reports").await.json();
        assert_eq!((&list["periods"], &list["items"][3]["name"]), (&json!(["2026-05"]), &json!("isolation-change")));
        assert_eq!(list["items"].as_array().unwrap().len(), 13);
        let volume = eve.get("/api/v1/reports/volume?period=2026-05").await.json();
        assert_eq!(figure(&volume, "", "talk_minutes")["value"], json!(1000));
    }
}

story! {
    async fn the_same_figures_come_as_csv_by_parameter_and_by_accept(line: &Line) {
        let (ana, sol, eve) = (line.peer("Ana").await, line.supervisor("Sol").await, line.evaluator("Eve").await);
        may(line, ana.id, &[(20, 8, 5), (15, 6, 6), (3, 4, 5)]).await;
        release(&sol, "2026-05").await;
        let asked = eve.get(&format!("{MAY}&format=csv")).await;
        assert_eq!(asked.header("content-type"), "text/csv; charset=utf-8");
        let mut reader = csv::Reader::from_reader(asked.text.as_bytes());
        let rows: Vec<Vec<String>> =
            reader.records().map(|row| row.unwrap().iter().map(str::to_owned).collect()).collect();
        let columns: Vec<&str> = asked.text.lines().next().unwrap().split(',').collect();
        let column = |name: &str| columns.iter().position(|column| *column == name).unwrap();
        let cell = |group: &str, statistic: &str| {
            let row = rows.iter().find(|row| row[column("group")] == group && row[column("statistic")] == statistic).unwrap();
            (row[column("value")].clone(), row[column("value_status")].clone())
        };
        assert_eq!(cell("per_call.all", "pairs"), ("38".to_owned(), "shown".to_owned()));
        assert_eq!(cell("per_call.all", "worsened_count"), (String::new(), "withheld".to_owned()));
        assert_eq!(cell("first_call_per_caller.all", "pairs"), (String::new(), "not_measured".to_owned()));
        let accepted = eve.ask(reqwest::Method::GET, MAY, None, &[("accept", "text/csv")]).await;
        assert_eq!(accepted.text, asked.text);
    }
}

story! {
    async fn a_closed_answer_stays_the_same_to_the_byte_whatever_happens_to_calls(line: &Line) {
        let (ana, sol, eve) = (line.peer("Ana").await, line.supervisor("Sol").await, line.evaluator("Eve").await);
        may(line, ana.id, &[(20, 8, 5), (15, 6, 6), (15, 4, 5)]).await;
        release(&sol, "2026-05").await;
        let first = eve.get(MAY).await;
        may(line, ana.id, &[(30, 10, 0)]).await;
        let second = eve.get(MAY).await;
        assert_eq!((&first.text, first.header("etag")), (&second.text, second.header("etag")));
        let known = eve.ask(reqwest::Method::GET, MAY, None, &[("if-none-match", first.header("etag"))]).await;
        assert_eq!((known.status, known.text.as_str()), (304, ""));
    }
}

story! {
    async fn a_closed_answer_keeps_the_rule_under_which_it_was_released(line: &Line) {
        let (sol, eve) = (line.supervisor("Sol").await, line.evaluator("Eve").await);
        let ada = line.person("Ada", &[Role::Admin]).await;
        release(&sol, "2026-05").await;
        let first = eve.get(MAY).await;
        let read = ada.get("/api/v1/settings").await;
        let mut settings = read.json();
        settings["withhold_under"] = json!(30);
        let headers = [("content-type", "application/json"), ("if-match", read.header("etag"))];
        let changed = ada.ask(reqwest::Method::PUT, "/api/v1/settings", Some(settings.to_string()), &headers).await;
        assert_eq!(changed.status, 200, "{}", changed.text);
        let second = eve.get(MAY).await;
        assert_eq!((&first.text, first.header("etag")), (&second.text, second.header("etag")));
        assert!(first.text.contains("a count of 1 to 10 contacts"));
    }
}

story! {
    async fn a_call_of_a_closed_month_counts_in_the_earliest_open_one(line: &Line) {
        let (ana, sol) = (line.peer("Ana").await, line.supervisor("Sol").await);
        assert_eq!(sol.put_nothing("/api/v1/reporting-months/2026-05/closure").await.status, 201);
        let call = ana.get(&ana.log(support_call(line, Duration::days(12))).await).await.json();
        assert_eq!((&call["started_at"], &call["posting_month"]), (&json!("2026-05-29T18:40:00Z"), &json!("2026-06")));
    }
}

story! {
    async fn months_are_closed_in_order_and_when_they_are_over(line: &Line) {
        let (ana, sol) = (line.peer("Ana").await, line.supervisor("Sol").await);
        may(line, ana.id, &[(1, 8, 5)]).await;
        let close = |month: &'static str| {
            let sol = &sol;
            async move { sol.put_nothing(&format!("/api/v1/reporting-months/{month}/closure")).await.code() }
        };
        assert_eq!(close("2026-06").await, "month_not_over");
        assert_eq!(close("2026-13").await, "invalid");
        assert_eq!(close("2026-05").await, "");
        assert_eq!(close("2026-04").await, "before_first_closed");
    }
}

story! {
    async fn an_evaluator_asks_only_what_the_grammar_allows(line: &Line) {
        let (sol, eve) = (line.supervisor("Sol").await, line.evaluator("Eve").await);
        release(&sol, "2026-05").await;
        let ask = |query: &'static str| {
            let eve = &eve;
            async move { eve.get(&format!("/api/v1/reports/{query}")).await.status }
        };
        assert_eq!(ask("volume?period=2026-05").await, 200);
        for query in [
            "volume", "volume?period=2026-06", "volume?period=2026-05-01", "volume?period=2026-Q2", "volume?period=2026-05&by=peer",
            "volume?period=2026-05&period=2026-05", "volume?period=2026-05&from=2026-05-03", "volume?period=2026-05&format=xml",
            "volume?period=2026-05&by=hour_of_week", "reasons?period=2026-05&by=reason", "volume?period=2026-05&by=channel,reason",
            "volume?period=2026-05..2026-04", "volume?period=2026-W20", "volume?period=2026", "volume?period=not:2026-05",
            "volume?period=2026-05&unit_cost=5", "volume?period=2026-05&compare=2025", "volume?period=2026-05&format=svg&chart=continuum",
            "secrets?period=2026-05",
        ] {
            assert_eq!(ask(query).await, 422, "{query}");
        }
    }
}

story! {
    async fn an_evaluator_reaches_no_row(line: &Line) {
        let (ana, eve) = (line.peer("Ana").await, line.evaluator("Eve").await);
        let path = ana.log(support_call(line, Duration::hours(1))).await;
        for path in [path.as_str(), &new_call(line), "/api/v1/calls", "/api/v1/shifts?from=2026-06-10&to=2026-06-11", "/api/v1/on-duty", "/api/v1/gaps"] {
            assert_eq!(eve.get(path).await.code(), "forbidden", "{path}");
        }
    }
}

story! {
    async fn a_figure_is_null_exactly_when_it_is_not_shown(line: &Line) {
        let (ana, sol, eve) = (line.peer("Ana").await, line.supervisor("Sol").await, line.evaluator("Eve").await);
        may(line, ana.id, &[(20, 8, 5), (7, 6, 6)]).await;
        release(&sol, "2026-05").await;
        let report = eve.get(MAY).await.json();
        let found = report["figures"].as_array().unwrap();
        assert!(found.len() > 60);
        assert!(found.iter().all(|figure| figure["value"].is_null() == (figure["status"] != "shown")));
        assert!(found.iter().any(|figure| figure["status"] == "withheld"));
    }
}
