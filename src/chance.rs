//! Randomness: fresh ids and secrets. Rules are handed what this makes and never call it.

use std::sync::Mutex;

use rand::RngExt;
use rand::distr::Alphanumeric;
use uuid::{ContextV7, NoContext, Timestamp, Uuid};

use crate::clock::Moment;
use crate::id::Id;
use crate::keyed::Once;

/// A new id for a row that the server itself creates.
pub fn id<T: Id>(now: Moment) -> T {
    let seconds = u64::try_from(now.epoch()).unwrap_or_default();
    T::of(Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, 0)))
}

/// A new id that sorts after those that this process made so before, within one second too.
pub fn id_in_order<T: Id>(now: Moment) -> T {
    static MADE: Mutex<ContextV7> = Mutex::new(ContextV7::new());
    let seconds = u64::try_from(now.epoch()).unwrap_or_default();
    T::of(Uuid::new_v7(Timestamp::from_unix(&MADE, seconds, 0)))
}

/// A secret of about 256 bits in letters and digits, for links and refresh tokens.
pub fn secret() -> String {
    letters(43)
}

/// A password to be read off a screen: sixteen letters and digits in groups of four.
pub fn password() -> String {
    [letters(4), letters(4), letters(4), letters(4)].join("-")
}

fn letters(count: usize) -> String {
    rand::rng()
        .sample_iter(Alphanumeric)
        .take(count)
        .map(char::from)
        .collect()
}

/// A key of 256 bits.
pub fn key() -> [u8; 32] {
    rand::random()
}

/// Bytes to lock one secret with.
pub fn once() -> Once {
    rand::random()
}

/// The secret of a second factor: 160 bits, as RFC 4226 advises.
pub fn shared_secret() -> [u8; 20] {
    rand::random()
}

/// What a recovery code is made of.
pub fn recovery() -> [u8; 10] {
    rand::random()
}

/// A salt for a password.
pub fn salt() -> [u8; 16] {
    rand::random()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::id::AuditId;

    #[test]
    fn ids_in_order_sort_as_they_were_made_though_clocks_stand_or_go_back() {
        let noon = Moment::parse("2026-06-10T19:00:00Z").unwrap();
        let earlier = noon.minus(chrono::Duration::hours(1));
        let moments = std::iter::repeat_n(noon, 100).chain([earlier; 100]);
        let ids: Vec<AuditId> = moments.map(id_in_order).collect();
        assert!(ids.is_sorted());
    }
}
