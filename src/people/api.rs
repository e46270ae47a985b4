//! Who comes in, and what people may do with their own account and with those of others.

pub mod links;
pub mod me;
pub mod sessions;
pub mod sign_in;

use std::sync::Arc;

use actix_web::web::Data;

use super::ring::LiveRing;
use crate::bounded::Bounded;
use crate::http::{Part, Sketch};

/// What signing in needs beside the database: the keys, and a bound on hashing.
pub struct Desk {
    /// Signs access tokens.
    pub ring: Arc<LiveRing>,
    /// Each hash takes a core and 19 MiB.
    pub hashing: Bounded,
}

impl Part for Data<Desk> {
    fn sketch(sketch: &mut Sketch) {
        sketch.refuses(401, "The credentials are not right, or not valid any more.");
    }
}
