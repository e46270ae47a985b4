//! Names of people in a text, by what stands around a word and by lists of names. A guess, and told as one.

mod cues;
mod lists;
mod somewhere;

use std::sync::LazyLock;

use regex::Regex;

use self::lists::Known;
use super::stretches::{Stretch, pattern};

static WORD: LazyLock<Regex> = LazyLock::new(|| pattern(r"[\p{L}\p{M}]+(?:['-][\p{L}\p{M}]+)*"));

/// A word, and what can be seen of it.
#[expect(
    clippy::struct_excessive_bools,
    reason = "a word may be all of it at once"
)]
struct Word {
    at: Stretch,
    lower: String,
    known: Known,
    /// Begins with a capital letter.
    capital: bool,
    /// Is the first of its sentence.
    begins: bool,
    /// Ends in an apostrophe and s, which are left out of it.
    owns: bool,
    /// Has a letter that English lacks.
    foreign: bool,
    /// The text between the word before and this one.
    gap: String,
}

impl Word {
    /// Can be part of a name if something says so.
    const fn may_be(&self) -> bool {
        self.capital && !self.known.ordinary
    }

    /// Stands right after the word before.
    fn follows(&self) -> bool {
        matches!(self.gap.as_str(), " " | "  " | ". " | " \n" | "-")
    }
}

fn words(text: &str) -> Vec<Word> {
    let shouted = text.chars().filter(|c| c.is_uppercase()).count()
        > text.chars().filter(|c| c.is_lowercase()).count();
    let mut end = 0;
    let mut words: Vec<Word> = Vec::new();
    for found in WORD.find_iter(text) {
        let whole = found.as_str();
        let bare = ["'s", "'S"]
            .iter()
            .find_map(|s| whole.strip_suffix(s))
            .unwrap_or(whole);
        let gap = text.get(end..found.start()).unwrap_or_default().to_owned();
        let after_title = words
            .last()
            .is_some_and(|last: &Word| cues::is_title(&last.lower) || last.lower.len() == 1);
        let begins = words.is_empty()
            || gap.contains(['!', '?', ':', '\n', '"', '“', '•'])
            || (gap.contains('.') && !after_title);
        let lower = bare.to_lowercase();
        words.push(Word {
            at: found.start()..found.start() + bare.len(),
            known: Known::of(&lower),
            capital: !shouted && bare.chars().next().is_some_and(char::is_uppercase),
            begins,
            owns: bare.len() < whole.len(),
            foreign: bare
                .chars()
                .any(|letter| !letter.is_ascii() && letter.is_alphabetic()),
            lower,
            gap,
        });
        end = found.end();
    }
    words
}

/// Where names of people seem to stand.
pub(super) fn names(text: &str) -> Vec<Stretch> {
    let words = words(text);
    let mut found: Vec<Stretch> = Vec::new();
    let mut next = 0;
    while let Some(word) = words.get(next) {
        let around = Around {
            words: &words,
            at: next,
        };
        let length = around.length();
        if length == 0 {
            next += 1;
            continue;
        }
        let last = words.get(next + length - 1).unwrap_or(word);
        found.push(word.at.start..last.at.end);
        next += length;
    }
    found
}

/// A word among the others.
struct Around<'a> {
    words: &'a [Word],
    at: usize,
}

