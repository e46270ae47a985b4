//! The audit log: what it tells, who reads it, and how it is sealed.

use std::sync::{Arc, Mutex};
use std::time::Duration as Wait;

use chrono::Duration;
use diesel::connection::SimpleConnection;
use serde_json::{Value, json};
use warmline::audit::chain::{Checkpoint, Entry, Finding, Kept, Verdict};
use warmline::audit::{Action, Outcome, changes, store};
use warmline::chance;
use warmline::db::{Conn, Db};
use warmline::error::Error;
use warmline::role::Role;

use crate::line::{Actor, Line, Premises, Wishes, noon, open_database, support_call};
use crate::story;

/// Every entry, the oldest first.
pub(crate) async fn entries(line: &Line) -> Vec<Kept> {
    let all = store::Wanted::default();
    let look = move |conn: &mut Conn| store::list(conn, &all, 10_000);
    let mut entries = line.db.read(look).await.unwrap();
    entries.reverse();
    entries
}

/// Every entry in the order of the chain, when all are sealed: within a second, but machines may be busy.
pub(crate) async fn sealed(line: &Line) -> Vec<Kept> {
    for _ in 0..100 {
        let mut entries = entries(line).await;
        if entries.iter().all(|entry| entry.seal.is_some()) {
            entries.sort_by_key(|entry| entry.position);
            return entries;
        }
        tokio::time::sleep(Wait::from_millis(100)).await;
    }
    panic!("entries are still not sealed");
}

/// What `warmline audit verify` finds.
async fn verify(line: &Line, checkpoint: Option<Checkpoint>) -> Verdict {
    let (pen, now) = (Line::outsider().pen, line.now());
    let walk = move |conn: &mut Conn| Ok(changes::verify(conn, &pen, checkpoint.as_ref(), now));
    line.db.read(walk).await.unwrap()
}

/// The checkpoint when it has come as far as the chain.
async fn checkpoint_at(line: &Line, position: i64) -> Checkpoint {
    for _ in 0..100 {
        let checkpoint = line.checkpoint();
        if let Some(checkpoint) = checkpoint.filter(|known| known.end.position == position) {
            return checkpoint;
        }
        tokio::time::sleep(Wait::from_millis(100)).await;
    }
    panic!("the checkpoint did not come to {position}");
}

/// Writes an entry about a subject, past the API.
async fn write(db: &Db, subject: String) {
    let actor = Line::outsider();
    db.append(move |conn| store::record(conn, noon(), &actor, Action::CallRead, &subject))
        .await
        .unwrap();
}

async fn read(admin: &Actor<'_>, query: &str) -> Vec<Value> {
    let answer = admin.get(&format!("/api/v1/audit-entries{query}")).await;
    assert_eq!(answer.status, 200, "{}", answer.text);
    answer.json()["items"].as_array().unwrap().clone()
}

