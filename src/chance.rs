//! Randomness: fresh ids and secrets. Rules are handed what this makes and never call it.

use rand::RngExt;
use rand::distr::Alphanumeric;
use uuid::{NoContext, Timestamp, Uuid};

use crate::clock::Moment;
use crate::id::Id;
use crate::keyed::Once;

/// A new id for a row that the server itself creates.
pub fn id<T: Id>(now: Moment) -> T {
    let seconds = u64::try_from(now.epoch()).unwrap_or_default();
    T::of(Uuid::new_v7(Timestamp::from_unix(NoContext, seconds, 0)))
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
