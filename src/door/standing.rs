//! Who stands at a door, and who does something behind it.

use crate::clock::Moment;
use crate::db::Conn;
use crate::error::Error;
use crate::id::{PersonId, ReportTokenId, RequestId, SessionId};
use crate::keyed::Pen;
use crate::role::Role;

/// Who stands behind a valid token, as the database knows them now.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Standing {
    /// The person.
    pub person: PersonId,
    /// What they came with.
    pub credential: Credential,
    /// The roles they hold now.
    pub roles: Vec<Role>,
    /// Whether they are suspended now.
    pub suspended: bool,
    /// Whether one of their roles asks for a second factor that they have not set up.
    pub lacks_second_factor: bool,
}

/// What opened a door.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Credential {
    /// The access token of a session.
    Session(SessionId),
    /// A token of somebody's tool, which opens reports and nothing else.
    ReportToken(ReportTokenId),
    /// A token of telephony, which opens who is on duty and nothing else.
    DutyToken(ReportTokenId),
}

impl Credential {
    pub(super) fn as_str(&self) -> &str {
        match self {
            Self::Session(id) => id.as_str(),
            Self::ReportToken(id) | Self::DutyToken(id) => id.as_str(),
        }
    }
}

/// Tells who a token belongs to. The people room answers; this file asks.
pub trait Gate: Send + Sync {
    /// The standing of the token's person, or none if the token is not valid.
    fn admit(&self, conn: &mut Conn, token: &str, now: Moment) -> Result<Option<Standing>, Error>;
}

/// Who does something, and the pen with which the audit log is written of it.
#[derive(Clone, Debug)]
pub struct Actor {
    /// The person, unless it is the command line or nobody signed in.
    pub person: Option<PersonId>,
    /// The roles they hold.
    pub roles: Vec<Role>,
    /// The request.
    pub request: Option<RequestId>,
    /// Marks what is written, so that a row that somebody else put there is known.
    pub pen: Pen,
}

impl Actor {
    /// The command line, or a job that runs by itself.
    pub const fn nobody(pen: Pen) -> Self {
        Self {
            person: None,
            roles: Vec::new(),
            request: None,
            pen,
        }
    }

    /// The same, once it is known who it is.
    #[must_use]
    pub fn known_as(self, person: PersonId, roles: Vec<Role>) -> Self {
        Self {
            person: Some(person),
            roles,
            ..self
        }
    }
}
