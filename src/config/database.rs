//! The address of the database, with its password put in and taken out.

use crate::db::Address;

pub(super) fn address(
    url: &str,
    password: Option<&str>,
    faults: &mut Vec<String>,
) -> Option<Address> {
    let tls_wanted = [
        "sslmode=require",
        "sslmode=verify-ca",
        "sslmode=verify-full",
    ]
    .iter()
    .any(|mode| url.contains(mode));
    match Address::parse(url) {
        Some(Address::Postgres(_)) if tls_wanted && cfg!(feature = "bundled-libpq") => {
            faults.push(
                "database: this build speaks no TLS to PostgreSQL, and the address asks for it. Use the container image, \
                 or build with --no-default-features against a libpq that has TLS."
                    .to_owned(),
            );
            None
        }
        Some(Address::Postgres(url)) => Some(Address::Postgres(with_password(&url, password))),
        Some(sqlite) => Some(sqlite),
        None => {
            faults.push("database: sqlite:PATH or postgres://USER@HOST/NAME".to_owned());
            None
        }
    }
}

/// `user:password@host` of an address, as the places of its parts.
fn parts(url: &str) -> Option<(&str, &str, &str)> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?']).next().unwrap_or_default();
    let (user, _host) = authority.rsplit_once('@')?;
    Some((scheme, user, rest.strip_prefix(user)?))
}

fn with_password(url: &str, password: Option<&str>) -> String {
    let (Some((scheme, user, rest)), Some(password)) = (parts(url), password) else {
        return url.to_owned();
    };
    let user = user.split(':').next().unwrap_or_default();
    let escaped: String = password
        .bytes()
        .map(|byte| {
            if byte.is_ascii_alphanumeric() {
                char::from(byte).to_string()
            } else {
                format!("%{byte:02X}")
            }
        })
        .collect();
    format!("{scheme}://{user}:{escaped}{rest}")
}

pub(super) fn without_password(url: &str) -> String {
    let hidden = match parts(url) {
        Some((scheme, user, rest)) if user.contains(':') => {
            format!(
                "{scheme}://{}:hidden{rest}",
                user.split(':').next().unwrap_or_default()
            )
        }
        _ => url.to_owned(),
    };
    let (before, query) = hidden.split_once('?').unwrap_or((&hidden, ""));
    let query: Vec<&str> = query
        .split('&')
        .filter(|pair| !pair.starts_with("password=") && !pair.is_empty())
        .collect();
    if query.is_empty() {
        before.to_owned()
    } else {
        format!("{before}?{}", query.join("&"))
    }
}
