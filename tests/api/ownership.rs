//! Others' ids: whoever names another's row is told what is told of a row that never was.

use serde_json::{Value, json};
use warmline::chance;
use warmline::id::{CallId, CoverRequestId, FeedId, PersonId, ReportTokenId, SwapOfferId};
use warmline::role::Role;
use warmline::routes;

use crate::line::{Actor, Line, new_call, support_call};
use crate::story;

/// The routes that answer rows of one owner: method, path, and which roles may see everybody's. What the variable part
/// of the path becomes is said in `rows_of`.
const OWNED: &[(&str, &str, &[Role])] = &[
    ("GET", "/api/v1/calls/{id}", &[Role::Supervisor]),
    ("GET", "/api/v1/calls/{id}/draft", &[]),
    ("DELETE", "/api/v1/calls/{id}/draft", &[]),
    ("GET", "/api/v1/calls/{id}/note", &[Role::Supervisor]),
    ("DELETE", "/api/v1/calls/{id}/note", &[Role::Supervisor]),
    (
        "GET",
        "/api/v1/people/{person_id}/qualifications",
        &[Role::Supervisor],
    ),
    ("DELETE", "/api/v1/sessions/{id}", &[]),
    ("DELETE", "/api/v1/report-tokens/{id}", &[]),
    ("DELETE", "/api/v1/duty-tokens/{id}", &[]),
    (
        "GET",
        "/api/v1/people/{person_id}/availability",
        &[Role::Supervisor],
    ),
    (
        "GET",
        "/api/v1/people/{person_id}/availability-exceptions",
        &[Role::Supervisor],
    ),
    (
        "DELETE",
        "/api/v1/people/{person_id}/availability-exceptions/{id}",
        &[Role::Supervisor],
    ),
    (
        "GET",
        "/api/v1/people/{person_id}/time-off",
        &[Role::Supervisor],
    ),
    (
        "DELETE",
        "/api/v1/people/{person_id}/time-off/{id}",
        &[Role::Supervisor],
    ),
    ("DELETE", "/api/v1/calendar-feeds/{id}", &[]),
    (
        "PUT",
        "/api/v1/shifts/{id}/claims/{person_id}",
        &[Role::Supervisor],
    ),
    (
        "PUT",
        "/api/v1/shifts/{id}/confirmations/{person_id}",
        &[Role::Supervisor],
    ),
    (
        "DELETE",
        "/api/v1/shifts/{id}/waits/{person_id}",
        &[Role::Supervisor],
    ),
    (
        "GET",
        "/api/v1/cover-requests/{id}/suggestions",
        &[Role::Supervisor],
    ),
    ("DELETE", "/api/v1/cover-requests/{id}", &[Role::Supervisor]),
    ("GET", "/api/v1/swaps/{id}", &[Role::Supervisor]),
    ("DELETE", "/api/v1/swaps/{id}", &[Role::Supervisor]),
    (
        "DELETE",
        "/api/v1/shifts/{id}/claims/{person_id}",
        &[Role::Supervisor],
    ),
];

