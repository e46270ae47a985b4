//! How often one may ask: per client address, per token, and per address for who brings a secret.
//!
//! Counts are in memory and in no log. Each process counts for itself.

use std::hash::Hash;
use std::num::NonZeroU32;
use std::time::Duration;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::middleware::Next;
use actix_web::{HttpRequest, ResponseError, web};
use governor::clock::{Clock, MonotonicClock};
use governor::middleware::NoOpMiddleware;
use governor::state::keyed::DashMapStateStore;
use governor::{Quota, RateLimiter};

use super::address::{Client, Proxies};
use crate::error::Error;

/// How often idle clients are forgotten.
const FORGET_EVERY: Duration = Duration::from_secs(10);

/// The limits as they are set. 0 is no limit.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Rates {
    /// Requests a second from one client address; four times as many at once.
    pub per_address: u32,
    /// Requests a second with one token; three times as many at once.
    pub per_token: u32,
    /// Requests a minute with a secret instead of a token, from one client address; as many at once.
    pub sign_ins: u32,
}

/// Counts requests, and refuses those that are too many. By default nothing is.
#[derive(Default)]
pub struct Limits {
    proxies: Proxies,
    addresses: Option<Limit<Client>>,
    tokens: Option<Limit<String>>,
    strangers: Option<Limit<Client>>,
}

type Limit<K> = RateLimiter<
    K,
    DashMapStateStore<K>,
    MonotonicClock,
    NoOpMiddleware<<MonotonicClock as Clock>::Instant>,
>;

impl Limits {
    /// Counts to these rates, behind these proxies.
    pub fn new(rates: Rates, proxies: Proxies) -> Self {
        Self {
            proxies,
            addresses: limit(rates.per_address, Quota::per_second, 4),
            tokens: limit(rates.per_token, Quota::per_second, 3),
            strangers: limit(rates.sign_ins, Quota::per_minute, 1),
        }
    }

    /// Who sent a request.
    pub fn client(&self, request: &HttpRequest) -> Client {
        Client::of(request, &self.proxies)
    }

    /// Counts any request of a client.
    pub fn any(&self, client: Client) -> Result<(), Error> {
        count(self.addresses.as_ref(), &client)
    }

    /// Counts a request of a client that brings a secret instead of a token.
    pub fn stranger(&self, client: Client) -> Result<(), Error> {
        count(self.strangers.as_ref(), &client)
    }

    /// Counts a request with a token, which is known by this text.
    pub fn token(&self, token: &str) -> Result<(), Error> {
        count(self.tokens.as_ref(), &token.to_owned())
    }

    /// Forgets again and again who has not asked for a while, so that strangers cannot fill the memory.
    pub async fn keep_small(&self) {
        loop {
            tokio::time::sleep(FORGET_EVERY).await;
            forget(self.addresses.as_ref());
            forget(self.tokens.as_ref());
            forget(self.strangers.as_ref());
        }
    }
}

fn limit<K: Hash + Eq + Clone>(
    rate: u32,
    quota: impl Fn(NonZeroU32) -> Quota,
    at_once: u32,
) -> Option<Limit<K>> {
    let rate = NonZeroU32::new(rate)?;
    let burst = rate.saturating_mul(NonZeroU32::new(at_once)?);
    // A clock that needs no calibration, which would take up to 0.2 s at start.
    let quota = quota(rate).allow_burst(burst);
    Some(RateLimiter::dashmap_with_clock(quota, MonotonicClock))
}

fn count<K: Hash + Eq + Clone>(limit: Option<&Limit<K>>, key: &K) -> Result<(), Error> {
    let Some(limit) = limit else { return Ok(()) };
    limit.check_key(key).map_err(|not_until| {
        let wait = not_until.wait_time_from(limit.clock().now());
        Error::too_often(
            "too_many_requests",
            "Too many requests came from here in a short time. Please wait a moment and try again.",
            whole_seconds(wait),
        )
    })
}

fn forget<K: Hash + Eq + Clone>(limit: Option<&Limit<K>>) {
    if let Some(limit) = limit {
        limit.retain_recent();
        limit.shrink_to_fit();
    }
}

/// Rounded up, so that who keeps to it is let in.
fn whole_seconds(wait: Duration) -> u32 {
    let up = wait.as_secs() + u64::from(wait.subsec_nanos() > 0);
    u32::try_from(up).unwrap_or(u32::MAX).max(1)
}

/// Counts each request by its address before anything else is looked at, the route included.
pub async fn counted(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, actix_web::Error> {
    let limits = request.app_data::<web::Data<Limits>>();
    let counted = limits
        .ok_or_else(|| Error::broken("the server has no limits"))
        .and_then(|limits| limits.any(limits.client(request.request())));
    match counted {
        Ok(()) => Ok(next.call(request).await?.map_into_boxed_body()),
        Err(refusal) => Ok(request.into_response(refusal.error_response())),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn wait_of(refused: Result<(), Error>) -> u32 {
        match refused {
            Err(Error::Refused(problem)) => {
                assert_eq!((problem.status, problem.code), (429, "too_many_requests"));
                problem.retry_after.unwrap()
            }
            other => panic!("{other:?}"),
        }
    }

    #[test]
    fn who_asks_too_often_is_told_when_to_come_again_and_others_are_not_held_up() {
        let rates = Rates {
            sign_ins: 1,
            ..Rates::default()
        };
        let limits = Limits::new(rates, Proxies::default());
        limits
            .strangers
            .as_ref()
            .unwrap()
            .check_key(&client(1))
            .unwrap();
        assert!((1..=60).contains(&wait_of(limits.stranger(client(1)))));
        assert!(limits.stranger(client(2)).is_ok());
    }

    #[test]
    fn no_limit_counts_nothing() {
        let limits = Limits::default();
        for _ in 0..1000 {
            limits.any(client(1)).unwrap();
            limits.stranger(client(1)).unwrap();
            limits.token("one").unwrap();
        }
    }

    #[test]
    fn who_has_waited_long_enough_is_forgotten() {
        let quick = NonZeroU32::new(1_000_000).unwrap();
        let limit: Limit<Client> =
            RateLimiter::dashmap_with_clock(Quota::per_second(quick), MonotonicClock);
        limit.check_key(&client(1)).unwrap();
        // A millionth of a second is enough.
        while !limit.is_empty() {
            forget(Some(&limit));
        }
    }

    #[test]
    fn a_wait_is_rounded_up_to_whole_seconds() {
        for (millis, seconds) in [(0, 1), (1, 1), (1000, 1), (1001, 2), (59_999, 60)] {
            assert_eq!(whole_seconds(Duration::from_millis(millis)), seconds);
        }
    }

    fn client(last: u8) -> Client {
        let address = std::net::Ipv4Addr::new(192, 0, 2, last);
        Client::at(address.into())
    }
}
