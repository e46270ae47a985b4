//! How often one may fail to sign in.

use chrono::Duration;
use reqwest::Method;
use serde_json::json;
use warmline::chance;
use warmline::http::limits::Rates;
use warmline::id::PersonId;
use warmline::people::links::Purpose;
use warmline::people::{credentials, store};
use warmline::role::Role;

use crate::limits::{JSON, limited, says_when_to_come_again};
use crate::line::{Answer, Line, PASSWORD};
use crate::story;

/// Signs in from an address, as a proxy says.
async fn sign_in_from(line: &Line, address: &str, email: &str, password: &str) -> Answer {
    let body = json!({"email": email, "password": password}).to_string();
    let headers = [JSON, ("x-forwarded-for", address)];
    let path = "/api/v1/session";
    line.nobody()
        .ask(Method::POST, path, Some(body), &headers)
        .await
}

async fn sign_in(line: &Line, email: &str, password: &str) -> Answer {
    sign_in_from(line, "", email, password).await
}

/// Fails so often that the next attempt must wait two seconds.
async fn fail_six_times(line: &Line, email: &str) {
    for _ in 0..6 {
        assert_eq!(sign_in(line, email, "not the password").await.status, 401);
    }
}

/// All that an answer says, but for the request's id and the server's date.
fn said(answer: &Answer) -> (u16, String, Vec<(String, String)>) {
    let id = answer.header("x-request-id");
    let headers = answer.headers.iter().map(|(name, value)| {
        let value = value.to_str().unwrap().replace(id, "");
        (name.to_string(), value)
    });
    let headers = headers.filter(|(name, _)| name != "date").collect();
    (answer.status, answer.text.replace(id, ""), headers)
}

story! {
    async fn who_guesses_waits_and_cannot_tell_who_has_an_account(line: &Line) {
        line.add("Ana", &[Role::Peer]).await;
        let mut told = Vec::new();
        for email in ["ana@oak.example", "zoe@oak.example", "zoe", ""] {
            let mut answers = Vec::new();
            for _ in 0..9 {
                answers.push(said(&sign_in(line, email, "not the password").await));
            }
            answers.push(said(&sign_in(line, email, PASSWORD).await));
            assert_eq!(answers[5].0, 401);
            assert_eq!(answers[6].0, 429);
            told.push(answers);
        }
        for other in &told[1..] {
            assert_eq!(&told[0], other);
        }
        let answer = sign_in(line, " ANA@oak.example", PASSWORD).await;
        says_when_to_come_again(&answer, "too_many_attempts");
    }
}

story! {
    async fn attempts_while_waiting_do_not_lengthen_the_wait_and_a_success_ends_it(line: &Line) {
        line.add("Ana", &[Role::Peer]).await;
        let email = "ana@oak.example";
        fail_six_times(line, email).await;
        for _ in 0..9 {
            let answer = sign_in(line, email, PASSWORD).await;
            says_when_to_come_again(&answer, "too_many_attempts");
            assert_eq!(answer.header("retry-after"), "2");
        }
        line.pass(Duration::seconds(1));
        assert_eq!(sign_in(line, email, PASSWORD).await.header("retry-after"), "1");
        line.pass(Duration::seconds(1));
        assert_eq!(sign_in(line, email, PASSWORD).await.status, 200);
        fail_six_times(line, email).await;
        assert_eq!(sign_in(line, email, PASSWORD).await.header("retry-after"), "2", "counted anew");
    }
}

story! {
    async fn guesses_made_side_by_side_count_as_if_one_after_another(line: &Line) {
        line.add("Ana", &[Role::Peer]).await;
        let wrong = || sign_in(line, "ana@oak.example", "not the password");
        let mut told = Vec::new();
        for _ in 0..2 {
            let (one, two, three, four) = tokio::join!(wrong(), wrong(), wrong(), wrong());
            told.extend([one, two, three, four].map(|answer| answer.status));
        }
        assert_eq!(told.iter().filter(|status| **status == 401).count(), 6, "{told:?}");
        assert_eq!(told.iter().filter(|status| **status == 429).count(), 2, "{told:?}");
    }
}

story! {
    with limited(Rates::default(), "127.0.0.0/8");
    async fn many_who_guess_together_do_not_keep_the_owner_out(line: &Line) {
        line.add("Ana", &[Role::Peer]).await;
        let (email, home) = ("ana@oak.example", "198.51.100.1");
        assert_eq!(sign_in_from(line, home, email, PASSWORD).await.status, 200);
        line.pass(Duration::days(29));
        for count in 0..51 {
            let address = format!("2001:db8:0:{count:x}::1");
            assert_eq!(sign_in_from(line, &address, email, "not the password").await.status, 401);
        }
        let elsewhere = sign_in_from(line, "192.0.2.1", email, PASSWORD).await;
        says_when_to_come_again(&elsewhere, "too_many_attempts");
        assert_eq!(elsewhere.header("retry-after"), "30");
        assert_eq!(sign_in_from(line, home, email, PASSWORD).await.status, 200);
        assert_eq!(sign_in_from(line, "192.0.2.1", email, PASSWORD).await.status, 200, "not in a row any more");
    }
}

/// Makes a link for somebody and answers its token.
async fn invite(line: &Line, person: PersonId) -> String {
    let (now, token) = (line.now(), chance::secret());
    let digest = credentials::digest(&token);
    let invited = (chance::id(now), person, Purpose::Invitation);
    line.db
        .write(move |conn| store::links::insert(conn, invited, &digest, None, now))
        .await
        .unwrap();
    token
}

story! {
    async fn a_password_that_is_chosen_anew_may_be_used_at_once(line: &Line) {
        let ben = line.add("Ben", &[Role::Peer]).await;
        let token = invite(line, ben).await;
        let (email, new) = ("ben@oak.example", "chosen by Ben alone");
        fail_six_times(line, email).await;
        says_when_to_come_again(&sign_in(line, email, PASSWORD).await, "too_many_attempts");
        let body = json!({"token": token, "password": new});
        assert_eq!(line.nobody().post("/api/v1/invitations/acceptance", body).await.status, 204);
        assert_eq!(sign_in(line, email, new).await.status, 200);
    }
}

story! {
    async fn what_is_counted_names_nobody_and_is_deleted_when_it_is_old(line: &Line) {
        use diesel::prelude::*;
        use warmline::db::schema::sign_in_attempts as attempts;
        for count in 0..10 {
            sign_in(line, &format!("zoe{count}@oak.example"), "not the password").await;
        }
        let keys = |line: &Line| {
            let db = line.db.clone();
            async move {
                let load = |conn: &mut _| Ok(attempts::table.select(attempts::attempt_key).load::<String>(conn)?);
                db.read(load).await.unwrap()
            }
        };
        let old = keys(line).await;
        assert_eq!(old.len(), 20);
        assert!(old.iter().all(|key| key.len() == 64 && key.bytes().all(|byte| byte.is_ascii_hexdigit())));
        line.pass(Duration::days(1));
        let now = line.now();
        line.db.write(move |conn| store::attempts::sweep(conn, now)).await.unwrap();
        assert!(keys(line).await.is_empty());
    }
}
