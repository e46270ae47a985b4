//! Reading accounts and inviting people. Nobody ever chooses another's password.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::links::{LinkView, new_link};
use crate::audit::{self, Action};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{As, SupervisorOrAdmin};
use crate::error::{Error, Fault};
use crate::http::cursor::{self, Cursor};
use crate::http::{Body, Created, Flag, Listed, Page, Path, Query, Versioned};
use crate::id::PersonId;
use crate::people::links::Purpose;
use crate::people::store::{self, Wanted};
use crate::people::{Email, Person, authority};
use crate::role::Role;

/// A person's id.
#[derive(Deserialize, IntoParams)]
pub struct PersonPath {
    /// A version 7 UUID. For a new account you make it, so that the invitation may be sent again.
    pub(super) person_id: PersonId,
}

/// Which accounts.
#[derive(Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
pub struct PeopleAsked {
    /// Only of those who hold this role.
    #[param(inline)]
    role: Option<Role>,
    /// `true`: only suspended ones; `false`: only others.
    #[param(inline)]
    suspended: Option<Flag>,
    /// Where to go on: `next` of the page before.
    #[param(value_type = Option<String>)]
    cursor: Option<Cursor<PersonId>>,
    /// How many at most, 1 to 200; 50 if not said.
    limit: Option<String>,
}

/// An account.
#[derive(Serialize, ToSchema)]
pub struct PersonView {
    /// Whose.
    id: PersonId,
    /// Where they sign in.
    #[schema(format = "email")]
    email: String,
    /// What colleagues call them.
    name: String,
    /// What they may do.
    roles: Vec<Role>,
    /// Since when they are suspended; null if they are not.
    suspended_at: Option<Moment>,
    /// Whether they have taken up their invitation.
    joined: bool,
    /// Whether their sign-in asks for a second factor.
    second_factor: bool,
}

impl PersonView {
    pub(super) fn of(conn: &mut Conn, person: &Person) -> Result<Self, Error> {
        Ok(Self {
            id: person.id,
            email: person.email.as_str().to_owned(),
            name: person.name.clone(),
            roles: person.roles.clone(),
            suspended_at: person.suspended_at,
            joined: store::has_joined(conn, person.id)?,
            second_factor: store::second_factors::is_on(conn, person.id)?,
        })
    }
}

/// A page of accounts.
#[derive(Serialize, ToSchema)]
pub struct PersonList {
    /// The accounts, the oldest first.
    items: Vec<PersonView>,
    /// The cursor of the next page.
    next: Option<String>,
}

impl Page for PersonList {
    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }
}

/// Somebody to be invited.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewPerson {
    /// What colleagues are to call them: 1 to 80 characters.
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    /// Where they are to sign in.
    #[schema(format = "email", example = "ana@example.org")]
    email: String,
    /// What they are to do. Supervisors invite peers, admins anybody.
    #[schema(min_items = 1)]
    roles: Vec<Role>,
}

/// An account and the link to it.
#[derive(Serialize, ToSchema)]
pub struct Invited {
    /// The account.
    person: PersonView,
    /// To be handed on; null when the same was sent before, for its token is shown once. A new one
    /// comes from `POST …/invitation`.
    invitation: Option<LinkView>,
}

/// Accounts, the oldest first.
pub async fn list(
    who: As<SupervisorOrAdmin>,
    Query(asked): Query<PeopleAsked>,
) -> Result<Listed<PersonList>, Error> {
    let limit = cursor::limit(asked.limit.as_deref())?;
    let wanted = Wanted {
        role: asked.role,
        suspended: asked.suspended.map(|flag| flag == Flag::Yes),
        after: asked.cursor,
    };
    who.read(move |conn| {
        let rows = store::list(conn, wanted, limit + 1)?;
        let (rows, next) = cursor::page(rows, limit, |(person, made)| Cursor {
            at: *made,
            id: person.id,
        });
        let items = rows
            .iter()
            .map(|(person, _)| PersonView::of(conn, person))
            .collect::<Result<_, _>>()?;
        Ok(Listed(PersonList { items, next }))
    })
    .await
}

/// An account.
pub async fn show(
    who: As<SupervisorOrAdmin>,
    Path(asked): Path<PersonPath>,
) -> Result<Versioned<PersonView>, Error> {
    who.read(move |conn| {
        let person = store::find(conn, asked.person_id)?.ok_or_else(Error::not_found)?;
        versioned(conn, &person)
    })
    .await
}

pub(super) fn versioned(conn: &mut Conn, person: &Person) -> Result<Versioned<PersonView>, Error> {
    Ok(Versioned {
        version: person.version,
        row: PersonView::of(conn, person)?,
    })
}

/// Invites somebody. The answer shows the token of the invitation once; it is good for 72 hours.
pub async fn invite(
    who: As<SupervisorOrAdmin>,
    Path(asked): Path<PersonPath>,
    Body(new): Body<NewPerson>,
) -> Result<Created<Invited>, Error> {
    let person = parse(asked.person_id, &new, who.roles())?;
    let (now, actor) = (who.now(), who.actor());
    let link = new_link(Purpose::Invitation, now);
    who.write(move |conn| {
        if let Some(known) = store::find(conn, person.id)? {
            return same(conn, &known, &person);
        }
        if store::account(conn, &person.email)?.is_some() {
            return Err(email_taken());
        }
        store::insert(conn, &person, None, now)?;
        audit::store::record(conn, now, &actor, Action::PersonInvited, person.id)?;
        let invitation = link.keep(conn, person.id, &actor, now)?;
        Ok(Created {
            new: true,
            row: Invited {
                person: PersonView::of(conn, &person)?,
                invitation: Some(invitation),
            },
        })
    })
    .await
}

/// An invitation sent again: the same answer for the same content, without the token.
fn same(conn: &mut Conn, known: &Person, sent: &Person) -> Result<Created<Invited>, Error> {
    let facts = |person: &Person| {
        (
            person.name.clone(),
            person.email.clone(),
            person.roles.clone(),
        )
    };
    if facts(known) != facts(sent) {
        return Err(Error::id_taken());
    }
    Ok(Created {
        new: false,
        row: Invited {
            person: PersonView::of(conn, known)?,
            invitation: None,
        },
    })
}

fn parse(id: PersonId, new: &NewPerson, inviter: &[Role]) -> Result<Person, Error> {
    let name = authority::name(&new.name);
    let email = email(&new.email);
    let roles = authority::roles(&new.roles);
    let over = authority::invitation_fault(inviter, &new.roles);
    match (name, email, roles, over) {
        (Ok(name), Ok(email), Ok(roles), None) => Ok(Person {
            id,
            email,
            name,
            roles,
            suspended_at: None,
            version: 1,
        }),
        (name, email, roles, over) => Err(Error::invalid(
            [name.err(), email.err(), roles.err(), over]
                .into_iter()
                .flatten()
                .collect(),
        )),
    }
}

pub(super) fn email(text: &str) -> Result<Email, Fault> {
    let parsed = text.parse::<Email>();
    parsed.map_err(|why| Fault::at("/email", "email", why.to_string()))
}

pub(super) fn email_taken() -> Error {
    let detail = "There is an account with this e-mail already.";
    Error::conflict(vec![Fault::at("/email", "email_taken", detail)])
}
