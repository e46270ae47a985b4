//! The ways of secrets that are right: passwords that are chosen, codes and tokens that let in. They leave no trace either.

use data_encoding::BASE32_NOPAD;
use serde_json::{Value, json};
use warmline::chance;
use warmline::clock::Clock;
use warmline::id::{PersonId, ReportTokenId};

use crate::guest::Guest;
use crate::server::Asked;

/// Takes up an invitation or a reset by choosing a password, after tries with wrong tokens.
pub(crate) async fn take_up(guest: &mut Guest, kind: &str, token: &str) -> String {
    let path = format!("{kind}/acceptance");
    let password = guest.choose();
    guest.signed_in = false;
    for wrong in ["link token", "access token", "phone number"] {
        let body = json!({"token": guest.canary_of(wrong), "password": password});
        assert_eq!(guest.send("POST", &path, body).await.0, 422);
    }
    let body = json!({"token": token, "password": password});
    let (status, said) = guest.send("POST", &path, body).await;
    assert_eq!(status, 204, "{said}");
    password
}

/// Goes every way on which a secret is right.
pub(crate) async fn all(guest: &mut Guest) {
    sign_in(guest).await;
    refresh(guest).await;
    change_password(guest).await;
    second_factor(guest).await;
    invite(guest).await;
    report_token(guest).await;
}

async fn sign_in(guest: &mut Guest) {
    guest.signed_in = false;
    for _kind in 0..crate::birds::EACH_KIND {
        let email = guest.email.clone();
        let (canary, code) = (guest.canary().to_owned(), guest.canary_of("recovery code"));
        let password = guest.password.clone();
        for body in [
            json!({"email": email, "password": canary}),
            json!({"email": canary, "password": password}),
            json!({"email": email, "password": canary, "code": code}),
        ] {
            assert_eq!(guest.send("POST", "session", body).await.0, 401);
        }
        let body = json!({"refresh_token": canary});
        assert_eq!(guest.send("POST", "session/refresh", body).await.0, 401);
    }
    guest.sign_in(None).await;
}

async fn refresh(guest: &mut Guest) {
    let old = json!({"refresh_token": guest.refresh_token});
    let (status, said) = guest.send("POST", "session/refresh", old.clone()).await;
    assert_eq!(status, 200);
    guest.take_tokens(&said);
    let reused = guest.send("POST", "session/refresh", old).await;
    assert_eq!(reused.0, 401, "a thief");
    guest.sign_in(None).await;
}

async fn change_password(guest: &mut Guest) {
    let (wrong, new) = (guest.canary_of("password"), guest.choose());
    let body = json!({"password": wrong, "new_password": new});
    assert_ne!(guest.send("PUT", "me/password", body).await.0, 204);
    let body = json!({"password": guest.password, "new_password": "short"});
    assert_eq!(guest.send("PUT", "me/password", body).await.0, 422);
    let body = json!({"password": guest.password, "new_password": new});
    assert_eq!(guest.send("PUT", "me/password", body).await.0, 204);
    guest.password = new;
    guest.sign_in(None).await;
}

async fn second_factor(guest: &mut Guest) {
    let proof = json!({"password": guest.password});
    let (status, said) = guest.send("POST", "me/second-factor", proof).await;
    assert_eq!(status, 201, "{said}");
    let secret = guest.was_shown(&said["secret"]);
    for _kind in 0..crate::birds::EACH_KIND {
        let body = json!({"code": guest.canary()});
        let refused = guest
            .send("PUT", "me/second-factor/confirmation", body)
            .await;
        assert!((400..500).contains(&refused.0), "{}", refused.1);
    }
    let body = json!({"code": code(&secret)});
    let (status, said) = guest
        .send("PUT", "me/second-factor/confirmation", body)
        .await;
    assert_eq!(status, 201, "{said}");
    let codes: Vec<String> = said["recovery_codes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|code| guest.was_shown(code))
        .collect();
    for _kind in 0..crate::birds::EACH_KIND {
        let (email, password) = (guest.email.clone(), guest.password.clone());
        guest.signed_in = false;
        let body = json!({"email": email, "password": password, "code": guest.canary()});
        let refused = guest.send("POST", "session", body).await;
        assert!((400..500).contains(&refused.0), "{}", refused.1);
    }
    guest.sign_in(Some(&codes[0])).await;
    let proof = json!({"password": guest.password, "code": codes[0]});
    let again = guest.send("POST", "me/second-factor/removal", proof).await;
    assert_ne!(again.0, 204, "used up");
    let proof = json!({"password": guest.password, "code": codes[1]});
    let removed = guest.send("POST", "me/second-factor/removal", proof).await;
    assert_eq!(removed.0, 204, "{}", removed.1);
}

/// The code an app would show now.
fn code(secret: &str) -> String {
    let totp = totp_rs::Builder::new()
        .with_secret(BASE32_NOPAD.decode(secret.as_bytes()).unwrap())
        .with_account_name("x")
        .build()
        .unwrap();
    let now = u64::try_from(Clock::System.now().epoch()).unwrap();
    totp.generate(now).to_string()
}

async fn invite(guest: &mut Guest) {
    let id: PersonId = chance::id(Clock::System.now());
    let body = json!({"name": "Ben", "email": "ben@oak.example", "roles": ["peer"]});
    let (status, said) = guest.send("PUT", &format!("people/{id}"), body).await;
    assert_eq!(status, 201, "{said}");
    let invitation = guest.was_shown(&said["invitation"]["token"]);
    take_up(guest, "invitations", &invitation).await;
    guest.signed_in = true;
    let path = format!("people/{id}/password-reset");
    let (status, said) = guest.send("POST", &path, Value::Null).await;
    assert_eq!(status, 201, "{said}");
    let reset = guest.was_shown(&said["token"]);
    let password = take_up(guest, "password-resets", &reset).await;
    let body = json!({"email": "ben@oak.example", "password": password});
    let (status, said) = guest.send("POST", "session", body).await;
    assert_eq!(status, 200, "{said}");
    guest.was_shown(&said["access_token"]);
    guest.was_shown(&said["refresh_token"]);
    guest.signed_in = true;
}

async fn report_token(guest: &mut Guest) {
    let now = Clock::System.now();
    for (kind, opened) in [("report-tokens", "reports"), ("duty-tokens", "on-duty")] {
        let id: ReportTokenId = chance::id(now);
        let body = json!({"name": "R", "expires_at": now.plus(chrono::Duration::days(1))});
        let (status, said) = guest.send("PUT", &format!("{kind}/{id}"), body).await;
        assert_eq!(status, 201, "{said}");
        let token = guest.was_shown(&said["token"]);
        let other = guest.canary_of("report token");
        for (token, wanted) in [(token, 200), (other, 401)] {
            let asked = Asked {
                path: format!("/api/v1/{opened}"),
                headers: vec![("authorization".to_owned(), format!("Bearer {token}"))],
                ..Asked::default()
            };
            assert_eq!(guest.ask_as_is(asked).await.status, wanted);
        }
    }
}