/// The routes with a variable part whose rows have no one owner: method, path, and why.
const SHARED: &[(&str, &str, &str)] = &[
    ("GET", "/docs/{file:.*}", "files that anyone may read"),
    (
        "GET",
        "/calendar/{token}.ics",
        "the secret in the address is the key",
    ),
    ("PUT", "/api/v1/calendar-feeds/{id}", NEW_ID),
    ("PUT", "/api/v1/calls/{id}", NEW_ID),
    ("PUT", "/api/v1/calls/{id}/draft", NEW_ID),
    (
        "PUT",
        "/api/v1/calls/{id}/amendments/{amendment_id}",
        "needs a body; tried at others' calls in amendments.rs",
    ),
    ("GET", "/api/v1/calls/{id}/versions", ALL_CALLS),
    ("GET", "/api/v1/calls/{id}/history", ALL_CALLS),
    ("PUT", "/api/v1/debriefs/{id}", NEW_ID),
    ("PUT", "/api/v1/debriefs/{id}/claim", QUEUE),
    ("DELETE", "/api/v1/debriefs/{id}/claim", QUEUE),
    ("PUT", "/api/v1/debriefs/{id}/completion", QUEUE),
    ("PUT", "/api/v1/calls/{id}/note", NOTES),
    ("PUT", "/api/v1/report-tokens/{id}", NEW_ID),
    ("PUT", "/api/v1/duty-tokens/{id}", NEW_ID),
    ("PUT", "/api/v1/people/{person_id}/availability", TIMES),
    (
        "PUT",
        "/api/v1/people/{person_id}/availability-exceptions/{id}",
        TIMES,
    ),
    ("PUT", "/api/v1/people/{person_id}/time-off/{id}", TIMES),
    (
        "GET",
        "/api/v1/people/{person_id}/shifts",
        "needs a span; tried at others' in overview.rs",
    ),
    ("PUT", "/api/v1/people/{person_id}", ACCOUNTS),
    ("GET", "/api/v1/people/{person_id}", ACCOUNTS),
    ("PUT", "/api/v1/people/{person_id}/roles", ACCOUNTS),
    ("PUT", "/api/v1/people/{person_id}/profile", ACCOUNTS),
    ("PUT", "/api/v1/people/{person_id}/suspension", ACCOUNTS),
    ("DELETE", "/api/v1/people/{person_id}/suspension", ACCOUNTS),
    ("POST", "/api/v1/people/{person_id}/invitation", ACCOUNTS),
    (
        "POST",
        "/api/v1/people/{person_id}/password-reset",
        ACCOUNTS,
    ),
    (
        "DELETE",
        "/api/v1/people/{person_id}/second-factor",
        ACCOUNTS,
    ),
    ("GET", "/api/v1/people/{person_id}/sessions", ACCOUNTS),
    ("DELETE", "/api/v1/people/{person_id}/sessions", ACCOUNTS),
    ("PUT", "/api/v1/qualifications/{code}", CATALOGUE),
    ("PUT", "/api/v1/regions/{code}", CATALOGUE),
    (
        "PUT",
        "/api/v1/people/{person_id}/qualifications/{id}",
        RECORDS,
    ),
    (
        "DELETE",
        "/api/v1/people/{person_id}/qualifications/{id}",
        RECORDS,
    ),
    ("PUT", "/api/v1/shift-templates/{id}", PLANS),
    ("GET", "/api/v1/shift-templates/{id}", PLANS),
    ("PUT", "/api/v1/shift-templates/{id}/content", PLANS),
    ("PUT", "/api/v1/shift-templates/{id}/retirement", PLANS),
    ("PUT", "/api/v1/holidays/{date}", PLANS),
    ("DELETE", "/api/v1/holidays/{date}", PLANS),
    ("PUT", "/api/v1/shifts/{id}", PLANS),
    ("GET", "/api/v1/shifts/{id}", PUBLISHED),
    ("PUT", "/api/v1/shifts/{id}/content", PLANS),
    ("PUT", "/api/v1/shifts/{id}/cancellation", PLANS),
    ("DELETE", "/api/v1/shifts/{id}/cancellation", PLANS),
    ("PUT", "/api/v1/schedules/{id}/shifts", PLANS),
    ("GET", "/api/v1/schedules/{id}/publications", PLANS),
    ("DELETE", "/api/v1/schedules/{id}/publication", PLANS),
    ("PUT", "/api/v1/schedules/{id}", PLANS),
    ("GET", "/api/v1/schedules/{id}", PLANS),
    ("PUT", "/api/v1/schedules/{id}/publication", PLANS),
    ("GET", "/api/v1/shifts/{id}/waits", QUEUE_FOR_A_PLACE),
    (
        "PUT",
        "/api/v1/shifts/{id}/waits/{person_id}",
        "needs a full shift; others' tried in waits.rs",
    ),
    (
        "PUT",
        "/api/v1/shifts/{id}/check-ins/{person_id}",
        HAS_ITS_TIME,
    ),
    (
        "PUT",
        "/api/v1/shifts/{id}/check-outs/{person_id}",
        HAS_ITS_TIME,
    ),
    ("PUT", "/api/v1/shifts/{id}/no-shows/{person_id}", NO_SHOWS),
    (
        "DELETE",
        "/api/v1/shifts/{id}/no-shows/{person_id}",
        NO_SHOWS,
    ),
    ("PUT", "/api/v1/cover-requests/{id}", NEW_ID),
    ("PUT", "/api/v1/cover-requests/{id}/asks/{person_id}", COVER),
    (
        "PUT",
        "/api/v1/cover-requests/{id}/declines/{person_id}",
        COVER,
    ),
    (
        "PUT",
        "/api/v1/cover-requests/{id}/cover/{person_id}",
        COVER,
    ),
    ("PUT", "/api/v1/reporting-months/{month}/closure", REPORTS),
    ("GET", "/api/v1/reports/{name}", REPORTS),
    ("PUT", "/api/v1/swaps/{id}", NEW_ID),
    ("PUT", "/api/v1/swaps/{id}/declines/{person_id}", SWAPS),
    ("PUT", "/api/v1/swaps/{id}/acceptance", SWAPS),
    ("DELETE", "/api/v1/swaps/{id}/acceptance", SWAPS),
    (
        "PUT",
        "/api/v1/swaps/{id}/approval",
        "every supervisor approves swaps",
    ),
    (
        "PUT",
        "/api/v1/swaps/{id}/refusal",
        "every supervisor refuses swaps",
    ),
    ("PUT", "/api/v1/resources/{id}", DIRECTORY),
    ("GET", "/api/v1/resources/{id}", DIRECTORY),
    ("PUT", "/api/v1/resources/{id}/content", DIRECTORY),
    ("PUT", "/api/v1/resources/{id}/check", DIRECTORY),
    ("PUT", "/api/v1/hourly-tallies/{hour}", TALLIES),
    ("GET", "/api/v1/hourly-tallies/{hour}", TALLIES),
];
const NEW_ID: &str = "`id_taken` cannot be helped: nobody guesses 74 random bits";
const ALL_CALLS: &str = "every supervisor reads all calls";
const QUEUE: &str = "every supervisor sees the whole queue";
const TIMES: &str = "needs a body; tried at others' weeks and days in availability.rs";
const NOTES: &str =
    "its body is looked at first; tests/api/notes.rs has others told as of an absent call";
