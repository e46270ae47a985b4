//! Words that are names, and words that are not. Where they come from: `names.license.txt`.

use std::collections::HashSet;
use std::sync::LazyLock;

type Words = LazyLock<HashSet<&'static str>>;

static FIRST: Words = LazyLock::new(|| words(include_str!("first.txt")));
static LAST: Words = LazyLock::new(|| words(include_str!("last.txt")));
static ORDINARY: Words = LazyLock::new(|| words(include_str!("ordinary.txt")));
static ALSO_WORDS: Words = LazyLock::new(|| words(include_str!("also_words.txt")));
static ALSO_PLACES: Words = LazyLock::new(|| words(include_str!("also_places.txt")));

fn words(text: &'static str) -> HashSet<&'static str> {
    text.split_whitespace().collect()
}

/// What is known of a word.
#[derive(Clone, Copy, Debug, Default)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "a word may be all of it at once"
)]
pub(super) struct Known {
    /// Given to people at birth.
    pub(super) first: bool,
    /// A family's.
    pub(super) last: bool,
    /// A word of every day, so no name.
    pub(super) ordinary: bool,
    /// A name that is a word too, such as Grace.
    pub(super) word: bool,
    /// A name that is a month, a day or a place too, such as April.
    pub(super) place: bool,
}

impl Known {
    /// What is known of a word in lower case.
    pub(super) fn of(word: &str) -> Self {
        // Of Mary-Ann and O'Neill, the first part that is a name tells.
        let parts =
            || std::iter::once(word).chain(word.split(['-', '\'']).filter(|part| part.len() > 2));
        Self {
            first: parts().any(|part| FIRST.contains(part)),
            last: parts().any(|part| LAST.contains(part)),
            ordinary: ORDINARY.contains(word) || word.chars().count() < 2,
            word: ALSO_WORDS.contains(word),
            place: ALSO_PLACES.contains(word),
        }
    }

    /// A first name and nothing else.
    pub(super) const fn is_sure(self) -> bool {
        self.first && !self.word && !self.place && !self.ordinary
    }
}
