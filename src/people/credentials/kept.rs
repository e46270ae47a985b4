//! The form in which a password is kept, a PHC string of Argon2id. Knows no rule of what is a good one.

use std::cell::RefCell;

use argon2::password_hash::phc::{Output, ParamsString, PasswordHash, Salt};
use argon2::{Algorithm, Argon2, Block, Params, Version};

use crate::error::Error;

/// As OWASP recommends: 19 MiB, two passes, one lane.
pub(crate) const PARAMS: (u32, u32, u32) = (19 * 1024, 2, 1);
const LENGTH: usize = 32;

thread_local! {
    /// Room for one hash, kept for the next. Given back each time, the allocator would keep many of
    /// them for each thread (a flood of sign-ins then held several hundred MiB), and each time the
    /// system would fill the room with zeros once more.
    static ROOM: RefCell<Vec<Block>> = const { RefCell::new(Vec::new()) };
}

/// What is kept of a password, with this salt.
pub(super) fn form(password: &[u8], salt: &[u8; 16]) -> Result<String, Error> {
    let params = params()?;
    let output = derive(password, salt, Version::V0x13, &params)?;
    let form = PasswordHash {
        algorithm: Algorithm::Argon2id.ident(),
        version: Some(Version::V0x13.into()),
        params: ParamsString::try_from(&params).map_err(Error::broken)?,
        salt: Some(Salt::new(salt).map_err(Error::broken)?),
        hash: Some(output),
    };
    Ok(form.to_string())
}

/// Whether a form was made of a password.
pub(super) fn is_of(form: &str, password: &[u8]) -> Result<bool, Error> {
    let form = PasswordHash::new(form).map_err(Error::broken)?;
    let (Some(salt), Some(kept)) = (form.salt, form.hash) else {
        return Err(Error::broken("a kept password lacks a part"));
    };
    if form.algorithm != Algorithm::Argon2id.ident() {
        return Err(Error::broken("a kept password is not of Argon2id"));
    }
    let version = form.version.unwrap_or_default().try_into();
    let params = Params::try_from(&form).map_err(Error::broken)?;
    let made = derive(password, &salt, version.map_err(Error::broken)?, &params)?;
    // `Output` compares in constant time.
    Ok(made == kept)
}

/// The same work as for a kept form, for nothing.
pub(super) fn of_nobody(password: &[u8]) -> Result<(), Error> {
    derive(password, b"an empty account", Version::V0x13, &params()?).map(drop)
}

fn params() -> Result<Params, Error> {
    let (memory, passes, lanes) = PARAMS;
    Params::new(memory, passes, lanes, Some(LENGTH)).map_err(Error::broken)
}

fn derive(
    password: &[u8],
    salt: &[u8],
    version: Version,
    params: &Params,
) -> Result<Output, Error> {
    let mut output = [0_u8; LENGTH];
    let argon = Argon2::new(Algorithm::Argon2id, version, params.clone());
    in_room(&argon, password, salt, &mut output)?;
    Output::new(&output).map_err(Error::broken)
}

/// Hashes in the room that this thread keeps for it.
pub(crate) fn in_room(
    argon: &Argon2<'_>,
    text: &[u8],
    salt: &[u8],
    output: &mut [u8],
) -> Result<(), Error> {
    ROOM.with_borrow_mut(|room| {
        room.resize(argon.params().block_count(), Block::new());
        argon.hash_password_into_with_memory(text, salt, output, room)
    })
    .map_err(Error::broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_that_the_library_makes_is_understood_with_other_costs_too() {
        for (params, password) in [((256, 2, 1), "one"), (PARAMS, "two")] {
            let (memory, passes, lanes) = params;
            let params = Params::new(memory, passes, lanes, Some(LENGTH)).unwrap();
            let library = Argon2::new(Algorithm::Argon2id, Version::V0x13, params);
            let form = argon2::PasswordHasher::hash_password_with_salt(
                &library,
                password.as_bytes(),
                &[3; 16],
            );
            let form = form.unwrap().to_string();
            assert!(is_of(&form, password.as_bytes()).unwrap());
            assert!(!is_of(&form, b"three").unwrap());
        }
    }

    #[test]
    fn what_was_left_in_the_room_changes_nothing() {
        let first = form(b"one", &[3; 16]).unwrap();
        form(b"two", &[4; 16]).unwrap();
        assert_eq!(form(b"one", &[3; 16]).unwrap(), first);
    }
}
