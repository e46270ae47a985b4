//! The keeper of the doors: a token to the person behind it, as the database knows them now.

use std::sync::Arc;

use super::ring::LiveRing;
use super::{credentials, report_tokens, store};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{Gate, Standing};
use crate::error::Error;
use crate::role::Role;

/// Checks tokens against the ring and the database.
pub struct Keeper {
    /// The keys of access tokens.
    pub ring: Arc<LiveRing>,
    /// The roles that ask for a second factor.
    pub second_factor_for: Vec<Role>,
}

impl Gate for Keeper {
    fn admit(&self, conn: &mut Conn, token: &str, now: Moment) -> Result<Option<Standing>, Error> {
        let standing = if report_tokens::is_one(token) {
            store::report_tokens::standing(conn, &credentials::digest(token), now)?
        } else {
            match self.ring.current().verify(token, now) {
                Some(holder) => store::sessions::standing(conn, holder, now)?,
                None => None,
            }
        };
        let Some(mut standing) = standing else {
            return Ok(None);
        };
        let asked = |role: &Role| self.second_factor_for.contains(role);
        standing.lacks_second_factor = standing.roles.iter().any(asked)
            && !store::second_factors::is_on(conn, standing.person)?;
        Ok(Some(standing))
    }
}
