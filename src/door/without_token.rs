//! The doors for requests without a token. They know the database as the other doors do, and nobody who comes.

use std::future::Ready;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest};

use super::{Actor, Behind, Door, opened};
use crate::clock::Moment;
use crate::db::Conn;
use crate::error::Error;
use crate::http::address::Client;
use crate::http::{Part, Sketch};

/// The door for requests that need nothing: health, documents.
pub struct Anyone {
    behind: Behind,
}

/// The door for requests that bring a secret instead of a token: sign-in, refresh, links. It opens
/// seldom for one client address, for behind it secrets could be guessed.
pub struct Stranger {
    client: Client,
    behind: Behind,
}

/// Who comes without a token is nobody to the audit log.
macro_rules! nobody {
    () => {
        /// How the audit log names nobody.
        pub fn actor(&self) -> Actor {
            Actor {
                request: self.behind.request,
                ..Actor::nobody(self.behind.vault.pen.clone())
            }
        }
    };
}

impl Anyone {
    opens!();
    nobody!();
}

impl Stranger {
    opens!();
    nobody!();

    /// The client's address or network, as an opaque text. Not to be logged, nor kept as it is.
    pub fn address(&self) -> String {
        self.client.to_string()
    }
}

impl Door for Anyone {
    const NAME: &'static str = "Anyone";

    async fn open(request: &HttpRequest) -> Result<Self, Error> {
        Ok(Self {
            behind: Behind::of(request)?,
        })
    }
}

impl Door for Stranger {
    const NAME: &'static str = "Stranger";

    async fn open(request: &HttpRequest) -> Result<Self, Error> {
        let behind = Behind::of(request)?;
        let client = behind.vault.limits.client(request);
        behind.vault.limits.stranger(client)?;
        Ok(Self { client, behind })
    }
}

impl Part for Anyone {
    fn sketch(_sketch: &mut Sketch) {}
}

impl Part for Stranger {
    fn sketch(_sketch: &mut Sketch) {}
}

impl FromRequest for Anyone {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        opened(request)
    }
}

impl FromRequest for Stranger {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        opened(request)
    }
}