impl Around<'_> {
    fn word(&self, steps: usize) -> Option<&Word> {
        self.words.get(self.at + steps)
    }

    fn back(&self, steps: usize) -> Option<&Word> {
        self.words.get(self.at.checked_sub(steps)?)
    }

    /// How many words from here on are a name; 0 if none.
    fn length(&self) -> usize {
        let Some(word) = self.word(0) else { return 0 };
        let run = self.run();
        if cues::is_title(&word.lower) {
            return self.titled(word);
        }
        if self.is_cued(word) || (run > 1 && self.is_full_name(word)) {
            return run.max(1);
        }
        if !word.capital {
            return self.in_small(word);
        }
        usize::from(self.stands_alone(word)) * run.max(1)
    }

    /// How many words from here on could be one name together.
    fn run(&self) -> usize {
        let mut length = 0;
        while let Some(word) = self.word(length) {
            let initial = word.capital && word.lower.chars().count() == 1 && length > 0;
            let particle = length > 0
                && cues::is_particle(&word.lower)
                && self.word(length + 1).is_some_and(Word::may_be);
            let fits = word.may_be() || initial || particle;
            if length == 4 || !fits || (length > 0 && (!word.follows() || word.begins)) {
                break;
            }
            length += 1;
            if word.owns {
                break;
            }
        }
        length
    }

    /// A title with a name, such as Dr. Lee.
    fn titled(&self, title: &Word) -> usize {
        let rest = Self {
            words: self.words,
            at: self.at + 1,
        };
        let Some(name) = rest.word(0).filter(|name| name.follows()) else {
            return 0;
        };
        let month = name.known.place && !cues::is_formal(&title.lower);
        if name.may_be() && !month && !title.owns {
            return 1 + rest.run();
        }
        let small = cues::is_formal(&title.lower)
            && (name.known.is_sure() || (name.known.last && !name.known.ordinary));
        if small { 2 } else { 0 }
    }

    /// Whether the words before say that a name comes.
    fn is_cued(&self, word: &Word) -> bool {
        if word.known.ordinary
            || !(word.capital || word.known.is_sure())
            || word.gap.contains(['.', '!', '?', ';', '\n'])
        {
            return false;
        }
        let before = |steps| self.back(steps).map_or("", |word| word.lower.as_str());
        let last = self.back(1);
        if cues::names_somebody(before(1), before(2), before(3)) {
            return true;
        }
        let calls_oneself = cues::calls_oneself(before(1), before(2))
            && (word.known.first || word.foreign)
            && !word.known.place;
        let kin =
            cues::is_kin(before(1)) && !last.is_some_and(|last| last.owns) && !word.known.place;
        calls_oneself || kin
    }

    /// Whether two words or more are a first name with what follows it.
    fn is_full_name(&self, word: &Word) -> bool {
        let Some(second) = self.word(1) else {
            return false;
        };
        let last = self.words.get(self.at + self.run() - 1).unwrap_or(second);
        let ends_in_place = self.words.get(self.at + self.run()).is_some_and(|next| {
            next.capital && next.follows() && !next.begins && somewhere::is_of_a_place(&next.lower)
        });
        if ends_in_place || somewhere::is_of_a_place(&last.lower) {
            return false;
        }
        if word.known.first && !word.known.place {
            return !word.known.word || second.known.last || second.known.first || second.foreign;
        }
        let place = word.known.place || self.is_somewhere();
        if word.known.first && second.known.last {
            return !second.known.place;
        }
        !place && (second.known.last || second.known.first || word.foreign || second.foreign)
    }

    /// Whether the word before tells of a place.
    fn is_somewhere(&self) -> bool {
        self.back(1)
            .is_some_and(|back| somewhere::is_where(&back.lower))
            && self.word(0).is_some_and(|word| word.gap == " ")
    }

    /// Whether a single capital word is a name by itself.
    fn stands_alone(&self, word: &Word) -> bool {
        let follower = self
            .word(1)
            .filter(|next| next.capital && next.follows() && !next.begins);
        let leader = self
            .back(1)
            .filter(|back| back.capital && word.follows() && !word.begins && !back.begins);
        let part_of_more = follower.is_some_and(|next| next.known.ordinary && next.lower.len() > 1)
            || leader.is_some_and(|back| {
                back.known.ordinary && !cues::is_kin(&back.lower) && back.lower.len() > 1
            });
        if word.known.ordinary || part_of_more && !word.owns {
            return false;
        }
        if word.known.is_sure() {
            return true;
        }
        if word.owns
            && self.word(1).is_some_and(|next| cues::is_kin(&next.lower))
            && !word.known.place
        {
            return true;
        }
        if word.begins {
            // A family name that does something.
            return (word.known.last || word.foreign)
                && !word.known.word
                && !word.known.place
                && self
                    .word(1)
                    .is_some_and(|next| next.gap == " " && cues::is_deed(&next.lower));
        }
        if word.known.place || self.is_somewhere() {
            return false;
        }
        word.known.first || word.known.last || word.foreign
    }

    /// A full name that was typed without capitals.
    fn in_small(&self, word: &Word) -> usize {
        let next = self.word(1).filter(|next| next.gap == " " && !next.begins);
        let full = next.is_some_and(|next| {
            word.known.is_sure()
                && next.known.last
                && !next.known.ordinary
                && !next.known.word
                && !next.known.place
        });
        if full && word.lower.len() > 2 { 2 } else { 0 }
    }
}
