//! Keeping the accounts of others: roles, address, suspension, new links. Supervisors keep those of
//! peers, admins all.

use serde::Deserialize;
use utoipa::ToSchema;

use super::accounts::{PersonPath, PersonView, email, email_taken, versioned};
use super::links::{LinkView, new_link};
use crate::audit::{self, Action};
use crate::db::Conn;
use crate::door::{Admin, As, SupervisorOrAdmin};
use crate::error::{Error, Fault};
use crate::http::{Body, Done, IfMatch, Made, Path, Versioned};
use crate::id::PersonId;
use crate::people::links::Purpose;
use crate::people::{Person, authority, store};
use crate::role::Role;

/// The roles somebody is to hold from now on.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewRoles {
    /// All of them: what is not named is taken away.
    #[schema(min_items = 1)]
    roles: Vec<Role>,
}

/// How somebody is to be called, and where they are to sign in.
#[derive(Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct NewProfile {
    /// What colleagues call them: 1 to 80 characters.
    #[schema(min_length = 1, max_length = 80)]
    name: String,
    /// The address they sign in with.
    #[schema(format = "email", example = "ana@example.org")]
    email: String,
}

/// The account, if somebody with these roles keeps it; otherwise it is as good as absent.
fn kept(conn: &mut Conn, id: PersonId, keeper: &[Role]) -> Result<Person, Error> {
    let person = store::find(conn, id)?.ok_or_else(Error::not_found)?;
    if authority::may_keep(keeper, &person.roles) {
        return Ok(person);
    }
    Err(Error::refused(
        403,
        "forbidden",
        "You keep the accounts of peers. Please ask an admin.",
    ))
}

/// Changes what somebody may do. It acts on their next request.
pub async fn change_roles(
    who: As<Admin>,
    Path(asked): Path<PersonPath>,
    if_match: IfMatch,
    Body(new): Body<NewRoles>,
) -> Result<Versioned<PersonView>, Error> {
    let roles = authority::roles(&new.roles).map_err(|fault| Error::invalid(vec![fault]))?;
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let person = store::find(conn, asked.person_id)?.ok_or_else(Error::not_found)?;
        if_match.holds(person.version)?;
        let others = store::other_admins(conn, person.id)?;
        authority::keep_an_admin(&person, roles.contains(&Role::Admin), others)?;
        store::change_roles(conn, &person, &roles, now)?;
        audit::store::record(conn, now, &actor, Action::RolesChanged, person.id)?;
        now_as(conn, person.id)
    })
    .await
}

/// Changes somebody's name and address.
pub async fn change_profile(
    who: As<Admin>,
    Path(asked): Path<PersonPath>,
    if_match: IfMatch,
    Body(new): Body<NewProfile>,
) -> Result<Versioned<PersonView>, Error> {
    let (name, email) = match (authority::name(&new.name), email(&new.email)) {
        (Ok(name), Ok(email)) => (name, email),
        (name, email) => {
            let faults = [name.err(), email.err()];
            return Err(Error::invalid(faults.into_iter().flatten().collect()));
        }
    };
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let person = store::find(conn, asked.person_id)?.ok_or_else(Error::not_found)?;
        if_match.holds(person.version)?;
        let holder = store::account(conn, &email)?.map(|account| account.id);
        if holder.is_some_and(|holder| holder != person.id) {
            return Err(email_taken());
        }
        let changed = Person {
            name: name.clone(),
            email: email.clone(),
            ..person
        };
        store::update(conn, &changed)?;
        audit::store::record(conn, now, &actor, Action::ProfileChanged, changed.id)?;
        now_as(conn, changed.id)
    })
    .await
}

/// The account as it is after a change.
fn now_as(conn: &mut Conn, id: PersonId) -> Result<Versioned<PersonView>, Error> {
    let person = store::find(conn, id)?.ok_or_else(Error::not_found)?;
    versioned(conn, &person)
}

