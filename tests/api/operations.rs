//! Health, documents, request ids, and what no log may hold.

use chrono::Duration;
use warmline::db::{Address, Db, Limits};

use crate::line::{Line, support_call};
use crate::story;

story! {
    async fn the_server_says_that_it_is_alive_and_ready(line: &Line) {
        let nobody = line.nobody();
        assert_eq!(nobody.get("/healthz").await.text, "alive\n");
        assert_eq!(nobody.get("/readyz").await.text, "ready\n");
    }
}

story! {
    async fn the_api_browser_comes_from_the_program_itself(line: &Line) {
        let page = line.nobody().get("/docs/").await;
        assert_eq!(page.status, 200);
        assert!(page.text.contains("swagger-ui"));
        assert!(!page.text.contains("https://"), "no other server");
        let start = line.nobody().get("/docs/swagger-initializer.js").await;
        assert!(start.text.contains("/openapi.json"), "{}", start.text);
        assert_eq!(line.nobody().get("/docs/nothing.js").await.status, 404);
        assert_eq!(line.nobody().get("/openapi.json").await.json()["info"]["title"], "Warmline");
    }
}

story! {
    async fn every_answer_has_a_request_id_and_a_refusal_names_it(line: &Line) {
        let answer = line.nobody().get("/api/v1/me").await;
        assert_eq!(answer.json()["request_id"], answer.header("x-request-id"));
        assert_eq!(answer.header("www-authenticate"), "Bearer");
        assert_eq!(line.nobody().get("/healthz").await.header("x-content-type-options"), "nosniff");
    }
}

story! {
    async fn a_refused_change_leaves_nothing_behind(line: &Line) {
        use diesel::prelude::*;
        use warmline::db::schema::{audit_entries, people};
        use warmline::error::Error;
        let ana = line.peer("Ana").await;
        let (id, now, actor) = (ana.id, line.now(), Line::outsider());
        let count = |line: &Line| {
            let db = line.db.clone();
            async move { db.read(|conn| Ok(audit_entries::table.count().get_result::<i64>(conn)?)).await.unwrap() }
        };
        let before = count(line).await;
        let refused: Result<(), Error> = line
            .db
            .write(move |conn| {
                diesel::update(people::table.find(id)).set(people::name.eq("Nobody")).execute(conn)?;
                warmline::audit::store::record(conn, now, &actor, warmline::audit::Action::CallLogged, id)?;
                Err(Error::not_found())
            })
            .await;
        assert!(refused.is_err());
        assert_eq!(ana.get("/api/v1/me").await.json()["name"], "Ana");
        assert_eq!(count(line).await, before);
    }
}

story! {
    async fn a_read_cannot_write(line: &Line) {
        use diesel::prelude::*;
        use warmline::db::schema::people;
        let ana = line.peer("Ana").await;
        let id = ana.id;
        let written = line
            .db
            .read(move |conn| Ok(diesel::update(people::table.find(id)).set(people::name.eq("Nobody")).execute(conn)?))
            .await;
        assert!(written.is_err());
    }
}

story! {
    async fn many_changes_at_once_are_each_answered_with_their_own_result(line: &Line) {
        use warmline::error::Error;
        let mut waiting = Vec::new();
        for number in 0..200_u32 {
            let db = line.db.clone();
            waiting.push(tokio::spawn(async move {
                let result = db.write(move |_conn| if number % 3 == 0 { Err(Error::not_found()) } else { Ok(number) }).await;
                (number, result.ok())
            }));
        }
        for one in waiting {
            let (number, result) = one.await.unwrap();
            assert_eq!(result, (number % 3 != 0).then_some(number));
        }
    }
}

#[tokio::test]
async fn a_change_that_panics_on_sqlite_fails_alone() {
    let line = Line::on_sqlite().await;
    let spoiled = line
        .db
        .write(|_conn| -> Result<(), warmline::error::Error> { panic!("a fault in a rule") });
    let (spoiled, sound) = tokio::join!(spoiled, line.db.write(|_conn| Ok(7)));
    assert!(spoiled.is_err());
    assert_eq!(sound.unwrap(), 7);
    assert_eq!(
        line.db.write(|_conn| Ok(8)).await.unwrap(),
        8,
        "and the writer goes on"
    );
}

#[tokio::test]
async fn what_is_not_migrated_is_known_without_changing_it() {
    let folder = std::env::temp_dir().join(format!("warmline-{}", warmline::chance::secret()));
    std::fs::create_dir(&folder).unwrap();
    let address = Address::Sqlite(folder.join("new.db").display().to_string());
    let db = Db::open(
        &address,
        Limits {
            connections: 1,
            commit_together: 1,
        },
    )
    .unwrap();
    assert!(!db.pending().await.unwrap().is_empty());
    assert!(!db.migrate().await.unwrap().is_empty());
    assert_eq!(db.pending().await.unwrap().len(), 0);
    assert_eq!(db.migrate().await.unwrap().len(), 0);
    drop(db);
    std::fs::remove_dir_all(folder).unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn on_postgres_calls_are_logged_beside_one_another_and_never_beside_a_claim() {
    let line = Line::on_postgres().await;
    let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
    let shift = line
        .shift(&sol, "2026-06-12", "08:00", "12:00", (1, 1))
        .await;
    let (begun, has_begun) = std::sync::mpsc::channel();
    let (release, hold) = std::sync::mpsc::channel();
    let hold = std::sync::Mutex::new((begun, hold));
    let db = line.db.clone();
    let slow = tokio::spawn(async move {
        db.append(move |_conn| {
            let (begun, hold) = &*hold.lock().unwrap();
            begun.send(()).unwrap();
            hold.recv().unwrap();
            Ok(())
        })
        .await
    });
    tokio::task::spawn_blocking(move || has_begun.recv().unwrap())
        .await
        .unwrap();
    let logged = ana.log(support_call(&line, Duration::hours(1)));
    let beside = tokio::time::timeout(std::time::Duration::from_secs(20), logged).await;
    assert!(beside.is_ok(), "a call waited for another append");
    let path = format!("/api/v1/shifts/{shift}/claims/me");
    let claim = ana.put_nothing(&path);
    let waiting = tokio::time::timeout(std::time::Duration::from_millis(400), claim).await;
    assert!(waiting.is_err(), "a claim ran beside an append");
    release.send(()).unwrap();
    slow.await.unwrap().unwrap();
    assert!([200, 201].contains(&ana.put_nothing(&path).await.status));
}
