//! Looks for many texts in many bytes at once, whatever their case and however they are encoded.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use crate::birds::spellings;

/// How many bytes are compared first.
const HEAD: usize = 8;
/// Places in the sieve, as bits of an index.
const SIEVE: u32 = 20;

/// Texts to be looked for, in every spelling.
pub(crate) struct Search {
    names: Vec<String>,
    heads: HashMap<u64, Vec<(usize, Vec<u8>)>>,
    /// Most bytes begin nothing that is looked for; this says so without a look at the map.
    sieve: Vec<bool>,
}

impl Search {
    /// Looks for texts, each under a name for people.
    pub(crate) fn new<'a>(texts: impl IntoIterator<Item = (String, &'a str)>) -> Self {
        let mut search = Self {
            names: Vec::new(),
            heads: HashMap::new(),
            sieve: vec![false; 1 << SIEVE],
        };
        for (name, text) in texts {
            let number = search.names.len();
            search.names.push(name);
            for spelling in spellings(text) {
                let head = u64::from_be_bytes(spelling[..HEAD].try_into().unwrap());
                search.sieve[place(head)] = true;
                search
                    .heads
                    .entry(head)
                    .or_default()
                    .push((number, spelling));
            }
        }
        search
    }

    /// The numbers of the texts that are in these bytes.
    pub(crate) fn numbers(&self, bytes: &[u8]) -> Vec<usize> {
        let mut found = Vec::new();
        let mut head = 0_u64;
        for (at, byte) in bytes.iter().enumerate() {
            head = (head << 8) | u64::from(byte.to_ascii_lowercase());
            if !self.sieve[place(head)] || at + 1 < HEAD {
                continue;
            }
            let rest = &bytes[at + 1 - HEAD..];
            for (number, spelling) in self.heads.get(&head).into_iter().flatten() {
                let there = rest.get(..spelling.len());
                if there.is_some_and(|there| there.eq_ignore_ascii_case(spelling)) {
                    found.push(*number);
                }
            }
        }
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The names of the texts that are in these bytes, but for some numbers.
    pub(crate) fn names(&self, bytes: &[u8], but: &[usize]) -> Vec<&str> {
        let numbers = self.numbers(bytes).into_iter();
        numbers
            .filter(|number| !but.contains(number))
            .map(|number| self.names[number].as_str())
            .collect()
    }

    /// What is in the files of a folder: the name of a text, and in which file.
    pub(crate) fn in_folder(&self, folder: &Path) -> Vec<(String, PathBuf)> {
        let mut found = Vec::new();
        for file in files(folder) {
            // A running database may take a file away meanwhile.
            let bytes = std::fs::read(&file).unwrap_or_default();
            for name in self.names(&bytes, &[]) {
                found.push((name.to_owned(), file.clone()));
            }
        }
        found
    }
}

fn place(head: u64) -> usize {
    let mixed = head.wrapping_mul(0x9E37_79B9_7F4A_7C15) >> (u64::BITS - SIEVE);
    usize::try_from(mixed).unwrap()
}

/// Every file in a folder, however deep.
fn files(folder: &Path) -> Vec<PathBuf> {
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        let path = entry.path();
        if path.is_dir() {
            found.extend(files(&path));
        } else {
            found.push(path);
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use data_encoding::{BASE64, BASE64URL_NOPAD, HEXUPPER};

    use super::*;
    use crate::birds::percent;

    const TEXT: &str = "grey \"Heron\" & 50% of +1 (503) 555-0187";

    #[test]
    fn a_text_is_found_in_every_spelling_and_at_every_place() {
        let search = Search::new([("it".to_owned(), TEXT)]);
        for pad in ["", "a", "ab", "abc"] {
            let within = format!("{pad}{TEXT}{pad}");
            for spelled in [
                within.clone(),
                within.to_uppercase(),
                BASE64.encode(within.as_bytes()),
                BASE64URL_NOPAD.encode(within.as_bytes()),
                HEXUPPER.encode(within.as_bytes()),
                percent(&within).to_lowercase(),
                serde_json::to_string(&within).unwrap(),
                format!("{within:?}"),
                format!("{:?}", within.as_bytes()),
                "GREYheron50of15035550187".to_owned(),
            ] {
                assert_eq!(search.names(spelled.as_bytes(), &[]), ["it"], "{spelled}");
                assert!(search.names(spelled.as_bytes(), &[0]).is_empty());
            }
        }
    }

    #[test]
    fn a_text_that_is_not_there_is_not_found() {
        let search = Search::new([("it".to_owned(), TEXT)]);
        assert!(search.names(&TEXT.as_bytes()[1..], &[]).is_empty());
        assert!(search.names(b"grey", &[]).is_empty());
    }
}
