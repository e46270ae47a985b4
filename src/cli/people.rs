//! `warmline user`: the first people, before anybody can sign in to invite others.

use clap::Subcommand;

use super::{open, say};
use crate::audit::{self, Action};
use crate::chance;
use crate::clock::Clock;
use crate::config::Config;
use crate::error::Error;
use crate::people::links::Purpose;
use crate::people::{Email, Person, authority, credentials, store};
use crate::role::Role;

#[derive(Subcommand)]
pub(super) enum UserCommand {
    /// Add a person and print a one-time invitation, valid for 72 hours
    ///
    /// With the invitation they choose a password: nobody ever chooses another's.
    Add {
        /// Address they sign in with
        #[arg(long)]
        email: String,
        /// What colleagues call them
        #[arg(long)]
        name: String,
        /// What they may do: peer, supervisor, evaluator, admin; several times for several roles
        #[arg(long = "role", required = true, value_name = "ROLE")]
        roles: Vec<String>,
    },
}

pub(super) async fn run(config: &Config, command: UserCommand) -> Result<(), Error> {
    let UserCommand::Add { email, name, roles } = command;
    let now = Clock::System.now();
    let email: Email = email
        .parse()
        .map_err(|why: crate::people::NotAnEmail| Error::Broken(why.to_string()))?;
    let name = authority::name(&name).map_err(|fault| Error::Broken(fault.detail))?;
    let roles = roles.iter().map(|role| role.parse::<Role>());
    let roles = roles.collect::<Result<Vec<_>, _>>();
    let roles = roles.map_err(|_unknown| {
        Error::Broken("A role is peer, supervisor, evaluator or admin.".to_owned())
    })?;
    let premises = open(config, now).await?;
    let actor = premises.actor();
    let token = chance::secret();
    let digest = credentials::digest(&token);
    let person = Person {
        id: chance::id(now),
        email,
        name,
        roles,
        suspended_at: None,
        version: 1,
    };
    let link = chance::id(now);
    premises
        .db
        .write(move |conn| {
            if store::account(conn, &person.email)?.is_some() {
                return Err(Error::refused(
                    409,
                    "email_taken",
                    "There is an account with this e-mail already.",
                ));
            }
            store::insert(conn, &person, None, now)?;
            let link = (link, person.id, Purpose::Invitation);
            store::links::insert(conn, link, &digest, None, now)?;
            audit::store::record(conn, now, &actor, Action::PersonInvited, person.id)
        })
        .await?;
    let address = format!("http://{}/api/v1/invitations/acceptance", config.bind);
    say(&format!(
        "Invitation token, shown this once and valid for 72 hours:\n  {token}\nThey take it up by choosing a password:\n  \
         curl -X POST {address} -H 'content-type: application/json' \\\n    \
         -d '{{\"token\": \"{token}\", \"password\": \"...\"}}'"
    ))
}
