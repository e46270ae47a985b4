//! Sessions: one's own and, for an admin, those of others.

use crate::audit::{self, Action};
use crate::door::{As, SignedIn};
use crate::error::Error;
use crate::http::Done;
use crate::id::SessionId;
use crate::people::store;

/// Signs out: the session's tokens stop working at once.
pub async fn sign_out(who: As<SignedIn>) -> Result<Done, Error> {
    let (now, actor, session): (_, _, SessionId) = (who.now(), who.actor(), who.session());
    who.write(move |conn| {
        store::sessions::end_session(conn, session, now)?;
        audit::store::record(conn, now, &actor, Action::SessionEnded, session)
    })
    .await?;
    Ok(Done)
}
