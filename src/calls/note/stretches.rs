//! Patterns and where they stand in a text: what every look for something is made of.

use regex::Regex;

/// A stretch of bytes of a text.
pub(super) type Stretch = std::ops::Range<usize>;

/// A pattern of this program.
#[expect(
    clippy::expect_used,
    reason = "the patterns are constants, and each is tried by a test"
)]
pub(super) fn pattern(text: &str) -> Regex {
    Regex::new(text).expect("a pattern of this program can be read")
}

/// Where a pattern is found.
pub(super) fn all(pattern: &Regex, text: &str) -> Vec<Stretch> {
    pattern.find_iter(text).map(|found| found.range()).collect()
}

/// The text before a place, as far as so many bytes back, in lower case.
pub(super) fn before(text: &str, at: usize, bytes: usize) -> String {
    let from = (at.saturating_sub(bytes)..=at).find(|from| text.is_char_boundary(*from));
    let head = from.and_then(|from| text.get(from..at));
    head.unwrap_or_default().to_lowercase()
}

/// The text from a place on, in lower case.
pub(super) fn after(text: &str, at: usize) -> String {
    let rest = text.get(at..).unwrap_or_default();
    rest.chars().take(24).collect::<String>().to_lowercase()
}
