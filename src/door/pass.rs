//! Which roles each door lets in, and what else it asks.

use super::{Credential, Standing};
use crate::error::Error;
use crate::role::Role;

/// Which roles a door lets in.
pub trait Pass: 'static {
    /// The name on the guest list.
    const NAME: &'static str;
    /// Any one of these is enough.
    const ROLES: &'static [Role];
    /// Whether the token of a tool that reads reports opens it too.
    const OPENS_TO_TOOLS: bool = false;
    /// Whether the token of telephony opens it too.
    const OPENS_TO_TELEPHONY: bool = false;
    /// Whether it opens to who has still to set up a second factor that their role asks for.
    const OPENS_BEFORE_SECOND_FACTOR: bool = false;
}

macro_rules! passes {
    ($($(#[$about:meta])* $name:ident: $($role:ident)|+ $(, $also:ident)?;)+) => { $(
        $(#[$about])*
        pub struct $name;
        impl Pass for $name {
            const NAME: &'static str = stringify!($name);
            const ROLES: &'static [Role] = &[$(Role::$role),+];
            $(const $also: bool = true;)?
        }
    )+ };
}

passes! {
    /// A peer.
    Peer: Peer;
    /// A supervisor.
    Supervisor: Supervisor;
    /// Whoever takes or keeps calls and shifts.
    PeerOrSupervisor: Peer | Supervisor;
    /// Whoever may read released reports, in person or through a tool.
    ReportReader: Evaluator | Supervisor, OPENS_TO_TOOLS;
    /// Whoever may let a tool read released reports.
    ToolOwner: Evaluator | Supervisor;
    /// Whoever may know who answers now, in person or through telephony.
    DutyReader: Peer | Supervisor, OPENS_TO_TELEPHONY;
    /// An admin.
    Admin: Admin;
    /// Whoever keeps accounts.
    SupervisorOrAdmin: Supervisor | Admin;
    /// Anybody with an account.
    SignedIn: Peer | Supervisor | Evaluator | Admin, OPENS_BEFORE_SECOND_FACTOR;
}

/// Lets somebody in, or says why not.
pub(super) fn may_enter<P: Pass>(standing: &Standing) -> Result<(), Error> {
    let refused = |code, detail: &str| Err(Error::refused(403, code, detail));
    if standing.suspended {
        let detail = "This account is suspended. Please talk to your supervisor.";
        return refused("suspended", detail);
    }
    match standing.credential {
        Credential::ReportToken(_) if !P::OPENS_TO_TOOLS => {
            return refused("forbidden", "This token opens reports and nothing else.");
        }
        Credential::DutyToken(_) if !P::OPENS_TO_TELEPHONY => {
            let detail = "This token opens who is on duty and nothing else.";
            return refused("forbidden", detail);
        }
        _ => {}
    }
    if !standing.roles.iter().any(|role| P::ROLES.contains(role)) {
        return refused("forbidden", "Your role does not open this.");
    }
    if standing.lacks_second_factor && !P::OPENS_BEFORE_SECOND_FACTOR {
        let detail = "Your role asks for a second factor. Please set one up first, at /api/v1/me/second-factor.";
        return refused("second_factor_needed", detail);
    }
    Ok(())
}
