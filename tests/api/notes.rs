//! Notes of calls: written once, read by few, and gone after thirty days.

use chrono::Duration;
use diesel::prelude::*;
use serde_json::{Value, json};
use warmline::calls::changes;
use warmline::calls::retention::Duty;
use warmline::calls::store::notes::{LockedNote, insert};
use warmline::cli::notes::destroy_keys;
use warmline::clock::Moment;
use warmline::db::schema::call_notes;
use warmline::role::Role;

use crate::line::{Line, new_call, support_call};
use crate::story;

const TEXT: &str = "Talked about the garden and a long winter. Felt lighter at the end.";

fn note(text: &str) -> Value {
    json!({"text": text})
}

/// Turns notes on, as an admin does.
pub(crate) async fn turn_on(line: &Line) {
    let change = |conn: &mut _| {
        let mut settings = warmline::line::store::find(conn)?;
        settings.notes_on = true;
        warmline::line::store::update(conn, &settings)
    };
    line.db.write(change).await.unwrap();
}

/// All that the table of notes holds.
async fn rows(line: &Line) -> Vec<LockedNote> {
    let all = |conn: &mut _| {
        Ok(call_notes::table
            .select(LockedNote::as_select())
            .load(conn)?)
    };
    line.db.read(all).await.unwrap()
}

async fn audited(line: &Line, action: &str) -> Vec<Value> {
    // Somebody new each time, whose name is not taken.
    let name = format!("Ada{}", warmline::chance::password());
    let ada = line.person(&name, &[Role::Admin]).await;
    let log = ada
        .get(&format!("/api/v1/audit-entries?action={action}"))
        .await;
    log.json()["items"].as_array().unwrap().clone()
}

/// Does what falls due, and says how many notes and how many keys were destroyed.
async fn destroy(line: &Line, keys: &std::path::Path, now: Moment) -> (usize, usize) {
    let change = move |conn: &mut _| changes::carry_out(conn, Duty::Notes, &Line::outsider(), now);
    let notes = line.db.write(change).await.unwrap();
    let keys = destroy_keys(&line.db, keys, &Line::outsider(), now)
        .await
        .unwrap();
    (notes, keys)
}

story! {
    async fn a_note_is_off_until_the_line_turns_it_on(line: &Line) {
        let ana = line.peer("Ana").await;
        let path = ana.log(support_call(line, Duration::hours(1))).await + "/note";
        let refused = ana.put(&path, note(TEXT)).await;
        assert_eq!((refused.status, refused.codes()), (409, vec!["notes_off".to_owned()]));
        turn_on(line).await;
        assert_eq!(ana.put(&path, note(TEXT)).await.status, 201);
    }
}

story! {
    async fn a_note_is_written_once_by_its_author_within_a_day(line: &Line) {
        turn_on(line).await;
        let (ana, ben) = (line.peer("Ana").await, line.peer("Ben").await);
        let call = ana.log(support_call(line, Duration::hours(1))).await;
        let path = format!("{call}/note");
        let absent = ben.put(&format!("{}/note", new_call(line)), note(TEXT)).await;
        let others = ben.put(&path, note(TEXT)).await;
        assert_eq!((others.status, others.code()), (absent.status, absent.code()));
        assert_eq!(ana.get(&path).await.status, 404);
        let (first, again) = (ana.put(&path, note(TEXT)).await, ana.put(&path, note(TEXT)).await);
        assert_eq!((first.status, again.status), (201, 200), "{}", first.text);
        assert_eq!(first.json(), again.json());
        assert_eq!(ana.put(&path, note("Another text.")).await.codes(), ["note_is_there"]);
        let late = ana.log(support_call(line, Duration::hours(2))).await + "/note";
        line.pass(Duration::hours(25));
        let ana = line.sign_in("Ana", ana.id).await;
        assert_eq!(ana.put(&late, note(TEXT)).await.codes(), ["too_late"]);
        assert_eq!(ana.put(&path, note(TEXT)).await.status, 200, "sent again");
    }
}

story! {
    async fn its_author_and_supervisors_read_a_note_and_nobody_else(line: &Line) {
        turn_on(line).await;
        let (ana, ben, sol) = (line.peer("Ana").await, line.peer("Ben").await, line.supervisor("Sol").await);
        let eva = line.evaluator("Eva").await;
        let call = ana.log(support_call(line, Duration::hours(1))).await;
        let path = format!("{call}/note");
        assert_eq!(ana.put(&path, note(TEXT)).await.status, 201);
        assert_eq!(ana.get(&path).await.json()["text"], TEXT);
        assert_eq!(audited(line, "note_read").await.len(), 0);
        let read = sol.get(&path).await.json();
        assert_eq!((&read["text"], &read["kept_until"]), (&json!(TEXT), &json!("2026-07-10T19:00:00Z")));
        assert_eq!(audited(line, "note_read").await.len(), 1);
        assert_eq!((ben.get(&path).await.status, eva.get(&path).await.code()), (404, "forbidden".to_owned()));
        for other in [call.as_str(), "/api/v1/calls"] {
            assert!(!sol.get(other).await.text.contains("garden"), "{other}");
        }
        assert_eq!(ben.delete(&path).await.status, 404);
        assert_eq!(sol.delete(&path).await.status, 204);
        assert_eq!((ana.delete(&path).await.status, ana.get(&path).await.status), (404, 404));
        assert_eq!((audited(line, "note_kept").await.len(), audited(line, "note_destroyed").await.len()), (1, 1));
    }
}

