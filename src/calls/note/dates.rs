//! Dates of birth in a text: what is called one, and any whole date that lies long ago.

use std::sync::LazyLock;

use regex::{Captures, Regex};

use super::stretches::{Stretch, before, pattern};

/// A whole date so many years ago is no date of a call or an appointment. The youngest callers are 13.
const LONG_AGO: i32 = 12;

const MONTH: &str = "(?:jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)";

static DATE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?ix) \b (?P<a>\d{{4}}) [-/.] \d{{1,2}} [-/.] \d{{1,2}} \b
        | \b \d{{1,2}} [-/.] \d{{1,2}} [-/.] (?P<b>\d{{4}}|\d{{2}}) \b
        | \b {MONTH} \.? \s+ \d{{1,2}} (?:st|nd|rd|th)? ,? \s+ (?P<c>\d{{4}}) \b
        | \b \d{{1,2}} (?:st|nd|rd|th)? [\s-] (?:of\s+)? {MONTH} \.? ,? [\s-] (?P<d>\d{{4}}) \b"
    ))
});

/// Something like a date after words that say that it is a birth's.
static CALLED: LazyLock<Regex> = LazyLock::new(|| {
    pattern(&format!(
        r"(?ix) \b (?: d\.?o\.?b\.? | date\ of\ birth | birth\ ?date | birth\ ?day | b-?day | born ) \W+ (?: (?:is|was|on|in|the|it's|its|its|it) \W+ ){{0,3}}
        (?P<date> \d{{4}} [-/.] \d{{1,2}} [-/.] \d{{1,2}} | \d{{1,2}} [-/.] \d{{1,2}} (?: [-/.] \d{{2,4}} )?
        | {MONTH} \.? \s+ (?:the\s+)? \d{{1,2}} (?:st|nd|rd|th)? (?: ,? \s+ \d{{4}} )? | \d{{1,2}} (?:st|nd|rd|th)? \s+ (?:of\s+)? {MONTH} (?: \s+ \d{{4}} )?
        | {MONTH} ,? \s+ (?:of\s+)? \d{{4}} | '? (?:19|20)\d{{2}} ) \b"
    ))
});

/// Dates of birth. `year` is the present one.
pub(super) fn births(text: &str, year: i32) -> Vec<Stretch> {
    let called = CALLED
        .captures_iter(text)
        .filter_map(|found| Some(found.name("date")?.range()));
    let old = DATE.captures_iter(text).filter_map(|found| {
        let whole = found.get(0)?;
        let named = before(text, whole.start(), 30);
        let is_named = ["born", "birth", "dob"]
            .iter()
            .any(|cue| named.contains(cue));
        (is_named || year_of(&found, year)? + LONG_AGO <= year).then(|| whole.range())
    });
    called.chain(old).collect()
}

/// The year of a date. Two digits are of this century unless that lies ahead.
fn year_of(found: &Captures<'_>, now: i32) -> Option<i32> {
    let written = ["a", "b", "c", "d"]
        .iter()
        .find_map(|name| found.name(name))?;
    let number: i32 = written.as_str().parse().ok()?;
    Some(match written.len() {
        2 if 2000 + number > now + 1 => 1900 + number,
        2 => 2000 + number,
        _ => number,
    })
}