fn id_in(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

story! {
    async fn who_reads_a_call_that_is_not_theirs_leaves_an_entry(line: &Line) {
        let (ana, sol, ada) = (line.peer("Ana").await, line.supervisor("Sol").await, line.person("Ada", &[Role::Admin]).await);
        let path = ana.log(support_call(line, Duration::hours(1))).await;
        let other = ana.log(support_call(line, Duration::hours(2))).await;
        assert_eq!(ana.get(&path).await.status, 200);
        assert_eq!(ana.get("/api/v1/calls").await.status, 200);
        assert_eq!(read(&ada, "?action=call_read").await, Vec::<Value>::new(), "their own calls");

        let shown = sol.get(&path).await;
        let entry = read(&ada, "?action=call_read").await.remove(0);
        assert_eq!(entry["person_id"], sol.id.to_string());
        assert_eq!(entry["roles"], json!(["supervisor"]));
        assert_eq!((&entry["subject"], &entry["result"]), (&json!(id_in(&path)), &json!("done")));
        assert_eq!(entry["request_id"], shown.header("x-request-id"));
        assert_eq!(entry["at"], line.now().to_string());

        let listed = sol.get("/api/v1/calls").await;
        let of_list: Vec<Value> = read(&ada, "?action=call_read").await.into_iter()
            .filter(|entry| entry["request_id"] == listed.header("x-request-id")).collect();
        let mut subjects: Vec<&str> = of_list.iter().map(|entry| entry["subject"].as_str().unwrap()).collect();
        let mut calls = [id_in(&path), id_in(&other)];
        subjects.sort_unstable();
        calls.sort_unstable();
        assert_eq!(subjects, calls, "each call of the page once");

        sol.get(&crate::line::new_call(line)).await;
        assert_eq!(read(&ada, "?action=call_read").await.len(), 3, "a call that is not there was not read");
    }
}

story! {
    async fn who_supervises_and_answers_calls_reads_their_own_without_an_entry(line: &Line) {
        let sol = line.person("Sol", &[Role::Peer, Role::Supervisor]).await;
        let path = sol.log(support_call(line, Duration::hours(1))).await;
        assert_eq!(sol.get(&path).await.status, 200);
        assert_eq!(sol.get("/api/v1/calls").await.json()["items"].as_array().unwrap().len(), 1);
        assert!(entries(line).await.iter().all(|entry| entry.action != "call_read"));
    }
}

story! {
    async fn changes_sign_ins_and_report_pulls_are_told_with_their_requests(line: &Line) {
        let (sol, eve, ada) = (line.supervisor("Sol").await, line.evaluator("Eve").await, line.person("Ada", &[Role::Admin]).await);
        let wrong = json!({"email": "eve@oak.example", "password": "not hers at all"});
        let refused = line.nobody().post("/api/v1/session", wrong).await;
        let closed = sol.put_nothing("/api/v1/reporting-months/2026-05/closure").await;
        crate::reports::release(&sol, "2026-05").await;
        let json = eve.get("/api/v1/reports/isolation-change?period=2026-05").await;
        let csv = eve.get("/api/v1/reports/volume?period=2026-05&format=csv").await;
        let never = eve.get("/api/v1/reports/volume?period=2026-06").await;
        assert_eq!((closed.status, json.status, csv.status, never.status), (201, 200, 200, 422));
        let told = read(&ada, "").await;
        for (answer, person, action, subject, result) in [
            (&refused, Value::Null, "session_refused", eve.id.to_string(), "refused"),
            (&closed, json!(sol.id), "month_closed", "2026-05".to_owned(), "done"),
            (&json, json!(eve.id), "report_pulled", "isolation-change 2026-05 json".to_owned(), "done"),
            (&csv, json!(eve.id), "report_pulled", "volume 2026-05 csv".to_owned(), "done"),
        ] {
            let mut of_request = told.iter().filter(|entry| entry["request_id"] == answer.header("x-request-id"));
            let entry = of_request.next().unwrap_or_else(|| panic!("{action} is not told"));
            assert_eq!([&entry["person_id"], &entry["action"], &entry["subject"], &entry["result"]],
                [&person, &json!(action), &json!(subject), &json!(result)]);
            assert!(of_request.next().is_none(), "{action} is told once");
        }
        assert!(told.iter().all(|entry| entry["request_id"] != never.header("x-request-id")));
        assert_eq!(told.iter().filter(|entry| entry["action"] == "session_started").count(), 3);
    }
}

story! {
    async fn an_admin_reads_the_log_by_filters_and_pages_and_that_is_told_too(line: &Line) {
        let (ada, ana) = (line.person("Ada", &[Role::Admin]).await, line.peer("Ana").await);
        let call = ana.log(support_call(line, Duration::hours(1))).await;
        line.pass(Duration::minutes(5));
        ana.log(support_call(line, Duration::hours(1))).await;
        let subject = id_in(&call);
        let found = |query: String| { let ada = &ada; async move { read(ada, &query).await } };
        let by_ana = found(format!("?person_id={}", ana.id)).await;
        assert_eq!(by_ana.iter().map(|entry| &entry["action"]).collect::<Vec<_>>(), ["call_logged", "call_logged", "session_started"],
            "the newest first");
        assert_eq!(found(format!("?subject={subject}")).await.len(), 1);
        assert_eq!(found("?subject=555-123-4567".to_owned()).await.len(), 0);
        assert_eq!(found("?action=call_logged&result=refused".to_owned()).await.len(), 0);
        assert_eq!(found("?action=call_logged&from=2026-06-10T19:05:00Z".to_owned()).await.len(), 1);
        assert_eq!(found("?action=call_logged&to=2026-06-10T19:05:00Z".to_owned()).await.len(), 1);
        assert_eq!(ada.get("/api/v1/audit-entries?action=everything").await.status, 422);

        let reads = found(format!("?person_id={}&action=audit_read", ada.id)).await;
        let about: Vec<&str> = reads.iter().map(|entry| entry["subject"].as_str().unwrap()).collect();
        assert_eq!(about, [
            "to 2026-06-10T19:05:00Z action call_logged",
            "from 2026-06-10T19:05:00Z action call_logged",
            "action call_logged result refused",
            "",
            &format!("subject {subject}"),
            &format!("person {}", ana.id),
        ], "what was looked for, but no text that the log does not have");

        let whole: Vec<Value> = found("?to=2026-06-10T19:05:00Z".to_owned()).await;
        let mut paged = Vec::new();
        let mut path = "/api/v1/audit-entries?to=2026-06-10T19:05:00Z&limit=2".to_owned();
        loop {
            let page = ada.get(&path).await.json();
            paged.extend(page["items"].as_array().unwrap().clone());
            let Some(next) = page["next"].as_str() else { break };
            path = format!("/api/v1/audit-entries?to=2026-06-10T19:05:00Z&limit=2&cursor={next}");
        }
        let ids = |entries: &[Value]| entries.iter().map(|entry| entry["id"].clone()).collect::<Vec<_>>();
        assert_eq!(ids(&paged), ids(&whole));
        assert_eq!(paged.len(), 3, "two sign-ins and a call");
    }
}

story! {
    async fn entries_are_sealed_soon_and_the_checkpoint_follows(line: &Line) {
        let ada = line.person("Ada", &[Role::Admin]).await;
        for number in 0..20 {
            write(&line.db, format!("call {number}")).await;
        }
        let chain = sealed(line).await;
        let places: Vec<i64> = chain.iter().map(|entry| entry.position.unwrap()).collect();
        assert_eq!(places, (1..=21).collect::<Vec<_>>());
        let subjects: Vec<&str> = chain[1..].iter().map(|entry| entry.subject.as_str()).collect();
        assert_eq!(subjects, (0..20).map(|number| format!("call {number}")).collect::<Vec<_>>(), "in the order of their writing");
        let checkpoint = checkpoint_at(line, 21).await;
        let verdict = verify(line, Some(checkpoint)).await;
        assert_eq!((verdict.findings, verdict.sealed, verdict.waiting), (vec![], 21, 0));
        assert_eq!(read(&ada, "?limit=1").await[0]["position"], 21);

        write(&line.db, "one more".to_owned()).await;
        checkpoint_at(line, 23).await;
    }
}

async fn refused(line: &Line, sql: &'static str) {
    let changed = line
        .db
        .write(move |conn| Ok(conn.batch_execute(sql)?))
        .await;
    let Err(Error::Broken(why)) = changed else {
        panic!("{sql} was let through");
    };
    assert!(why.contains("audit entries are"), "{sql}: {why}");
}

story! {
    async fn nobody_changes_or_deletes_an_entry_past_the_api(line: &Line) {
        write(&line.db, "a call".to_owned()).await;
        let before = sealed(line).await;
        for sql in [
            "UPDATE audit_entries SET subject = 'another'",
            "UPDATE audit_entries SET mark = ''",
            "UPDATE audit_entries SET position = position + 1",
            "UPDATE audit_entries SET position = NULL, seal = NULL",
            "UPDATE audit_entries SET seal = 'another'",
            "DELETE FROM audit_entries",
        ] {
            refused(line, sql).await;
        }
        if line.database.starts_with("postgres") {
            refused(line, "TRUNCATE audit_entries").await;
        }
        assert_eq!(entries(line).await, before);
    }
}

/// Entries that a process wrote and did not live to seal, the first two before there were marks.
async fn left_by_a_crash(premises: &Premises, count: usize) {
    for number in 0..count {
        let entry = Entry {
            id: chance::id(noon()),
            at: noon().minus(Duration::hours(1)),
            person: None,
            roles: String::new(),
            action: Action::CallLogged,
            subject: format!("call {number}"),
            request: None,
            outcome: Outcome::Done,
        };
        let mut kept = entry.marked(&Line::outsider().pen);
        if number < 2 {
            kept.mark.clear();
        }
        let insert = move |conn: &mut Conn| insert(conn, &kept);
        premises.db.write(insert).await.unwrap();
    }
}

/// Puts an entry into the table as it is.
pub(crate) fn insert(conn: &mut Conn, entry: &Kept) -> Result<(), Error> {
    use diesel::prelude::*;
    use warmline::db::schema::audit_entries as row;
    diesel::insert_into(row::table)
        .values((
            row::id.eq(&entry.id),
            row::at.eq(entry.at),
            row::person_id.eq(&entry.person),
            row::roles.eq(&entry.roles),
            row::action.eq(&entry.action),
            row::subject.eq(&entry.subject),
            row::request_id.eq(&entry.request),
            row::result.eq(&entry.outcome),
            row::mark.eq(&entry.mark),
            row::position.eq(entry.position),
            row::seal.eq(&entry.seal),
        ))
        .execute(conn)?;
    Ok(())
}

/// A line with so many sealed entries.
pub(crate) async fn line_with_entries(premises: Premises, count: usize) -> Line {
    left_by_a_crash(&premises, count).await;
    let line = Line::open(premises, Wishes::default()).await;
    assert_eq!(sealed(&line).await.len(), count);
    line
}

async fn what_a_crash_left_is_sealed_at_start(premises: Premises) {
    // More than one pass seals.
    let line = line_with_entries(premises, 1100).await;
    let chain = sealed(&line).await;
    assert!(chain[..2].iter().all(|entry| entry.mark.is_empty()));
    let checkpoint = checkpoint_at(&line, 1100).await;
    assert_eq!(verify(&line, Some(checkpoint)).await.findings, []);
}

#[tokio::test]
async fn what_a_crash_left_is_sealed_at_start_on_sqlite() {
    what_a_crash_left_is_sealed_at_start(Premises::on_sqlite().await).await;
}

#[tokio::test]
async fn what_a_crash_left_is_sealed_at_start_on_postgres() {
    what_a_crash_left_is_sealed_at_start(Premises::on_postgres().await).await;
}

story! {
    async fn sealers_of_several_processes_make_one_chain(line: &Line) {
        let mut at_work = Vec::new();
        for _ in 0..2 {
            let db = open_database(&line.database).await;
            at_work.push(tokio::spawn(async move {
                let mut sealed = 0;
                for _ in 0..100 {
                    let pen = Line::outsider().pen;
                    sealed += usize::from(db.job(changes::SEALING, move |conn| changes::seal(conn, &pen)).await.unwrap().is_some());
                }
                sealed
            }));
        }
        for number in 0..100 {
            write(&line.db, format!("call {number}")).await;
        }
        for sealer in at_work {
            assert!(sealer.await.unwrap() > 0);
        }
        assert_eq!(sealed(line).await.len(), 100);
        assert_eq!(verify(line, None).await.findings, []);
    }
}

story! {
    async fn a_job_that_somebody_is_at_is_left_to_them(line: &Line) {
        if line.database.starts_with("sqlite") {
            return; // One writer: the second waits for the first.
        }
        let other = open_database(&line.database).await;
        let (begun, has_begun) = std::sync::mpsc::channel();
        let (release, hold) = std::sync::mpsc::channel::<()>();
        let hold = Mutex::new((begun, hold));
        let first = tokio::spawn(async move {
            other.job(7, move |_conn| {
                let (begun, hold) = &*hold.lock().unwrap();
                begun.send(()).unwrap();
                hold.recv().unwrap();
                Ok(())
            }).await
        });
        tokio::task::spawn_blocking(move || has_begun.recv().unwrap()).await.unwrap();
        assert_eq!(line.db.job(7, |_conn| Ok(())).await.unwrap(), None);
        assert_eq!(line.db.job(8, |_conn| Ok(())).await.unwrap(), Some(()), "another job is free");
        release.send(()).unwrap();
        assert_eq!(first.await.unwrap().unwrap(), Some(()));
        assert_eq!(line.db.job(7, |_conn| Ok(())).await.unwrap(), Some(()));
    }
}

/// Takes the triggers away, as somebody who owns the database can.
pub(crate) fn without_triggers(conn: &mut Conn) -> Result<(), Error> {
    Ok(conn.batch_execute(match conn {
        Conn::Sqlite(_) => {
            "DROP TRIGGER audit_entries_are_kept; DROP TRIGGER audit_entries_stay_as_written"
        }
        Conn::Postgres(_) => "ALTER TABLE audit_entries DISABLE TRIGGER USER",
    })?)
}

story! {
    async fn the_checkpoint_stays_when_the_end_was_cut_off_and_made_anew(line: &Line) {
        for number in 0..5 {
            write(&line.db, format!("call {number}")).await;
        }
        sealed(line).await;
        let known = checkpoint_at(line, 5).await;
        line.db.write(|conn| {
            without_triggers(conn)?;
            Ok(conn.batch_execute("DELETE FROM audit_entries WHERE position > 2")?)
        }).await.unwrap();
        assert_eq!(verify(line, Some(known.clone())).await.findings, [Finding::CutOff { end: 2, known: 5 }]);
        for number in 0..6 {
            write(&line.db, format!("call {number}")).await;
        }
        assert_eq!(sealed(line).await.len(), 8);
        // The sealer has been past this point when it has sealed once more.
        write(&line.db, "the last".to_owned()).await;
        sealed(line).await;
        assert_eq!(line.checkpoint(), Some(known.clone()));
        assert_eq!(verify(line, Some(known)).await.findings, [Finding::Regrown { position: 5 }]);
    }
}

story! {
    async fn a_row_that_cannot_be_read_is_told_and_keeps_no_other_from_its_seal(line: &Line) {
        let spoil = if line.database.starts_with("sqlite") { "'long ago'" } else { "'-infinity'" };
        let sql = format!(
            "INSERT INTO audit_entries (id, at, roles, action, subject, request_id)
             VALUES ('spoiled', {spoil}, '', 'call_read', '', '')"
        );
        line.db.write(move |conn| Ok(conn.batch_execute(&sql)?)).await.unwrap();
        write(&line.db, "a call".to_owned()).await;
        checkpoint_at(line, 1).await;
        let verdict = verify(line, None).await;
        assert_eq!(verdict.sealed, 1);
        assert!(matches!(verdict.findings[..], [Finding::Unreadable { after: 1, .. }]), "{verdict:?}");
    }
}

story! {
    async fn what_only_sql_can_do_is_found_too(line: &Line) {
        for number in 0..5 {
            write(&line.db, format!("call {number}")).await;
        }
        sealed(line).await;
        line.db.write(without_triggers).await.unwrap();
        let on_both = [
            "UPDATE audit_entries SET position = -3 WHERE position = 5",
            "UPDATE audit_entries SET position = NULL, seal = NULL WHERE position = 5",
            "UPDATE audit_entries SET position = NULL WHERE position = 5",
            "UPDATE audit_entries SET seal = NULL WHERE position = 5",
            "UPDATE audit_entries SET person_id = '' WHERE position = 5",
            "UPDATE audit_entries SET action = 'never_done' WHERE position = 5",
            "INSERT INTO audit_entries (id, at, roles, action, subject, request_id)
                VALUES ('', '2026-06-10 19:00:00', '', 'call_read', '', '')",
            "DROP INDEX audit_entries_in_order; UPDATE audit_entries SET position = 4 WHERE position = 5",
        ];
        let on_sqlite = [
            "UPDATE audit_entries SET at = '2026-06-10 19:00:00.5' WHERE position = 5",
            "UPDATE audit_entries SET at = 'long ago' WHERE position = 5",
            "UPDATE audit_entries SET position = 'last' WHERE position = 5",
            "UPDATE audit_entries SET id = NULL WHERE position = 5",
            "INSERT INTO audit_entries (id, at, roles, action, subject, request_id)
                VALUES (NULL, '2026-06-10 19:00:00', '', 'call_read', '', '')",
            "UPDATE audit_entries SET at = replace(at, ' ', 'T') WHERE position = 5",
            "UPDATE audit_entries SET subject = CAST(subject AS BLOB) WHERE position = 5",
            "UPDATE audit_entries SET position = 5.5 WHERE position = 5",
        ];
        let on_postgres = [
            "UPDATE audit_entries SET at = at + interval '500 milliseconds' WHERE position = 5",
            "UPDATE audit_entries SET at = 'infinity' WHERE position = 5",
        ];
        let own = if line.database.starts_with("sqlite") { on_sqlite.to_vec() } else { on_postgres.to_vec() };
        for sql in on_both.into_iter().chain(own) {
            let found = Arc::new(Mutex::new(None));
            let tell = Arc::clone(&found);
            let (pen, now) = (Line::outsider().pen, line.now());
            let checkpoint = line.checkpoint();
            let taken_back: Result<(), Error> = line.db.write(move |conn| {
                conn.batch_execute(sql)?;
                *tell.lock().unwrap() = Some(changes::verify(conn, &pen, checkpoint.as_ref(), now));
                Err(Error::not_found())
            }).await;
            assert!(matches!(taken_back, Err(Error::Refused(_))), "{sql}: {taken_back:?}");
            let verdict = found.lock().unwrap().take().unwrap();
            assert!(!verdict.findings.is_empty(), "{sql}");
        }
        assert_eq!(verify(line, line.checkpoint()).await.findings, []);
    }
}
