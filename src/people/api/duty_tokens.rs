//! Duty tokens: letting telephony know who is on duty, and nothing else.

use super::report_tokens::{MadeToken, NewToken, TokenList, TokenPath, made, mine, revoked};
use crate::audit::Action;
use crate::door::{As, Supervisor};
use crate::error::Error;
use crate::http::{Body, Created, Done, Found, Path};
use crate::people::report_tokens::Opens;

/// My duty tokens, those that ran out or were revoked too.
pub async fn list(who: As<Supervisor>) -> Result<Found<TokenList>, Error> {
    mine(who, Opens::Duty).await
}

/// Makes a duty token.
pub async fn make(
    who: As<Supervisor>,
    Path(asked): Path<TokenPath>,
    Body(new): Body<NewToken>,
) -> Result<Created<MadeToken>, Error> {
    let tool = (asked.id, Opens::Duty);
    made(who, tool, new, Action::DutyTokenMade).await
}

/// Revokes a duty token of mine. Doing it again changes nothing.
pub async fn revoke(who: As<Supervisor>, Path(asked): Path<TokenPath>) -> Result<Done, Error> {
    let tool = (asked.id, Opens::Duty);
    revoked(who, tool, Action::DutyTokenRevoked).await
}
