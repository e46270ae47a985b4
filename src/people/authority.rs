//! Who may do what with whose account. Admins keep all of them, supervisors those of peers.

use super::Person;
use crate::error::{Error, Fault};
use crate::role::Role;

/// The longest name, in characters.
const LONGEST_NAME: usize = 80;

/// Whether somebody with these roles keeps the account of somebody with those.
pub fn may_keep(keeper: &[Role], of: &[Role]) -> bool {
    let of_peer = of.iter().all(|role| *role == Role::Peer);
    keeper.contains(&Role::Admin) || (keeper.contains(&Role::Supervisor) && of_peer)
}

/// What keeps somebody with these roles from inviting somebody with those.
pub fn invitation_fault(inviter: &[Role], roles: &[Role]) -> Option<Fault> {
    if may_keep(inviter, roles) {
        return None;
    }
    let detail = "A supervisor invites peers. Please ask an admin to invite others.";
    Some(Fault::at("/roles", "not_yours_to_give", detail))
}

/// The roles somebody is to hold: at least one, each once, in their order.
pub fn roles(asked: &[Role]) -> Result<Vec<Role>, Fault> {
    let every = Role::ALL.iter().copied();
    let roles: Vec<Role> = every.filter(|role| asked.contains(role)).collect();
    if roles.is_empty() {
        return Err(Fault::at("/roles", "required", "Give at least one role."));
    }
    if roles.len() < asked.len() {
        return Err(Fault::at("/roles", "repeated", "Give each role once."));
    }
    Ok(roles)
}

/// What colleagues call somebody: 1 to 80 characters without line breaks, spaces at the ends left out.
pub fn name(asked: &str) -> Result<String, Fault> {
    let name = asked.trim();
    let too_long = name.chars().count() > LONGEST_NAME;
    if name.is_empty() || too_long || name.chars().any(char::is_control) {
        let detail = "Give a name of 1 to 80 characters on one line.";
        return Err(Fault::at("/name", "name", detail));
    }
    Ok(name.to_owned())
}

/// Refuses what would leave the line without an admin who can sign in. Handed how many others can.
pub fn keep_an_admin(person: &Person, stays_admin: bool, other_admins: i64) -> Result<(), Error> {
    let is_admin = person.roles.contains(&Role::Admin) && person.suspended_at.is_none();
    if is_admin && !stays_admin && other_admins == 0 {
        let detail = "This is the last admin who can sign in. Make somebody else an admin first.";
        return Err(Error::conflict(vec![Fault::reason("last_admin", detail)]));
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_supervisor_keeps_peers_and_an_admin_everybody() {
        let (supervisor, admin) = (&[Role::Supervisor][..], &[Role::Admin][..]);
        assert!(may_keep(supervisor, &[Role::Peer]));
        assert!(!may_keep(supervisor, &[Role::Peer, Role::Evaluator]));
        assert!(!may_keep(supervisor, &[Role::Supervisor]));
        assert!(!may_keep(&[Role::Peer], &[Role::Peer]));
        for role in Role::ALL {
            assert!(may_keep(admin, &[*role]));
        }
        assert!(invitation_fault(supervisor, &[Role::Admin]).is_some());
    }

    #[test]
    fn roles_are_each_given_once_and_at_least_one() {
        let both = roles(&[Role::Admin, Role::Peer]).unwrap();
        assert_eq!(both, [Role::Peer, Role::Admin]);
        assert_eq!(roles(&[]).unwrap_err().code, "required");
        let twice = roles(&[Role::Peer, Role::Peer]).unwrap_err();
        assert_eq!(twice.code, "repeated");
    }

    #[test]
    fn a_name_is_on_one_line() {
        assert_eq!(name("  Inés ").unwrap(), "Inés");
        for wrong in ["", "   ", "a\nb", &"x".repeat(81)] {
            assert!(name(wrong).is_err());
        }
    }
}
