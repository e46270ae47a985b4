//! Phone numbers in a text that are spelt in words.

use std::sync::LazyLock;

use regex::Regex;

use super::stretches::{Stretch, pattern};

static PIECE: LazyLock<Regex> = LazyLock::new(|| pattern(r"(?i)[a-z]+|\d+"));

/// How many digits a piece stands for, and the one digit if it is one.
fn digits(piece: &str) -> Option<(usize, Option<u8>)> {
    if piece.bytes().all(|byte| byte.is_ascii_digit()) {
        return (piece.len() <= 4).then_some((piece.len(), None));
    }
    let words = [
        "zero", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine",
    ];
    let word = piece.to_lowercase();
    if let Some(digit) = words.iter().position(|known| *known == word) {
        return Some((1, u8::try_from(digit).ok()));
    }
    match word.as_str() {
        "oh" | "o" | "nought" | "naught" => Some((1, Some(0))),
        // They say again what comes after, or make it longer.
        "double" => Some((1, None)),
        "triple" | "hundred" | "ten" | "eleven" | "twelve" | "thirteen" | "fourteen"
        | "fifteen" | "sixteen" | "seventeen" | "eighteen" | "nineteen" | "twenty" | "thirty"
        | "forty" | "fifty" | "sixty" | "seventy" | "eighty" | "ninety" => Some((2, None)),
        _ => None,
    }
}

/// Seven digits or more in a row, of which at least three are words, and which do not just count.
pub(super) fn phones(text: &str) -> Vec<Stretch> {
    let mut found = Vec::new();
    let mut run = Run::default();
    for piece in PIECE.find_iter(text) {
        let gap = text.get(run.end..piece.start()).unwrap_or_default();
        let near = gap.len() <= 3 && !gap.contains(['\n', '!', '?']);
        let value = digits(piece.as_str());
        if value.is_none() || !near {
            found.extend(run.phone());
            run = Run::default();
        }
        if let Some((count, digit)) = value {
            run.add(piece.range(), count, digit);
        }
    }
    found.extend(run.phone());
    found
}

/// Pieces of a number, one after the other.
#[derive(Default)]
struct Run {
    start: usize,
    end: usize,
    digits: usize,
    words: usize,
    last: Option<u8>,
    steps: usize,
}

impl Run {
    fn add(&mut self, at: Stretch, count: usize, digit: Option<u8>) {
        if self.digits == 0 {
            self.start = at.start;
        }
        self.end = at.end;
        self.digits += count;
        self.words += usize::from(digit.is_some());
        if let (Some(last), Some(digit)) = (self.last, digit) {
            self.steps += usize::from(last.abs_diff(digit) == 1);
        }
        self.last = digit;
    }

    fn phone(&self) -> Option<Stretch> {
        let counts = self.steps + 1 >= self.words;
        (self.digits >= 7 && self.words >= 3 && !counts).then_some(self.start..self.end)
    }
}
