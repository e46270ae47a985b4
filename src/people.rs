//! Who someone is to the line: accounts, e-mail addresses, roles. Knows no shift and no call.

pub mod api;
pub mod authority;
pub mod backoff;
pub mod credentials;
pub mod gate;
pub mod links;
pub mod named;
pub mod qualifications;
pub mod report_tokens;
pub mod ring;
pub mod second_factor;
pub mod store;
pub mod tokens;

use crate::clock::Moment;
use crate::id::PersonId;
use crate::role::Role;
use crate::words::text_in_sql;

/// An e-mail address in lower case: something, an @, and a dotted something, 254 bytes at most.
#[derive(
    Clone, Debug, PartialEq, Eq, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow,
)]
#[diesel(sql_type = diesel::sql_types::Text)]
pub struct Email(String);

/// Why a text is no e-mail address.
#[derive(Debug, thiserror::Error)]
#[error("Give an e-mail address, such as ana@example.org.")]
pub struct NotAnEmail;

impl Email {
    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl std::str::FromStr for Email {
    type Err = NotAnEmail;

    fn from_str(text: &str) -> Result<Self, NotAnEmail> {
        let text = text.trim().to_lowercase();
        let (before, after) = text.split_once('@').ok_or(NotAnEmail)?;
        let odd = |c: char| c.is_whitespace() || c.is_control() || c == '@';
        let dotted =
            after.split('.').count() > 1 && after.split('.').all(|label| !label.is_empty());
        if before.is_empty()
            || !dotted
            || text.len() > 254
            || before.contains(odd)
            || after.contains(odd)
        {
            return Err(NotAnEmail);
        }
        Ok(Self(text))
    }
}

text_in_sql!(Email);

/// A person with an account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Person {
    /// Their id.
    pub id: PersonId,
    /// Where they sign in.
    pub email: Email,
    /// What colleagues call them.
    pub name: String,
    /// The roles they hold.
    pub roles: Vec<Role>,
    /// Since when they are suspended, if they are.
    pub suspended_at: Option<Moment>,
    /// Raised with every change of the account; 1 for a new one.
    pub version: i32,
}

impl Person {
    /// What their password must not be.
    pub fn about(&self) -> [&str; 2] {
        [self.email.as_str(), &self.name]
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_kept_in_lower_case() {
        assert_eq!(
            "  Ana@Example.ORG ".parse::<Email>().unwrap().as_str(),
            "ana@example.org"
        );
    }

    #[test]
    fn what_could_not_receive_mail_is_no_address() {
        for text in [
            "",
            "ana",
            "@example.org",
            "ana@",
            "ana@example",
            "a na@example.org",
            "a@b@c.org",
            "a@b..org",
        ] {
            assert!(text.parse::<Email>().is_err(), "{text}");
        }
    }
}