story! {
    async fn what_gives_somebody_away_is_refused_and_told_by_kind_and_place_alone(line: &Line) {
        turn_on(line).await;
        let ana = line.peer("Ana").await;
        let path = ana.log(support_call(line, Duration::hours(1))).await + "/note";
        let secrets = ["415-555-2671", "jo@oak.example", "078-05-1120", "94610", "Diego", "Alvarez"];
        let text = format!("He is {} {}, {}, {}, {}, {}", secrets[4], secrets[5], secrets[0], secrets[1], secrets[2], secrets[3]);
        let refused = ana.put(&path, note(&text)).await;
        assert_eq!((refused.status, refused.codes()), (422, ["identifying", "identifying", "identifying", "identifying", "maybe_a_name"].map(str::to_owned).to_vec()));
        for secret in secrets {
            assert!(!refused.said().contains(secret), "{}", refused.text);
        }
        assert!(refused.text.contains("phone at characters 21-33"), "{}", refused.text);
        let named = "He spoke of Diego Alvarez, a painter.";
        assert_eq!(ana.put(&path, note(named)).await.codes(), ["maybe_a_name"]);
        let all_the_same = json!({"text": text, "names_acknowledged": true});
        assert_eq!(ana.put(&path, all_the_same).await.codes().len(), 4);
        assert_eq!(ana.put(&path, note(&"a ".repeat(300))).await.codes(), ["too_long"]);
        assert_eq!(ana.put(&path, note("  ")).await.codes(), ["empty"]);
        assert!(rows(line).await.is_empty());
        assert_eq!(ana.put(&path, json!({"text": named, "names_acknowledged": true})).await.status, 201);
    }
}

story! {
    async fn no_table_no_audit_entry_and_no_byte_of_the_file_holds_the_text(line: &Line) {
        turn_on(line).await;
        let ana = line.peer("Ana").await;
        let path = ana.log(support_call(line, Duration::hours(1))).await + "/note";
        assert_eq!(ana.put(&path, note(TEXT)).await.status, 201);
        assert_eq!(ana.get(&path).await.status, 200);
        let rows = rows(line).await;
        assert_eq!((rows.len(), rows[0].month.as_str()), (1, "2026-06"));
        let plain = data_encoding::BASE64.encode(TEXT.as_bytes());
        assert!(!rows[0].locked.contains("garden") && !rows[0].locked.contains(&plain));
        let ada = line.person("Ada", &[Role::Admin]).await;
        assert!(!ada.get("/api/v1/audit-entries").await.text.contains("garden"));
        // On SQLite, every byte of the database and its journal.
        let Some(file) = line.database.strip_prefix("sqlite:") else { return };
        for file in [file.to_owned(), format!("{file}-wal")] {
            let bytes = std::fs::read(&file).unwrap_or_default();
            assert!(!bytes.windows(6).any(|bytes| bytes == b"garden"), "{file}");
        }
    }
}

story! {
    async fn after_its_time_a_note_cannot_be_read_even_from_a_backup(line: &Line) {
        turn_on(line).await;
        let ana = line.peer("Ana").await;
        let path = ana.log(support_call(line, Duration::hours(1))).await + "/note";
        assert_eq!(ana.put(&path, note(TEXT)).await.status, 201);
        let backup = rows(line).await;
        let keys = line.note_keys();
        let file = keys.join("note-2026-06.key");
        let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&file).unwrap().permissions());
        assert_eq!(mode & 0o777, 0o600);
        let destroyed = destroy(line, &keys, line.now().plus(Duration::days(29))).await;
        assert_eq!(destroyed, (0, 0));
        // 10 July: the note is thirty days old. Its month's last note may be read until 30 July.
        line.pass(Duration::days(30));
        let ana = line.sign_in("Ana", ana.id).await;
        assert_eq!(ana.get(&path).await.status, 404, "due, though nobody has destroyed it yet");
        let destroyed = destroy(line, &keys, line.now()).await;
        assert_eq!((destroyed, file.exists()), ((1, 0), true));
        line.pass(Duration::days(21));
        let destroyed = destroy(line, &keys, line.now()).await;
        assert_eq!((destroyed, file.exists()), ((0, 1), false));
        assert_eq!(audited(line, "retention_done").await[0]["subject"], "notes: 1");
        assert_eq!(audited(line, "note_key_destroyed").await[0]["subject"], "2026-06");
        // Somebody puts the backup in place, and turns the clock back.
        let kept = backup[0].clone();
        line.db.write(move |conn| insert(conn, &kept)).await.unwrap();
        line.pass(Duration::days(-51));
        let ana = line.sign_in("Ana", ana.id).await;
        let read = ana.get(&path).await;
        assert_eq!((read.status, read.text.contains("garden")), (404, false));
    }
}
