//! The keeper of the doors: a token to the person behind it, as the database knows them now.

use std::sync::Arc;

use super::ring::LiveRing;
use super::store;
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{Gate, Standing};
use crate::error::Error;

/// Checks tokens against the ring and the database.
pub struct Keeper(pub Arc<LiveRing>);

impl Gate for Keeper {
    fn admit(&self, conn: &mut Conn, token: &str, now: Moment) -> Result<Option<Standing>, Error> {
        match self.0.current().verify(token, now) {
            Some(holder) => store::sessions::standing(conn, holder, now),
            None => Ok(None),
        }
    }
}
