//! Report tokens: letting R, Python or a spreadsheet read released reports, and nothing else.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use crate::audit::{self, Action};
use crate::chance;
use crate::clock::Moment;
use crate::door::{As, Pass, ToolOwner};
use crate::error::Error;
use crate::http::{Body, Created, Done, Found, Path};
use crate::id::ReportTokenId;
use crate::people::report_tokens::Opens;
use crate::people::store::report_tokens::{self as rows, ReportToken};
use crate::people::{authority, credentials, report_tokens};

/// A token's id.
#[derive(Deserialize, IntoParams)]
pub struct TokenPath {
    /// A version 7 UUID that you make.
    pub(super) id: ReportTokenId,
}

/// A token to be made.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewToken {
    /// What the tool is called: 1 to 80 characters.
    #[schema(min_length = 1, max_length = 80, example = "R on my laptop")]
    name: String,
    /// When the token runs out: within 366 days.
    expires_at: Moment,
}

/// A tool's token, without the token.
#[derive(Serialize, ToSchema)]
pub struct TokenView {
    /// Its id.
    id: ReportTokenId,
    /// What the tool is called.
    name: String,
    /// When it was made.
    created_at: Moment,
    /// When it runs out.
    expires_at: Moment,
    /// When it was revoked; null if it was not.
    revoked_at: Option<Moment>,
}

impl TokenView {
    fn new(token: &ReportToken) -> Self {
        Self {
            id: token.id,
            name: token.name.clone(),
            created_at: token.created_at,
            expires_at: token.expires_at,
            revoked_at: token.revoked_at,
        }
    }
}

/// A token that was just made.
#[derive(Serialize, ToSchema)]
pub struct MadeToken {
    /// What is known of it.
    about: TokenView,
    /// For `Authorization: Bearer …`. Shown this once; null when the same was sent before.
    token: Option<String>,
}

/// My tokens.
#[derive(Serialize, ToSchema)]
pub struct TokenList {
    /// The newest first.
    items: Vec<TokenView>,
}

/// My report tokens, those that ran out or were revoked too.
pub async fn list(who: As<ToolOwner>) -> Result<Found<TokenList>, Error> {
    mine(who, Opens::Reports).await
}

/// Makes a report token.
pub async fn make(
    who: As<ToolOwner>,
    Path(asked): Path<TokenPath>,
    Body(new): Body<NewToken>,
) -> Result<Created<MadeToken>, Error> {
    let tool = (asked.id, Opens::Reports);
    made(who, tool, new, Action::ReportTokenMade).await
}

/// Revokes a report token of mine. Doing it again changes nothing.
pub async fn revoke(who: As<ToolOwner>, Path(asked): Path<TokenPath>) -> Result<Done, Error> {
    let tool = (asked.id, Opens::Reports);
    revoked(who, tool, Action::ReportTokenRevoked).await
}

/// My tokens that open one thing.
pub(super) async fn mine<P: Pass>(who: As<P>, opens: Opens) -> Result<Found<TokenList>, Error> {
    let me = who.id();
    let tokens = who.read(move |conn| rows::held_by(conn, me, opens)).await?;
    Ok(Found(TokenList {
        items: tokens.iter().map(TokenView::new).collect(),
    }))
}

/// Makes a token that opens one thing.
pub(super) async fn made<P: Pass>(
    who: As<P>,
    (id, opens): (ReportTokenId, Opens),
    new: NewToken,
    action: Action,
) -> Result<Created<MadeToken>, Error> {
    let (me, now, actor) = (who.id(), who.now(), who.actor());
    let name = authority::name(&new.name);
    let wanted = ReportToken {
        id,
        person: me,
        opens,
        name: name.clone().unwrap_or_default(),
        created_at: now,
        expires_at: new.expires_at,
        revoked_at: None,
    };
    let faults = [name.err(), report_tokens::expiry_fault(new.expires_at, now)];
    let faults: Vec<_> = faults.into_iter().flatten().collect();
    let token = report_tokens::of(opens, &chance::secret());
    who.write(move |conn| {
        if let Some(known) = rows::find(conn, wanted.id)? {
            return same(&known, &wanted);
        }
        if !faults.is_empty() {
            return Err(Error::invalid(faults.clone()));
        }
        rows::insert(conn, &wanted, &credentials::digest(&token))?;
        audit::store::record(conn, now, &actor, action, wanted.id)?;
        Ok(Created {
            new: true,
            row: MadeToken {
                about: TokenView::new(&wanted),
                token: Some(token.clone()),
            },
        })
    })
    .await
}

fn same(known: &ReportToken, sent: &ReportToken) -> Result<Created<MadeToken>, Error> {
    let facts = |token: &ReportToken| {
        let name = token.name.clone();
        (token.person, token.opens, name, token.expires_at)
    };
    if facts(known) != facts(sent) {
        return Err(Error::id_taken());
    }
    Ok(Created {
        new: false,
        row: MadeToken {
            about: TokenView::new(known),
            token: None,
        },
    })
}

/// Revokes a token of mine that opens one thing.
pub(super) async fn revoked<P: Pass>(
    who: As<P>,
    (id, opens): (ReportTokenId, Opens),
    action: Action,
) -> Result<Done, Error> {
    let (me, now, actor) = (who.id(), who.now(), who.actor());
    who.write(move |conn| {
        let token = rows::find(conn, id)?;
        let token = token.filter(|token| token.person == me && token.opens == opens);
        let token = token.ok_or_else(Error::not_found)?;
        if token.revoked_at.is_none() {
            rows::revoke(conn, token.id, now)?;
            audit::store::record(conn, now, &actor, action, token.id)?;
        }
        Ok(Done)
    })
    .await
}
