//! Canaries: secrets and caller identities that exist nowhere else, each sent and then looked for.

use std::collections::BTreeSet;

use data_encoding::{BASE64, BASE64URL, HEXLOWER};
use warmline::chance;
use warmline::people::report_tokens::{self, Opens};
use warmline::people::second_factor;

/// A text too short is found by chance.
const SHORTEST: usize = 10;

/// A text that must not be found where it does not belong.
pub(crate) struct Canary {
    /// What it is, for people.
    pub(crate) kind: &'static str,
    pub(crate) text: String,
}

fn letters(count: usize) -> String {
    chance::secret().chars().take(count).collect()
}

fn digits() -> Vec<char> {
    let digits = chance::key().map(|byte| char::from(b'0' + byte % 10));
    digits.to_vec()
}

/// A phone number, written as people write them; each `n` is a digit.
fn phone(style: usize) -> String {
    let styles = [
        "+1 (nnn) nnn-nnnn",
        "nnn-nnn-nnnn",
        "nnn.nnn.nnnn",
        "1nnnnnnnnnn",
        "+1nnnnnnnnnn",
        "+43 nnn nnn nnnn",
        "00nn/nnn/nnnnnnn",
    ];
    let mut digits = digits().into_iter();
    let spelled = styles[style % styles.len()].chars();
    spelled
        .map(|sign| {
            if sign == 'n' {
                digits.next().unwrap()
            } else {
                sign
            }
        })
        .collect()
}

/// What kinds there are, and how one is made.
type Maker = fn(usize) -> String;
const KINDS: &[(&str, Maker)] = &[
    ("password", |_| {
        format!("grey \"heron\" & 50% {}", letters(14))
    }),
    ("password in Greek letters", |_| {
        format!("ήσυχο λιμάνι {}", letters(14))
    }),
    ("access token", |_| {
        format!(
            "eyJhbGciOiJFZERTQSJ9.{}.{}",
            chance::secret(),
            chance::secret()
        )
    }),
    ("refresh token", |_| chance::secret()),
    ("link token", |_| format!("{}{}", letters(20), letters(23))),
    ("recovery code", |_| {
        second_factor::recovery_code(chance::recovery())
    }),
    ("report token", |_| {
        report_tokens::of(Opens::Reports, &chance::secret())
    }),
    ("phone number", phone),
    ("e-mail of a caller", |_| {
        format!("{}@{}.example", letters(14), letters(6))
    }),
    ("name of a caller", |_| {
        format!("Ottilie {} O'{}", letters(12), letters(8))
    }),
];

/// How many kinds there are.
pub(crate) const EACH_KIND: usize = KINDS.len();

/// Two hundred and fifty canaries; any ten in a row are of each kind.
pub(crate) fn flock() -> Vec<Canary> {
    let rounds = (0..25).flat_map(|round| KINDS.iter().map(move |kind| (round, kind)));
    rounds
        .map(|(round, (kind, make))| Canary {
            kind,
            text: make(round),
        })
        .collect()
}

/// A text as percent-encoding writes it.
pub(crate) fn percent(text: &str) -> String {
    let plain = |b: u8| b.is_ascii_alphanumeric() || b"-._~".contains(&b);
    text.bytes()
        .map(|b| {
            if plain(b) {
                char::from(b).to_string()
            } else {
                format!("%{b:02X}")
            }
        })
        .collect()
}

/// Every way in which a text may lie about, but for the case of its letters.
pub(crate) fn spellings(text: &str) -> BTreeSet<Vec<u8>> {
    let bare: String = text.chars().filter(|c| c.is_alphanumeric()).collect();
    let written = serde_json::to_string(text).unwrap();
    let debugged = format!("{text:?}");
    let listed = format!("{:?}", text.as_bytes());
    let mut ways = vec![
        text.to_owned(),
        written.trim_matches('"').to_owned(),
        debugged.trim_matches('"').to_owned(),
        percent(text),
        percent(text).replace("%20", "+"),
        listed.trim_matches(['[', ']']).to_owned(),
        HEXLOWER.encode(text.as_bytes()),
        bare,
    ];
    if let Some((mailbox, _)) = text.split_once('@') {
        ways.push(mailbox.to_owned());
    }
    ways.extend(in_base64(text.as_bytes()));
    let long = ways.into_iter().filter(|way| way.len() >= SHORTEST);
    long.map(|way| way.to_ascii_lowercase().into_bytes())
        .collect()
}

/// A text within a longer one in base 64: it looks different at each of three places.
fn in_base64(text: &[u8]) -> Vec<String> {
    let mut found = Vec::new();
    for before in 0..3 {
        let whole = [vec![0; before], text.to_vec()].concat();
        // Characters that hold bits of what stands before or behind are left out.
        let (first, last) = ((before * 8).div_ceil(6), whole.len() * 8 / 6);
        for alphabet in [BASE64, BASE64URL] {
            found.push(alphabet.encode(&whole)[first..last].to_owned());
        }
    }
    found
}

#[test]
fn there_are_more_than_two_hundred_canaries_and_no_two_alike() {
    let texts: BTreeSet<String> = flock().into_iter().map(|canary| canary.text).collect();
    assert!(texts.len() >= 200, "{}", texts.len());
}