const ACCOUNTS: &str = "supervisors and admins see the line's accounts";
const CATALOGUE: &str = "the catalogue is the line's";
const RECORDS: &str = "every supervisor keeps everybody's qualifications";
const PLANS: &str = "every supervisor keeps the line's plans";
const PUBLISHED: &str =
    "everybody sees published shifts; tests/api/planning.rs has drafts told as of absent ones";
const DIRECTORY: &str = "the directory is the line's";
const TALLIES: &str = "what telephony counted is the line's";
const QUEUE_FOR_A_PLACE: &str = "a peer is told of themselves alone; tried in waits.rs";
const HAS_ITS_TIME: &str = "refused before its time; others' tried in taking.rs";
const NO_SHOWS: &str = "every supervisor keeps who came and who did not";
const COVER: &str = "names somebody else than the owner; others' tried in cover.rs";
const SWAPS: &str =
    "offers are between two people; tests/api/swaps.rs has others told as of an absent one";
const REPORTS: &str = "reports are the line's";

/// Somebody's rows: pieces of paths, and what they become. A piece is only there for who has such a row.
type Rows = Vec<(&'static str, String)>;

/// The rows of a person on a shift, with a call if they take calls.
async fn rows_of(
    line: &Line,
    (name, actor): (&str, &Actor<'_>),
    roles: &[Role],
    shift: &str,
) -> Rows {
    let mut rows = rows(actor.id, shift);
    let elsewhere = line.sign_in(name, actor.id).await;
    let sessions = elsewhere.get("/api/v1/sessions").await.json()["items"].clone();
    let mut sessions = sessions.as_array().unwrap().iter();
    let session = sessions.find(|session| session["current"] == true).unwrap();
    let session = session["id"].as_str().unwrap();
    rows.push(("/sessions/{id}", format!("/sessions/{session}")));
    if roles.contains(&Role::Supervisor) {
        let id: ReportTokenId = chance::id(line.now());
        let wish = json!({"name": "R", "expires_at": line.now().plus(chrono::Duration::days(1))});
        let made = actor
            .put(&format!("/api/v1/report-tokens/{id}"), wish)
            .await;
        assert_eq!(made.status, 201);
        rows.push(("/report-tokens/{id}", format!("/report-tokens/{id}")));
        let id: ReportTokenId = chance::id(line.now());
        let wish = json!({"name": "PBX", "expires_at": line.now().plus(chrono::Duration::days(1))});
        let made = actor.put(&format!("/api/v1/duty-tokens/{id}"), wish).await;
        assert_eq!(made.status, 201);
        rows.push(("/duty-tokens/{id}", format!("/duty-tokens/{id}")));
    }
    if roles.contains(&Role::Peer) {
        let call = actor
            .log(support_call(line, chrono::Duration::minutes(5)))
            .await;
        let draft = new_call(line);
        assert_eq!(
            actor.put(&format!("{draft}/draft"), json!({})).await.status,
            201
        );
        rows.push((
            "/calls/{id}/draft",
            format!("{}/draft", draft.replace("/api/v1", "")),
        ));
        let note = json!({"text": "A quiet talk."});
        assert_eq!(actor.put(&format!("{call}/note"), note).await.status, 201);
        rows.push(("/calls/{id}", call.replace("/api/v1", "")));
        let said = json!({"date": "2026-06-20", "starts": "08:00", "ends": "12:00", "preference": "available"});
        let away = json!({"starts_on": "2026-06-21", "ends_on": "2026-06-22"});
        for (kind, body) in [("availability-exceptions", said), ("time-off", away)] {
            let id: CallId = chance::id(line.now());
            let path = format!("/api/v1/people/me/{kind}/{id}");
            assert_eq!(actor.put(&path, body).await.status, 201);
            let piece = match kind {
                "time-off" => "/time-off/{id}",
                _ => "/availability-exceptions/{id}",
            };
            rows.push((piece, format!("/{kind}/{id}")));
        }
        let feed: FeedId = chance::id(line.now());
        let feed = format!("/calendar-feeds/{feed}");
        let made = actor.put_nothing(&format!("/api/v1{feed}")).await;
        assert_eq!(made.status, 201);
        rows.push(("/calendar-feeds/{id}", feed));
        let claim = format!("/api/v1/shifts/{shift}/claims/me");
        assert_eq!(actor.put_nothing(&claim).await.status, 201);
        let wish: CoverRequestId = chance::id(line.now());
        let wish = format!("/cover-requests/{wish}");
        let asked = actor
            .put(&format!("/api/v1{wish}"), json!({"shift_id": shift}))
            .await;
        assert_eq!(asked.status, 201);
        rows.push(("/cover-requests/{id}", wish));
        let other = line.add(&format!("Colleague{name}"), &[Role::Peer]).await;
        let offer = json!({"shift_id": shift, "to": [other]});
        let swap: SwapOfferId = chance::id(line.now());
        let swap = format!("/swaps/{swap}");
        let made = actor.put(&format!("/api/v1{swap}"), offer).await;
        assert_eq!(made.status, 201, "{}", made.text);
        rows.push(("/swaps/{id}", swap));
    }
    rows
}

/// The rows of nobody: ids that never were, on a shift that is.
fn rows_of_nobody(line: &Line, shift: &str) -> Rows {
    let mut rows = rows(chance::id(line.now()), shift);
    let call: CallId = chance::id(line.now());
    rows.push(("/calls/{id}", format!("/calls/{call}")));
    rows.push(("/swaps/{id}", format!("/swaps/{call}")));
    rows.push(("/sessions/{id}", format!("/sessions/{call}")));
    rows.push(("/cover-requests/{id}", format!("/cover-requests/{call}")));
    rows.push(("/report-tokens/{id}", format!("/report-tokens/{call}")));
    rows.push(("/duty-tokens/{id}", format!("/duty-tokens/{call}")));
    rows.push(("/time-off/{id}", format!("/time-off/{call}")));
    rows.push((
        "/availability-exceptions/{id}",
        format!("/availability-exceptions/{call}"),
    ));
    rows.push(("/calendar-feeds/{id}", format!("/calendar-feeds/{call}")));
    rows
}

fn rows(person: PersonId, shift: &str) -> Rows {
    vec![
        ("/shifts/{id}", format!("/shifts/{shift}")),
        ("{person_id}", person.to_string()),
    ]
}

/// A path with somebody's ids, unless they have no such row.
fn address(path: &str, rows: &Rows) -> Option<String> {
    let filled = rows.iter().fold(path.to_owned(), |path, (piece, id)| {
        path.replace(piece, id.as_str())
    });
    (!filled.contains('{')).then_some(filled)
}

/// What somebody is told, but for the name of the request.
async fn told(actor: &Actor<'_>, method: &str, path: &str) -> (u16, Value) {
    let answer = actor.ask(method.parse().unwrap(), path, None, &[]).await;
    let mut said = if answer.text.is_empty() {
        Value::Null
    } else {
        answer.json()
    };
    if let Some(id) = said.get_mut("request_id") {
        id.take();
    }
    (answer.status, said)
}

story! {
    async fn anothers_row_is_answered_as_one_that_never_was(line: &Line) {
        crate::notes::turn_on(line).await;
        let planner = line.supervisor("Pia").await;
        let shift = line.shift(&planner, "2026-06-12", "08:00", "12:00", (1, 2)).await;
        let mut people = Vec::new();
        for (name, roles) in [
            ("Ana", [Role::Peer]),
            ("Ben", [Role::Peer]),
            ("Sol", [Role::Supervisor]),
            ("Tom", [Role::Supervisor]),
        ] {
            let actor = line.person(name, &roles).await;
            let rows = rows_of(line, (name, &actor), &roles, &shift).await;
            people.push((name, roles, actor, rows));
        }
        let nobody = rows_of_nobody(line, &shift);
        for (method, path, seen_by) in OWNED {
            let absent = address(path, &nobody).unwrap_or_else(|| panic!("say in rows_of_nobody what {path} becomes"));
            let kept_out = |roles: &[Role]| roles.iter().all(|role| !seen_by.contains(role));
            let (mut tries, mut owners) = (0, 0);
            let crew = planner.get("/api/v1/shifts?from=2026-06-12&to=2026-06-13").await.text;
            for (name, _, asker, _) in people.iter().filter(|(_, roles, ..)| kept_out(roles)) {
                let of_nobody = told(asker, method, &absent).await;
                for (owner, _, _, rows) in people.iter().filter(|(owner, ..)| owner != name) {
                    let Some(path) = address(path, rows) else { continue };
                    assert_eq!(told(asker, method, &path).await, of_nobody, "{name} at {owner}'s {method} {path}");
                    tries += 1;
                }
            }
            let crew_after = planner.get("/api/v1/shifts?from=2026-06-12&to=2026-06-13").await.text;
            assert_eq!(crew_after, crew, "{method} {path} by others");
            // Last, for it may give the row back: the rows are there, and their owners get at them.
            for (name, _, owner, rows) in people.iter().filter(|(_, roles, ..)| kept_out(roles)) {
                let Some(path) = address(path, rows) else { continue };
                let (status, said) = told(owner, method, &path).await;
                assert!(status < 300 || said["code"] == "forbidden", "{name} at their own {method} {path}: {status} {said}");
                owners += u32::from(status < 300);
            }
            assert!(tries > 1 && owners > 1, "{method} {path}: {tries} tries at the rows of {owners} owners");
        }
    }
}

#[test]
fn every_route_with_a_variable_part_is_owned_or_shared_for_a_reason() {
    let table = routes::table();
    let variable = |path: &&str| path.contains('{');
    let mut in_table: Vec<(&str, &str)> = table
        .entries()
        .iter()
        .filter(|entry| variable(&entry.path.as_str()))
        .map(|entry| (entry.method.as_str(), entry.path.as_str()))
        .collect();
    let owned = OWNED.iter().map(|(method, path, _)| (*method, *path));
    let shared = SHARED.iter().map(|(method, path, reason)| {
        assert!(!reason.is_empty(), "why is {method} {path} shared?");
        (*method, *path)
    });
    let mut listed: Vec<(&str, &str)> = owned.chain(shared).collect();
    in_table.sort_unstable();
    listed.sort_unstable();
    assert_eq!(
        listed, in_table,
        "each route with a variable part is once in OWNED or SHARED"
    );
}
