//! How often one may ask.

use reqwest::Method;
use warmline::http::address::Proxies;
use warmline::http::limits::{Limits, Rates};

use crate::line::{Actor, Answer, Line};
use crate::story;

pub(crate) const JSON: (&str, &str) = ("content-type", "application/json");
/// Far more than any of the limits here, so that a slow machine sees them too.
const MANY: usize = 60;

pub(crate) fn limited(rates: Rates, proxies: &str) -> Limits {
    Limits::new(rates, Proxies::parse(proxies).unwrap())
}

/// Asks many times, with a new `X-Forwarded-For` each time, until it is told to wait.
async fn until_refused(actor: &Actor<'_>, path: &str) -> Option<Answer> {
    for count in 0..MANY {
        let made_up = format!("203.0.113.{count}");
        let headers = [("x-forwarded-for", made_up.as_str())];
        let answer = actor.ask(Method::GET, path, None, &headers).await;
        if answer.status == 429 {
            return Some(answer);
        }
    }
    None
}

/// Asks from an address, as a proxy says.
async fn ask_from(actor: &Actor<'_>, address: &str, path: &str) -> Answer {
    let headers = [("x-forwarded-for", address)];
    actor.ask(Method::GET, path, None, &headers).await
}

pub(crate) fn says_when_to_come_again(answer: &Answer, code: &str) {
    assert_eq!((answer.status, answer.code().as_str()), (429, code));
    assert_eq!(answer.header("content-type"), "application/problem+json");
    assert!(answer.header("retry-after").parse::<u32>().unwrap() >= 1);
    assert!(!answer.header("x-request-id").is_empty());
}

story! {
    with limited(Rates { per_address: 1, ..Rates::default() }, "");
    async fn an_address_may_not_ask_without_end_and_a_made_up_header_does_not_help(line: &Line) {
        let refused = until_refused(&line.nobody(), "/nothing/here").await;
        says_when_to_come_again(&refused.unwrap(), "too_many_requests");
    }
}

story! {
    with limited(Rates { per_token: 1, ..Rates::default() }, "");
    async fn a_token_may_not_ask_without_end_and_others_are_not_held_up(line: &Line) {
        let (ana, ben) = (line.peer("Ana").await, line.peer("Ben").await);
        let refused = until_refused(&ana, "/api/v1/me").await;
        says_when_to_come_again(&refused.unwrap(), "too_many_requests");
        assert_eq!(ben.get("/api/v1/me").await.status, 200);
        // Who has no role for it is counted too.
        let refused = until_refused(&ben, "/api/v1/reports").await;
        says_when_to_come_again(&refused.unwrap(), "too_many_requests");
    }
}

story! {
    with limited(Rates { sign_ins: 3, ..Rates::default() }, "");
    async fn who_brings_a_secret_is_counted_before_it_is_looked_at(line: &Line) {
        for _ in 0..3 {
            let answer = line.nobody().put_nothing("/api/v1/session").await;
            assert_eq!(answer.status, 405, "a wrong verb brings nothing");
        }
        let mut answers = Vec::new();
        for path in ["/api/v1/session", "/api/v1/session/refresh", "/api/v1/invitations/acceptance"].repeat(MANY / 3) {
            let answer = line.nobody().ask(Method::POST, path, Some("{".to_owned()), &[JSON]).await;
            answers.push(answer.status);
            if answer.status == 429 {
                says_when_to_come_again(&answer, "too_many_requests");
                break;
            }
            assert_eq!(answer.status, 400);
        }
        assert!(answers.len() > 3 && answers.ends_with(&[429]), "{answers:?}");
        assert_eq!(line.nobody().get("/healthz").await.status, 200, "the rest stays open");
    }
}

story! {
    with limited(Rates { per_address: 1, ..Rates::default() }, "127.0.0.0/8");
    async fn behind_a_trusted_proxy_clients_are_told_apart(line: &Line) {
        let nobody = line.nobody();
        let mut refused = None;
        for count in 0..MANY {
            // What the client put there itself stands left of what the proxy added.
            let header = format!("192.0.2.{count}, 198.51.100.1");
            let answer = ask_from(&nobody, &header, "/healthz").await;
            refused = (answer.status == 429).then_some(answer);
            if refused.is_some() {
                break;
            }
        }
        says_when_to_come_again(&refused.unwrap(), "too_many_requests");
        assert_eq!(ask_from(&nobody, "198.51.100.2", "/healthz").await.status, 200);
    }
}
