//! Who comes in, and what people may do with their own account and with those of others.

pub mod accounts;
pub mod duty_tokens;
pub mod keeping;
pub mod keys;
pub mod links;
pub mod me;
pub mod proof;
pub mod qualifications;
pub mod report_tokens;
pub mod second_factor;
pub mod sessions;
pub mod sign_in;

use std::sync::Arc;

use actix_web::web::Data;

use super::ring::LiveRing;
use crate::bounded::Bounded;
use crate::http::{Part, Sketch};
use crate::keyed::{Pen, Safe};

/// What signing in needs beside the database: the keys, a bound on hashing, and how attempts are known.
pub struct Desk {
    /// Signs access tokens.
    pub ring: Arc<LiveRing>,
    /// Each hash takes a core and 19 MiB.
    pub hashing: Bounded,
    /// Holds the secrets of second factors.
    pub safe: Safe,
    /// Marks e-mails and addresses, so that attempts are counted without keeping either.
    pub attempts: Pen,
}

impl Part for Data<Desk> {
    fn sketch(sketch: &mut Sketch) {
        sketch.refuses(401, "The credentials are not right, or not valid any more.");
    }
}