/// Suspends somebody: every door is closed to them from their next request on.
pub async fn suspend(
    who: As<SupervisorOrAdmin>,
    Path(asked): Path<PersonPath>,
) -> Result<Done, Error> {
    let (me, now, actor) = (who.id(), who.now(), who.actor());
    who.write(move |conn| {
        let person = kept(conn, asked.person_id, &actor.roles)?;
        if person.suspended_at.is_some() {
            return Ok(Done);
        }
        let others = store::other_admins(conn, person.id)?;
        authority::keep_an_admin(&person, false, others)?;
        if person.id == me {
            let detail = "Nobody suspends themselves. Please ask somebody else.";
            return Err(Error::conflict(vec![Fault::reason("yourself", detail)]));
        }
        let suspended = Person {
            suspended_at: Some(now),
            ..person
        };
        store::update(conn, &suspended)?;
        store::links::withdraw_all(conn, suspended.id, now)?;
        audit::store::record(conn, now, &actor, Action::PersonSuspended, suspended.id)?;
        Ok(Done)
    })
    .await
}

/// Lets somebody in again.
pub async fn restore(
    who: As<SupervisorOrAdmin>,
    Path(asked): Path<PersonPath>,
) -> Result<Done, Error> {
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let person = kept(conn, asked.person_id, &actor.roles)?;
        if person.suspended_at.is_none() {
            return Ok(Done);
        }
        let restored = Person {
            suspended_at: None,
            ..person
        };
        store::update(conn, &restored)?;
        audit::store::record(conn, now, &actor, Action::PersonRestored, restored.id)?;
        Ok(Done)
    })
    .await
}

/// Makes a new invitation for somebody who has not taken up theirs. Older ones stop working.
pub async fn invite_again(
    who: As<SupervisorOrAdmin>,
    Path(asked): Path<PersonPath>,
) -> Result<Made<LinkView>, Error> {
    let (now, actor) = (who.now(), who.actor());
    let link = new_link(Purpose::Invitation, now);
    who.write(move |conn| {
        let person = kept(conn, asked.person_id, &actor.roles)?;
        if store::has_joined(conn, person.id)? {
            let detail =
                "They have joined already. If they forgot their password, make a password reset.";
            return Err(Error::conflict(vec![Fault::reason("joined", detail)]));
        }
        audit::store::record(conn, now, &actor, Action::PersonInvited, person.id)?;
        link.keep(conn, person.id, &actor, now).map(Made)
    })
    .await
}

/// Makes a link with which somebody chooses a new password within the hour. Their second factor stays.
pub async fn reset_password(
    who: As<SupervisorOrAdmin>,
    Path(asked): Path<PersonPath>,
) -> Result<Made<LinkView>, Error> {
    let (now, actor) = (who.now(), who.actor());
    let link = new_link(Purpose::PasswordReset, now);
    who.write(move |conn| {
        let person = kept(conn, asked.person_id, &actor.roles)?;
        if !store::has_joined(conn, person.id)? {
            let detail = "They have no password yet. Make a new invitation.";
            return Err(Error::conflict(vec![Fault::reason("not_joined", detail)]));
        }
        audit::store::record(conn, now, &actor, Action::PasswordResetMade, person.id)?;
        link.keep(conn, person.id, &actor, now).map(Made)
    })
    .await
}

/// Removes the second factor of somebody who lost it and their recovery codes.
pub async fn remove_second_factor(
    who: As<Admin>,
    Path(asked): Path<PersonPath>,
) -> Result<Done, Error> {
    let (now, actor) = (who.now(), who.actor());
    who.write(move |conn| {
        let person = store::find(conn, asked.person_id)?.ok_or_else(Error::not_found)?;
        if store::second_factors::remove(conn, person.id, now)? {
            audit::store::record(conn, now, &actor, Action::SecondFactorRemoved, person.id)?;
        }
        Ok(Done)
    })
    .await
}
