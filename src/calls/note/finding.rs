//! What gives somebody away in a text, and where: kinds and places, never the text itself.

use super::stretches::Stretch;
use super::{dates, internet, names, numbers, places, spoken};
use crate::words::words;

words! {
    /// What it is that gives somebody away.
    Kind {
        Email = "email",
        Url = "url",
        Ip = "ip",
        Ssn = "ssn",
        Card = "card",
        Birth = "birth",
        Phone = "phone",
        Address = "address",
        Zip = "zip",
        Person = "person",
    }
}

impl Kind {
    /// What people call it.
    pub const fn spoken(self) -> &'static str {
        match self {
            Self::Email => "an e-mail address",
            Self::Url => "an internet address",
            Self::Ip => "the address of a computer",
            Self::Ssn => "a social security number",
            Self::Card => "the number of a card",
            Self::Birth => "a date of birth",
            Self::Phone => "a phone number",
            Self::Address => "a street address",
            Self::Zip => "a ZIP code",
            Self::Person => "a person's name",
        }
    }
}

/// Something that was found: its kind, and from which to before which character it stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct Finding {
    /// Its first character, counted from 0.
    pub start: usize,
    /// The character after its last.
    pub end: usize,
    /// What it is.
    pub kind: Kind,
}

/// Everything in a text that gives somebody away, in its order. `year` is the present one: a date long ago is
/// somebody's date of birth.
pub fn find(text: &str, year: i32) -> Vec<Finding> {
    let plain: String = text.chars().map(plain).collect();
    let mut found: Vec<(Stretch, Kind)> = Vec::new();
    // What comes first is surest: what is part of it is not counted again as something else.
    let looks: [(Kind, Vec<Stretch>); 11] = [
        (Kind::Email, internet::emails(&plain)),
        (Kind::Url, internet::urls(&plain)),
        (Kind::Ip, internet::ips(&plain)),
        (Kind::Ssn, numbers::ssns(&plain)),
        (Kind::Card, numbers::cards(&plain)),
        (Kind::Birth, dates::births(&plain, year)),
        (Kind::Phone, numbers::phones(&plain)),
        (Kind::Phone, spoken::phones(&plain)),
        (Kind::Address, places::addresses(&plain)),
        (Kind::Zip, places::zips(&plain)),
        (Kind::Person, names::names(&plain)),
    ];
    for (kind, stretches) in looks {
        for stretch in stretches {
            let apart = |(other, _): &(Stretch, Kind)| {
                stretch.end <= other.start || other.end <= stretch.start
            };
            if found.iter().all(apart) {
                found.push((stretch, kind));
            }
        }
    }
    let count = |upto: usize| plain.get(..upto).map_or(0, |head| head.chars().count());
    let mut found: Vec<Finding> = found
        .into_iter()
        .map(|(stretch, kind)| Finding {
            start: count(stretch.start),
            end: count(stretch.end),
            kind,
        })
        .collect();
    found.sort_unstable();
    found
}

/// A character as it is usually typed: wide digits, dashes and spaces would hide a number.
fn plain(letter: char) -> char {
    match letter {
        '０'..='９' => {
            char::from_digit(u32::from(letter) - u32::from('０'), 10).unwrap_or(letter)
        }
        '٠'..='٩' => char::from_digit(u32::from(letter) - u32::from('٠'), 10).unwrap_or(letter),
        '\u{2010}'..='\u{2015}' | '\u{2212}' | '\u{ff0d}' => '-',
        '\u{a0}' | '\u{2000}'..='\u{200d}' | '\u{202f}' | '\u{3000}' | '\u{2060}' | '\u{feff}' => {
            ' '
        }
        '＠' => '@',
        '．' | '\u{3002}' => '.',
        '’' | '‘' | 'ʼ' => '\'',
        other => other,
    }
}
