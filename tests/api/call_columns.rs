//! The real schema of both databases: no column of a call could hold who somebody is.

use chrono::Duration;
use diesel::prelude::*;
use diesel::sql_types::Text;
use serde_json::json;
use warmline::db::Conn;
use warmline::error::Error;

use crate::line::{Line, support_call};
use crate::story;

/// What keeps a text column from holding an identity.
enum Why {
    /// The database refuses every text but the words of a list.
    Closed,
    /// The database refuses every text but another row's key.
    Points,
    /// No client chooses what is in it, or its form leaves no room: the reason.
    Because(&'static str),
}
use Why::{Because, Closed, Points};

/// Every text column of the tables of calls, and why it may be there. A new column needs a line here, and a reason.
const TEXTS: &[(&str, &str, Why)] = &[
    (
        "call_notes",
        "call_id",
        Because("a call's id, by a foreign key"),
    ),
    (
        "call_notes",
        "locked",
        Because("encrypted with a key that is not in the database"),
    ),
    (
        "call_notes",
        "month",
        Because("a month, made by the server"),
    ),
    (
        "call_referral_resources",
        "call_id",
        Because("a call's id, by a foreign key"),
    ),
    (
        "call_referral_resources",
        "resource_id",
        Because("a public service's id, by a foreign key"),
    ),
    (
        "calls",
        "id",
        Because("a version 7 UUID, parsed before it is kept"),
    ),
    ("calls", "peer_id", Points),
    ("calls", "shift_id", Points),
    (
        "calls",
        "posting_month",
        Because("a month, made by the server"),
    ),
    ("calls", "contact_type", Closed),
    ("calls", "channel", Closed),
    ("calls", "caller_relation", Closed),
    ("calls", "returning", Closed),
    ("calls", "inbound_from", Closed),
    ("calls", "how_heard", Closed),
    ("calls", "would_have_done_instead", Closed),
    ("calls", "escalation", Closed),
    ("calls", "handoff_result", Closed),
    ("calls", "ended_by", Closed),
    ("calls", "isolation_mode", Closed),
    ("calls", "isolation_start_status", Closed),
    ("calls", "isolation_end_status", Closed),
    ("calls", "caller_rating", Closed),
    (
        "calls",
        "caller_code",
        Because("made by the server under a key that is destroyed; no client sends or reads it"),
    ),
    ("call_reasons", "call_id", Points),
    ("call_reasons", "reason", Closed),
    ("call_supports", "call_id", Points),
    ("call_supports", "support", Closed),
    ("call_referrals", "call_id", Points),
    ("call_referrals", "destination", Closed),
    ("call_referrals", "result", Closed),
    ("call_demographics", "call_id", Points),
    ("call_demographics", "age_band", Closed),
    ("call_demographics", "gender", Closed),
    ("call_demographics", "veteran", Closed),
    ("call_demographics", "living_alone", Closed),
    (
        "call_demographics",
        "language",
        Because("a BCP 47 tag of at most 35 characters, parsed before it is kept"),
    ),
    ("call_demographics", "region", Points),
    ("call_demographics", "region_status", Closed),
    ("call_ethnicities", "call_id", Points),
    ("call_ethnicities", "ethnicity", Closed),
];

/// What no column of any table is called, whole or in part.
const BARRED: &[&str] = &[
    "name",
    "names",
    "surname",
    "phone",
    "telephone",
    "mobile",
    "number",
    "email",
    "mail",
    "address",
    "street",
    "city",
    "ip",
    "birth",
    "birthday",
    "dob",
    "born",
    "age",
    "zip",
    "postcode",
    "ssn",
    "passport",
    "diagnosis",
    "diagnoses",
    "medication",
    "recording",
    "transcript",
    "audio",
    "case",
    "photo",
    "latitude",
    "longitude",
    "device",
    "fingerprint",
    "comment",
    "comments",
    "remark",
    "text",
    "freetext",
];

/// Columns that are called so and are not about callers.
const NOT_OF_CALLERS: &[(&str, &str, &str)] = &[
    ("line", "name", "the line's own"),
    ("people", "name", "staff, with accounts"),
    ("people", "email", "staff, with accounts"),
    ("shift_templates", "name", "of a shift"),
    ("shifts", "name", "of a shift"),
    ("holidays", "name", "of a day"),
    ("qualifications", "name", "of a qualification"),
    ("report_tokens", "name", "of a tool"),
    ("places", "number", "which place of a shift"),
    ("regions", "name", "of an area of 20,000 people or more"),
    ("resources", "name", "of a public service"),
    ("resources", "sort_name", "of a public service"),
    (
        "imported_calls",
        "import_name",
        "of a whole import, for its mapping",
    ),
    ("imported_calls", "row_number", "which row of a sheet"),
    (
        "call_demographics",
        "age_band",
        "a band of at least five years",
    ),
];

#[derive(Debug, QueryableByName)]
struct Column {
    #[diesel(sql_type = Text)]
    in_table: String,
    #[diesel(sql_type = Text)]
    called: String,
    #[diesel(sql_type = Text)]
    kind: String,
}

/// Every column of every table, as the database itself tells.
fn columns(conn: &mut Conn) -> Result<Vec<Column>, Error> {
    let query = match conn {
        Conn::Sqlite(_) => {
            "SELECT t.name AS in_table, c.name AS called, lower(c.type) AS kind \
             FROM sqlite_master t JOIN pragma_table_info(t.name) c WHERE t.type IN ('table', 'view')"
        }
        Conn::Postgres(_) => {
            "SELECT table_name::text AS in_table, column_name::text AS called, data_type::text AS kind \
             FROM information_schema.columns WHERE table_schema = 'public'"
        }
    };
    Ok(diesel::sql_query(query).load(conn)?)
}

/// The kinds of column that hold only numbers and times.
fn holds_no_text(kind: &str) -> bool {
    [
        "integer",
        "bigint",
        "smallint",
        "timestamp",
        "timestamp without time zone",
        "date",
        "double precision",
        "real",
    ]
    .contains(&kind)
}

fn is_of_calls(table: &str) -> bool {
    table == "calls" || table.starts_with("call_")
}

story! {
    async fn every_text_column_of_a_call_is_listed_with_what_keeps_identities_out(line: &Line) {
        let columns = line.db.read(columns).await.unwrap();
        let mut texts: Vec<(String, String)> = columns
            .into_iter()
            .filter(|column| is_of_calls(&column.in_table) && !holds_no_text(&column.kind))
            .map(|column| (column.in_table, column.called))
            .collect();
        let mut listed: Vec<(String, String)> =
            TEXTS.iter().map(|(table, column, _)| ((*table).to_owned(), (*column).to_owned())).collect();
        texts.sort();
        listed.sort();
        assert_eq!(texts, listed, "a new text column of a call needs a line in TEXTS and a reason");
        for (table, column, why) in TEXTS {
            assert!(!matches!(why, Because(reason) if reason.len() < 10), "why may {table}.{column} be there?");
        }
    }
}

story! {
    async fn no_column_is_called_as_if_it_held_an_identity(line: &Line) {
        let columns = line.db.read(columns).await.unwrap();
        assert!(columns.len() > 100, "the schema was read");
        let mut excuses: Vec<(&str, &str)> = NOT_OF_CALLERS.iter().map(|(table, column, _)| (*table, *column)).collect();
        let mut wrong = Vec::new();
        for Column { in_table, called, .. } in &columns {
            let own = (in_table.as_str(), called.as_str());
            let barred = called.split('_').any(|part| BARRED.contains(&part));
            match excuses.iter().position(|excuse| *excuse == own) {
                Some(excuse) => drop(excuses.remove(excuse)),
                None if barred => wrong.push(own),
                None => {}
            }
        }
        assert_eq!(wrong, [], "called as if they held an identity");
        assert_eq!(excuses, [], "excused, and not there");
    }
}

story! {
    async fn the_database_itself_refuses_another_text_in_a_closed_column(line: &Line) {
        let sol = line.supervisor("Sol").await;
        let region = json!({"name": "Marin County", "population": 260_000});
        assert_eq!(sol.put("/api/v1/regions/marin_county", region).await.status, 201);
        let ana = line.peer("Ana").await;
        let mut call = support_call(line, Duration::hours(1));
        call["supports_used"] = json!(["listening"]);
        call["referrals"] = json!([{"destination": "food", "result": "accepted"}]);
        call["isolation"] = json!({"mode": "prospective", "start": {"status": "asked", "rating": 3}});
        call["demographics"] = json!({"race_ethnicity": ["asian"], "region": "marin_county"});
        ana.log(call).await;
        for (table, column, why) in TEXTS {
            if matches!(why, Because(_)) {
                continue;
            }
            for text in ["Jo Doe", "555 010 9999", ""] {
                let change = format!("UPDATE {table} SET \"{column}\" = '{text}'");
                let changed = line.db.write(move |conn| {
                    diesel::sql_query(&change).execute(conn)?;
                    // On PostgreSQL and SQLite alike a reference is looked at with the statement.
                    Ok(())
                }).await;
                assert!(changed.is_err(), "{table}.{column} took {text:?}");
            }
        }
    }
}
