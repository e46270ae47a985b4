//! A second factor: set up, asked for, used once, lost.

use chrono::Duration;
use data_encoding::BASE32_NOPAD;
use serde_json::{Value, json};
use warmline::role::Role;

use crate::line::{Actor, Answer, Line, PASSWORD, Wishes};
use crate::story;

/// The code an app would show, by a library of its own making.
fn code(line: &Line, secret: &Value) -> String {
    let secret = BASE32_NOPAD
        .decode(secret.as_str().unwrap().as_bytes())
        .unwrap();
    let totp = totp_rs::Builder::new()
        .with_secret(secret.as_slice())
        .with_account_name("x")
        .build()
        .unwrap();
    totp.generate(u64::try_from(line.now().epoch()).unwrap())
        .to_string()
}

/// Sets a second factor up; answers its secret and recovery codes.
async fn set_up(line: &Line, actor: &Actor<'_>) -> (Value, Value) {
    let begun = actor
        .post("/api/v1/me/second-factor", json!({"password": PASSWORD}))
        .await;
    assert_eq!(begun.status, 201, "{}", begun.text);
    let begun = begun.json();
    assert!(begun["qr_svg"].as_str().unwrap().contains("<svg"));
    assert!(
        begun["address"]
            .as_str()
            .unwrap()
            .starts_with("otpauth://totp/Oak%20Line:")
    );
    let first = json!({"code": code(line, &begun["secret"])});
    let confirmed = actor
        .put("/api/v1/me/second-factor/confirmation", first)
        .await;
    assert_eq!(confirmed.status, 201, "{}", confirmed.text);
    (
        begun["secret"].clone(),
        confirmed.json()["recovery_codes"].clone(),
    )
}

async fn sign_in(line: &Line, name: &str, code: Option<&str>) -> Answer {
    let mut body = json!({"email": format!("{name}@oak.example"), "password": PASSWORD});
    if let Some(code) = code {
        body["code"] = json!(code);
    }
    line.nobody().post("/api/v1/session", body).await
}

story! {
    async fn with_a_second_factor_the_password_alone_does_not_sign_in(line: &Line) {
        let ana = line.peer("Ana").await;
        let elsewhere = line.sign_in("Ana", ana.id).await;
        let (secret, _) = set_up(line, &ana).await;
        assert_eq!(ana.get("/api/v1/me").await.json()["second_factor"], true);
        assert_eq!(elsewhere.get("/api/v1/me").await.status, 401, "other sessions end");
        assert_eq!(sign_in(line, "ana", None).await.code(), "code_needed");
        assert_eq!(sign_in(line, "ana", Some("000000")).await.code(), "wrong_code");
        let used = code(line, &secret);
        assert_eq!(sign_in(line, "ana", Some(&used)).await.code(), "wrong_code", "it confirmed the factor");
        line.pass(Duration::seconds(30));
        let next = code(line, &secret);
        assert_eq!(sign_in(line, "ana", Some(&next)).await.status, 200);
        assert_eq!(sign_in(line, "ana", Some(&next)).await.code(), "wrong_code", "each code once");
    }
}

story! {
    async fn of_two_who_send_one_code_at_once_one_comes_in(line: &Line) {
        let ana = line.peer("Ana").await;
        let (secret, _) = set_up(line, &ana).await;
        line.pass(Duration::seconds(30));
        let code = code(line, &secret);
        let (one, other) = tokio::join!(sign_in(line, "ana", Some(&code)), sign_in(line, "ana", Some(&code)));
        let mut statuses = [one.status, other.status];
        statuses.sort_unstable();
        assert_eq!(statuses, [200, 401]);
    }
}

story! {
    async fn ten_recovery_codes_help_once_each(line: &Line) {
        let ana = line.peer("Ana").await;
        let (_, codes) = set_up(line, &ana).await;
        let codes: Vec<&str> = codes.as_array().unwrap().iter().map(|code| code.as_str().unwrap()).collect();
        assert_eq!(codes.len(), 10);
        assert_eq!(sign_in(line, "ana", Some(&codes[0].to_uppercase())).await.status, 200);
        assert_eq!(sign_in(line, "ana", Some(codes[0])).await.code(), "wrong_code");
        assert_eq!(ana.get("/api/v1/me").await.json()["recovery_codes_left"], 9);
        let ben = line.peer("Ben").await;
        set_up(line, &ben).await;
        assert_eq!(sign_in(line, "ben", Some(codes[1])).await.code(), "wrong_code", "somebody else's");
    }
}

story! {
    async fn a_lost_phone_is_replaced_with_a_recovery_code(line: &Line) {
        let ana = line.peer("Ana").await;
        let (old, codes) = set_up(line, &ana).await;
        let begin = |body: Value| ana.post("/api/v1/me/second-factor", body);
        assert_eq!(begin(json!({"password": "not mine"})).await.codes(), ["wrong_password"]);
        assert_eq!(begin(json!({"password": PASSWORD})).await.codes(), ["wrong_code"]);
        let new = begin(json!({"password": PASSWORD, "code": codes[3]})).await.json();
        line.pass(Duration::seconds(60));
        assert_eq!(sign_in(line, "ana", Some(&code(line, &old))).await.status, 200, "in force until the new one is");
        let first = json!({"code": code(line, &new["secret"])});
        assert_eq!(ana.put("/api/v1/me/second-factor/confirmation", first).await.status, 201);
        line.pass(Duration::seconds(60));
        assert_eq!(sign_in(line, "ana", Some(&code(line, &old))).await.code(), "wrong_code");
        assert_eq!(sign_in(line, "ana", Some(&code(line, &new["secret"]))).await.status, 200);
    }
}

