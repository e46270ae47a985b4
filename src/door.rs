//! The doors: the only way from a request to the database.
//!
//! A handler that wants to read or write must take a door as its first argument. A door is built
//! only here, after the token and the person's present state and roles have been checked against
//! the database. The database itself is in a type that only these doors can name.

mod pass;
mod standing;

use std::future::{Future, Ready, ready};
use std::marker::PhantomData;

use actix_web::dev::Payload;
use actix_web::http::header::AUTHORIZATION;
use actix_web::web::{self, ServiceConfig};
use actix_web::{FromRequest, HttpMessage, HttpRequest};

use crate::clock::{Clock, Moment};
use crate::db::{Conn, Db};
use crate::error::Error;
use crate::http::limits::Limits;
use crate::http::{Part, Sketch, request_id};
use crate::id::{PersonId, RequestId, SessionId};
use crate::keyed::Pen;
use crate::role::Role;

pub use pass::*;
pub use standing::{Actor, Credential, Gate, Standing};

/// What is behind the doors.
struct Vault {
    db: Db,
    gate: Box<dyn Gate>,
    clock: Clock,
    pen: Pen,
    limits: web::Data<Limits>,
}

/// Builds the doors of a server. Cheap to clone.
#[derive(Clone)]
pub struct Doors(web::Data<Vault>);

impl Doors {
    /// Doors to this database, kept by this gate, which nobody may knock at too often.
    pub fn new(
        db: Db,
        gate: impl Gate + 'static,
        clock: Clock,
        pen: Pen,
        limits: web::Data<Limits>,
    ) -> Self {
        Self(web::Data::new(Vault {
            db,
            gate: Box::new(gate),
            clock,
            pen,
            limits,
        }))
    }

    /// Puts the doors, and the limits in front of them, into a server.
    pub fn hang(&self, server: &mut ServiceConfig) {
        server.app_data(self.0.limits.clone());
        server.app_data(self.0.clone());
    }
}

/// The first argument of every handler.
pub trait Door: Part + Sized + 'static {
    /// The door's name on the guest list.
    const NAME: &'static str;

    /// Lets the asker in, or says why not. Nothing else of the request is looked at before.
    fn open(request: &HttpRequest) -> impl Future<Output = Result<Self, Error>>;
}

/// A door that has let somebody in with one of the roles of `P`.
pub struct As<P> {
    standing: Standing,
    behind: Behind,
    pass: PhantomData<P>,
}

struct Behind {
    vault: web::Data<Vault>,
    now: Moment,
    request: Option<RequestId>,
}

impl Behind {
    fn of(request: &HttpRequest) -> Result<Self, Error> {
        let vault = request.app_data::<web::Data<Vault>>();
        let vault = vault
            .cloned()
            .ok_or_else(|| Error::Broken("the server has no doors".to_owned()))?;
        let now = vault.clock.now();
        Ok(Self {
            vault,
            now,
            request: request_id(),
        })
    }
}

/// What every open door gives.
macro_rules! opens {
    () => {
        /// The moment the request came in.
        pub fn now(&self) -> Moment {
            self.behind.now
        }

        /// Looks at the database.
        pub async fn read<T, F>(&self, look: F) -> Result<T, Error>
        where
            T: Send + 'static,
            F: FnOnce(&mut Conn) -> Result<T, Error> + Send + 'static,
        {
            self.behind.vault.db.read(look).await
        }

        /// Adds rows beside others who add; see [`Db::append`].
        pub async fn append<T, F>(&self, change: F) -> Result<T, Error>
        where
            T: Send + 'static,
            F: Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
        {
            self.behind.vault.db.append(change).await
        }

        /// Changes the database while nobody else is writing; see [`Db::write`].
        pub async fn write<T, F>(&self, change: F) -> Result<T, Error>
        where
            T: Send + 'static,
            F: Fn(&mut Conn) -> Result<T, Error> + Send + 'static,
        {
            self.behind.vault.db.write(change).await
        }
    };
}

// Below the macro, which it uses.
mod without_token;

pub use without_token::{Anyone, Stranger};

impl<P: Pass> As<P> {
    opens!();

    /// The person who came in.
    pub fn id(&self) -> PersonId {
        self.standing.person
    }

    /// The session they came in with; none for a tool.
    pub fn session(&self) -> Option<SessionId> {
        match self.standing.credential {
            Credential::Session(session) => Some(session),
            Credential::ReportToken(_) | Credential::DutyToken(_) => None,
        }
    }

    /// The roles they hold.
    pub fn roles(&self) -> &[Role] {
        &self.standing.roles
    }

    /// Whether they hold a role.
    pub fn is(&self, role: Role) -> bool {
        self.standing.roles.contains(&role)
    }

    /// How the audit log names them.
    pub fn actor(&self) -> Actor {
        Actor {
            person: Some(self.id()),
            roles: self.standing.roles.clone(),
            request: self.behind.request,
            pen: self.behind.vault.pen.clone(),
        }
    }
}

impl<P: Pass> Door for As<P> {
    const NAME: &'static str = P::NAME;

    async fn open(request: &HttpRequest) -> Result<Self, Error> {
        let behind = Behind::of(request)?;
        let token = bearer(request).ok_or_else(not_signed_in)?;
        let (vault, now) = (behind.vault.clone(), behind.now);
        let look = move |conn: &mut Conn| vault.gate.admit(conn, &token, now);
        let standing = behind
            .vault
            .db
            .read(look)
            .await?
            .ok_or_else(not_signed_in)?;
        behind.vault.limits.token(standing.credential.as_str())?;
        pass::may_enter::<P>(&standing)?;
        Ok(Self {
            standing,
            behind,
            pass: PhantomData,
        })
    }
}

impl<P: Pass> Part for As<P> {
    fn sketch(sketch: &mut Sketch) {
        sketch.secured();
    }
}

/// Handlers are given the door that was opened before any other argument was looked at.
fn opened<D: 'static>(request: &HttpRequest) -> Ready<Result<D, Error>> {
    let door = request.extensions_mut().remove::<D>();
    ready(door.ok_or_else(|| Error::broken("this route has no door in front of it")))
}

impl<P: Pass> FromRequest for As<P> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        opened(request)
    }
}

fn not_signed_in() -> Error {
    Error::refused(
        401,
        "not_signed_in",
        "Please sign in: the token is missing, expired or not valid.",
    )
}

/// The token of `Authorization: Bearer …`.
fn bearer(request: &HttpRequest) -> Option<String> {
    let header = request.headers().get(AUTHORIZATION)?.to_str().ok()?;
    let (scheme, token) = header.split_once(' ')?;
    scheme
        .eq_ignore_ascii_case("bearer")
        .then(|| token.trim().to_owned())
}
