//! E-mail addresses, internet addresses, and addresses of computers in a text.

use core::net::{Ipv4Addr, Ipv6Addr};
use std::sync::LazyLock;

use regex::Regex;

use super::stretches::{Stretch, all, pattern};

static EMAIL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix) [\p{L}\p{N}._%+\-]+ \s? @ \s? [\p{L}\p{N}\-]+ (?: \. [\p{L}\p{N}\-]+ )+
        | [\p{L}\p{N}._+\-]+ \s* (?: \(at\) | \[at\] | \{at\} | \s at \s | @ ) \s* [\p{L}\p{N}\-]+ \s* (?: \(dot\) | \[dot\] | \s dot \s | \. ) \s*
          (?: com | org | net | edu | gov | us | co | io | me | mail | info | de | uk ) \b
        | [\p{L}\p{N}._+\-]+ \s+ at \s+ (?: gmail | yahoo | hotmail | outlook | icloud | aol | proton(?:mail)? ) \b",
    )
});

static URL: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?ix) \b https? :// \S+ | \b www \. \S+ | \b (?: [a-z0-9] [a-z0-9\-]* \. )+
        (?: com | org | net | edu | gov | mil | info | biz | io | co | us | me | tv | app | dev | ly | gg | ca | uk | de | fr | online | site | xyz )
        \b (?: / \S* )?",
    )
});

static IP_4: LazyLock<Regex> = LazyLock::new(|| pattern(r"\b\d{1,3}(?:\.\d{1,3}){3}\b"));
static IP_6: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"(?i)[0-9a-f]{0,4}(?::[0-9a-f]{0,4}){2,7}(?:(?:\.\d{1,3}){3})?"));

/// E-mail addresses, spelt out ones too.
pub(super) fn emails(text: &str) -> Vec<Stretch> {
    all(&EMAIL, text)
}

/// Internet addresses.
pub(super) fn urls(text: &str) -> Vec<Stretch> {
    all(&URL, text)
}

/// Addresses of computers, of both versions.
pub(super) fn ips(text: &str) -> Vec<Stretch> {
    let of = |found: regex::Match<'_>| found.range();
    let four = IP_4.find_iter(text);
    let four = four.filter(|found| found.as_str().parse::<Ipv4Addr>().is_ok());
    let six = IP_6.find_iter(text).filter(|found| {
        found.as_str().chars().any(|letter| letter != ':')
            && found.as_str().parse::<Ipv6Addr>().is_ok()
    });
    four.map(of).chain(six.map(of)).collect()
}