story! {
    async fn what_was_begun_waits_a_quarter_of_an_hour_for_its_first_code(line: &Line) {
        let ana = line.peer("Ana").await;
        let confirm = "/api/v1/me/second-factor/confirmation";
        assert_eq!(ana.put(confirm, json!({"code": "123456"})).await.code(), "nothing_begun");
        let begun = ana.post("/api/v1/me/second-factor", json!({"password": PASSWORD})).await.json();
        assert_eq!(sign_in(line, "ana", None).await.status, 200, "it asks for nothing yet");
        line.pass(Duration::minutes(15));
        let ana = line.sign_in("Ana", ana.id).await;
        let late = json!({"code": code(line, &begun["secret"])});
        assert_eq!(ana.put(confirm, late).await.code(), "nothing_begun");
    }
}

story! {
    async fn it_is_removed_by_its_owner_with_a_code_or_by_an_admin(line: &Line) {
        let (ana, ada) = (line.peer("Ana").await, line.person("Ada", &[Role::Admin]).await);
        let (_, codes) = set_up(line, &ana).await;
        let removal = "/api/v1/me/second-factor/removal";
        assert_eq!(ana.post(removal, json!({"password": PASSWORD})).await.codes(), ["wrong_code"]);
        assert_eq!(ana.post(removal, json!({"password": PASSWORD, "code": codes[0]})).await.status, 204);
        assert_eq!(sign_in(line, "ana", None).await.status, 200);
        set_up(line, &ana).await;
        assert_eq!(ada.delete(&format!("/api/v1/people/{}/second-factor", ana.id)).await.status, 204);
        assert_eq!(sign_in(line, "ana", None).await.status, 200);
    }
}

story! {
    async fn a_password_reset_keeps_it(line: &Line) {
        let (ana, sol) = (line.peer("Ana").await, line.supervisor("Sol").await);
        set_up(line, &ana).await;
        let link = sol.post(&format!("/api/v1/people/{}/password-reset", ana.id), json!({})).await.json();
        let body = json!({"token": link["token"], "password": PASSWORD});
        assert_eq!(line.nobody().post("/api/v1/password-resets/acceptance", body).await.status, 204);
        assert_eq!(sign_in(line, "ana", None).await.code(), "code_needed");
    }
}

story! {
    async fn its_secret_is_locked_in_the_database_and_gone_when_it_is_removed(line: &Line) {
        use diesel::prelude::*;
        use warmline::db::schema::second_factors;
        let ana = line.peer("Ana").await;
        let (secret, codes) = set_up(line, &ana).await;
        let kept = |line: &Line| {
            let db = line.db.clone();
            async move { db.read(|conn| Ok(second_factors::table.select(second_factors::sealed_secret).load::<String>(conn)?)).await.unwrap() }
        };
        let raw = BASE32_NOPAD.decode(secret.as_str().unwrap().as_bytes()).unwrap();
        let locked = kept(line).await.remove(0);
        assert!(!locked.is_empty() && !locked.contains(secret.as_str().unwrap()) && !locked.contains(&data_encoding::BASE64.encode(&raw)));
        let proof = json!({"password": PASSWORD, "code": codes[0]});
        assert_eq!(ana.post("/api/v1/me/second-factor/removal", proof).await.status, 204);
        assert_eq!(kept(line).await, [""]);
    }
}

story! {
    with Wishes { second_factor_for: vec![Role::Supervisor], ..Wishes::default() };
    async fn a_role_that_asks_for_it_opens_nothing_before_it_is_set_up(line: &Line) {
        let (ana, sol) = (line.peer("Ana").await, line.supervisor("Sol").await);
        assert_eq!(ana.get("/api/v1/calls").await.status, 200, "peers need none");
        let refused = sol.get("/api/v1/calls").await;
        assert_eq!((refused.status, refused.code()), (403, "second_factor_needed".to_owned()));
        assert_eq!(sol.get("/api/v1/me").await.status, 200);
        let (_, codes) = set_up(line, &sol).await;
        assert_eq!(sol.get("/api/v1/calls").await.status, 200);
        let removal = json!({"password": PASSWORD, "code": codes[0]});
        assert_eq!(sol.post("/api/v1/me/second-factor/removal", removal).await.status, 204);
        assert_eq!(sol.get("/api/v1/calls").await.code(), "second_factor_needed");
    }
}

story! {
    async fn who_guesses_with_a_stolen_session_is_slowed_down(line: &Line) {
        let ana = line.peer("Ana").await;
        let guess = || ana.put("/api/v1/me/password", json!({"password": "a guess", "new_password": "a new harbour at dusk"}));
        for _ in 0..6 {
            assert_eq!(guess().await.codes(), ["wrong_password"]);
        }
        let slowed = guess().await;
        assert_eq!((slowed.status, slowed.code()), (429, "too_many_attempts".to_owned()));
        assert_eq!(sign_in(line, "ana", None).await.status, 200, "the owner signs in elsewhere");
    }
}
