//! Calendars over HTTP: secret addresses that a person makes and revokes, and what calendar programs read there.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::store::{self, Feed};
use crate::audit::{self, Action};
use crate::chance;
use crate::clock::Moment;
use crate::door::{As, Peer, Stranger};
use crate::error::{Error, Fault};
use crate::http::{Calendar, Created, Done, Found, Path};
use crate::id::{FeedId, ShiftId};
use crate::line;
use crate::people::credentials;
use crate::schedule::feed;
use crate::schedule::store::claims_on;

/// The most feeds of one person that work at a time.
const MOST_FEEDS: usize = 10;

/// A feed's id.
#[derive(Deserialize, IntoParams)]
pub struct FeedPath {
    /// A version 7 UUID that you make.
    id: FeedId,
}

/// The secret of a calendar's address.
#[derive(Deserialize, IntoParams)]
pub struct SecretPath {
    /// As it was told when the feed was made.
    token: String,
}

/// A calendar feed, without its address.
#[derive(Serialize, ToSchema)]
pub struct FeedView {
    /// Its id.
    id: FeedId,
    /// When it was made.
    created_at: Moment,
    /// When it was revoked; null if it was not.
    revoked_at: Option<Moment>,
}

impl FeedView {
    fn new(feed: &Feed) -> Self {
        Self {
            id: feed.id,
            created_at: feed.created_at,
            revoked_at: feed.revoked_at,
        }
    }
}

/// A calendar feed that was just made.
#[derive(Serialize, ToSchema)]
pub struct MadeFeed {
    /// What is known of it.
    about: FeedView,
    /// The path of the calendar on this server, for a calendar program to subscribe to. Whoever has it reads the
    /// calendar. Shown this once; null when the same was sent before.
    #[schema(example = "/calendar/nH3…Qz.ics")]
    path: Option<String>,
}

/// My calendar feeds.
#[derive(Serialize, ToSchema)]
pub struct FeedList {
    /// Those that work, the newest first.
    items: Vec<FeedView>,
    /// Always null: a person has few feeds.
    next: Option<String>,
}

/// My calendar feeds that work.
pub async fn list(who: As<Peer>) -> Result<Found<FeedList>, Error> {
    let me = who.id();
    let feeds = who.read(move |conn| store::held_by(conn, me)).await?;
    Ok(Found(FeedList {
        items: feeds.iter().map(FeedView::new).collect(),
        next: None,
    }))
}

/// Makes a calendar feed.
pub async fn make(who: As<Peer>, Path(asked): Path<FeedPath>) -> Result<Created<MadeFeed>, Error> {
    let (now, actor) = (who.now(), who.actor());
    let wanted = Feed {
        id: asked.id,
        person: who.id(),
        created_at: now,
        revoked_at: None,
    };
    let secret = chance::secret();
    who.write(move |conn| {
        if let Some(known) = store::find(conn, wanted.id)? {
            return same(&known, &wanted);
        }
        if store::held_by(conn, wanted.person)?.len() >= MOST_FEEDS {
            let detail = "You have ten calendar feeds. Revoke one that you do not use any more.";
            return Err(Error::conflict(vec![Fault::reason(
                "too_many_feeds",
                detail,
            )]));
        }
        store::insert(conn, &wanted, &credentials::digest(&secret))?;
        audit::store::record(conn, now, &actor, Action::CalendarFeedMade, wanted.id)?;
        Ok(Created {
            new: true,
            row: MadeFeed {
                about: FeedView::new(&wanted),
                path: Some(format!("/calendar/{secret}.ics")),
            },
        })
    })
    .await
}

fn same(known: &Feed, sent: &Feed) -> Result<Created<MadeFeed>, Error> {
    if known.person != sent.person {
        return Err(Error::id_taken());
    }
    Ok(Created {
        new: false,
        row: MadeFeed {
            about: FeedView::new(known),
            path: None,
        },
    })
}

/// Revokes a calendar feed of mine. Doing it again changes nothing.
pub async fn revoke(who: As<Peer>, Path(asked): Path<FeedPath>) -> Result<Done, Error> {
    let (me, now, actor) = (who.id(), who.now(), who.actor());
    who.write(move |conn| {
        let feed = store::find(conn, asked.id)?.filter(|feed| feed.person == me);
        let feed = feed.ok_or_else(Error::not_found)?;
        if feed.revoked_at.is_none() {
            store::revoke(conn, feed.id, now)?;
            audit::store::record(conn, now, &actor, Action::CalendarFeedRevoked, feed.id)?;
        }
        Ok(Done)
    })
    .await
}

/// The calendar behind a secret address.
pub async fn show(who: Stranger, Path(asked): Path<SecretPath>) -> Result<Calendar, Error> {
    let (now, secret) = (who.now(), credentials::digest(&asked.token));
    who.read(move |conn| {
        let owner = store::owner(conn, &secret)?.ok_or_else(Error::not_found)?;
        let line = line::store::find(conn)?;
        let places = store::places(conn, owner, feed::since(now))?;
        let shifts: Vec<ShiftId> = places.iter().map(|place| place.claim.shift).collect();
        let crew = claims_on(conn, &shifts)?;
        let events = places.iter().filter_map(|place| place.event(&crew, now));
        let events: Vec<_> = events.collect();
        Ok(Calendar(feed::text(&line, &events)))
    })
    .await
}
