//! Phone numbers, social security numbers and card numbers in a text, written in digits.

use std::sync::LazyLock;

use regex::Regex;

use super::stretches::{Stretch, after, all, before, pattern};

static SSN: LazyLock<Regex> =
    LazyLock::new(|| pattern(r"\b\d{3}-\d{2}-\d{4}\b|\b\d{3}[ .]\d{2}[ .]\d{4}\b|\b\d{9}\b"));
/// Digits with what people put between them.
static RUN: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?:\(?\+|\()?\d(?:[ .()/\-]{0,3}\d)*"));
static CARD: LazyLock<Regex> = LazyLock::new(|| pattern(r"\d(?:[ \-]{0,2}\d){11,18}"));
/// Dates, times and amounts that stand beside numbers.
static NO_NUMBER: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?x) \b \d{4} [-/.] \d{1,2} [-/.] \d{1,2} \b | \b \d{1,2} [-/.] \d{1,2} [-/.] (?: \d{4} | \d{2} ) \b
        | \b \d{1,2} : \d{2} (?: : \d{2} )? | \b (?: 19 | 20 ) \d{2} \s? - \s? (?: 19 | 20 ) \d{2} \b | \$ \s? \d [\d.]*",
    )
});
static CUE: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"(?:phone|cell|mobile|tel|telephone|number|text|call(?:ed)?|fax|reach(?:ed)?|dial|whatsapp|signal)\W+(?:\w+\W+){0,3}$",
    )
});
static UNIT: LazyLock<Regex> = LazyLock::new(|| {
    pattern(
        r"^\s*(?:mg|mcg|ml|g|kg|lbs?|pounds|dollars|bucks|usd|steps|calories|people|miles|minutes|hours|days|percent|%)",
    )
});

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

/// Social security numbers.
pub(super) fn ssns(text: &str) -> Vec<Stretch> {
    all(&SSN, text)
}

/// Card numbers: 12 to 19 digits whose check digit is right.
pub(super) fn cards(text: &str) -> Vec<Stretch> {
    let found = CARD.find_iter(text).filter(|found| {
        let number = digits(found.as_str());
        let is_part =
            before(text, found.start(), 1).ends_with(|c: char| c.is_ascii_digit() || c == '+');
        let begins =
            number.len() > 12 || number.starts_with(['5', '6']) || number.starts_with("0604");
        !is_part && begins && !number.starts_with("00") && luhn(&number)
    });
    found.map(|found| found.range()).collect()
}

/// The check of ISO/IEC 7812-1, annex B.
fn luhn(number: &str) -> bool {
    let sum: u32 = number
        .bytes()
        .rev()
        .map(|digit| u32::from(digit.saturating_sub(b'0')))
        .enumerate()
        .map(|(place, digit)| match digit * 2 {
            _ if place % 2 == 0 => digit,
            double if double > 9 => double - 9,
            double => double,
        })
        .sum();
    sum > 0 && sum.is_multiple_of(10)
}

/// Phone numbers of the United States in all their spellings, and those of elsewhere.
pub(super) fn phones(text: &str) -> Vec<Stretch> {
    let hidden = NO_NUMBER.replace_all(text, |found: &regex::Captures<'_>| {
        "_".repeat(found.get(0).map_or(0, |whole| whole.len()))
    });
    let found = RUN.find_iter(&hidden).filter(|found| {
        let cue = CUE.is_match(&before(text, found.start(), 60));
        !UNIT.is_match(&after(text, found.end())) && is_phone(found.as_str(), cue)
    });
    found.map(|found| found.range()).collect()
}

fn is_phone(run: &str, cue: bool) -> bool {
    let number = digits(run);
    let groups: Vec<usize> = run
        .split(|letter: char| !letter.is_ascii_digit())
        .map(str::len)
        .filter(|length| *length > 0)
        .collect();
    let counting = number.len() > 2
        && number
            .as_bytes()
            .windows(2)
            .all(|pair| matches!(pair, [a, b] if *b == a + 1));
    if counting && groups.len() == number.len() {
        return false;
    }
    match number.len() {
        7..=15 if run.trim_start_matches('(').starts_with('+') => true,
        10 => true,
        11 if number.starts_with(['1', '0']) => true,
        7 => matches!(groups.as_slice(), [3, 4]) || cue || groups.len() == 7,
        8 => cue,
        9..=17 => cue || number.starts_with('0') || groups.len() > 2,
        _ => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_check_digit_of_a_card_is_reckoned() {
        assert!(luhn("4111111111111111") && luhn("378282246310005"));
        assert!(!luhn("4111111111111112") && !luhn("0000000000000000"));
    }
}
