//! How well a note's rules find what gives somebody away, scored on made-up sentences; see `tests/notes/README.md`.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    clippy::print_stdout,
    reason = "a test may panic, and shows its table"
)]

use std::collections::BTreeMap;
use std::ops::Range;

use warmline::calls::note::finding::{Finding, find};

/// The year that the sentences were written in.
const YEAR: i32 = 2026;

/// The least recall of each kind.
const FLOORS: &[(&str, f64)] = &[
    ("email", 0.99),
    ("ssn", 0.99),
    ("card", 0.99),
    ("ip", 0.99),
    ("url", 0.99),
    ("phone_us", 0.98),
    ("person", 0.80),
];
/// The least precision, all kinds together.
const PRECISION: f64 = 0.87;

/// A sentence, and what stands in it.
struct Sentence {
    text: String,
    marks: Vec<(String, Range<usize>)>,
}

fn read(corpus: &str) -> Vec<Sentence> {
    let mark = |mark: &str| {
        let (kind, span) = mark.split_once(':').unwrap();
        let (start, end) = span.split_once('-').unwrap();
        (
            kind.to_owned(),
            start.parse().unwrap()..end.parse().unwrap(),
        )
    };
    let lines = corpus.lines().filter(|line| !line.is_empty());
    lines
        .map(|line| {
            let (text, marks) = line.split_once('\t').unwrap();
            let marks = marks.split(',').filter(|mark| !mark.is_empty());
            Sentence {
                text: text.replace("\\n", "\n"),
                marks: marks.map(mark).collect(),
            }
        })
        .collect()
}

/// Of one kind: how many there are, and how many were found as this kind; how many findings, and how many rightly.
#[derive(Default)]
struct Score {
    there: u32,
    found: u32,
    findings: u32,
    right: u32,
}

impl Score {
    fn recall(&self) -> f64 {
        f64::from(self.found) / f64::from(self.there.max(1))
    }

    fn precision(&self) -> f64 {
        f64::from(self.right) / f64::from(self.findings.max(1))
    }
}

fn touch(finding: &Finding, span: &Range<usize>) -> bool {
    finding.start < span.end && span.start < finding.end
}

/// Scores by kind. A mark is found if a finding of its kind touches it. A finding is right if it touches a mark of any
/// kind, and counts for nothing if all it touches is of a kind that nobody looks for (`other`: IBANs, licences, titles).
fn score(sentences: &[Sentence]) -> BTreeMap<String, Score> {
    let mut scores: BTreeMap<String, Score> = BTreeMap::new();
    let show = std::env::var_os("SHOW_MISSES").is_some();
    for Sentence { text, marks } in sentences {
        let findings = find(text, YEAR);
        for (kind, span) in marks.iter().filter(|(kind, _)| kind != "other") {
            let family = kind.split('_').next().unwrap();
            let score = scores.entry(kind.clone()).or_default();
            let found = findings
                .iter()
                .any(|finding| finding.kind.as_str() == family && touch(finding, span));
            score.there += 1;
            score.found += u32::from(found);
            if show && !found {
                println!("missed {kind} {span:?} in {text:?}");
            }
        }
        for finding in &findings {
            let mut touched = marks
                .iter()
                .filter(|(_, span)| touch(finding, span))
                .peekable();
            let any = touched.peek().is_some();
            if any && touched.all(|(kind, _)| kind == "other") {
                continue;
            }
            let score = scores.entry(finding.kind.as_str().to_owned()).or_default();
            score.findings += 1;
            score.right += u32::from(any);
            if show && !any {
                println!("wrong {finding:?} in {text:?}");
            }
        }
    }
    scores
}

fn in_all(scores: &BTreeMap<String, Score>) -> Score {
    scores.values().fold(Score::default(), |sum, one| Score {
        there: sum.there + one.there,
        found: sum.found + one.found,
        findings: sum.findings + one.findings,
        right: sum.right + one.right,
    })
}

fn hold(name: &str, corpus: &str, least: usize) {
    let sentences = read(corpus);
    assert!(sentences.len() >= least, "{name}: {}", sentences.len());
    let scores = score(&sentences);
    println!("\n{name}: {} sentences", sentences.len());
    println!(
        "{:<10} {:>6} {:>7} {:>9} {:>10}",
        "kind", "there", "recall", "findings", "precision"
    );
    let all = in_all(&scores);
    for (kind, score) in scores
        .iter()
        .map(|(kind, score)| (kind.as_str(), score))
        .chain([("all", &all)])
    {
        let (recall, precision) = (score.recall(), score.precision());
        println!(
            "{kind:<10} {:>6} {recall:>7.3} {:>9} {precision:>10.3}",
            score.there, score.findings
        );
    }
    for (kind, floor) in FLOORS {
        let score = &scores[*kind];
        assert!(
            score.there > 0 && score.recall() >= *floor,
            "{name}: {kind} {}",
            score.recall()
        );
    }
    assert!(all.precision() >= PRECISION, "{name}: {}", all.precision());
}

#[test]
fn the_rules_hold_on_a_public_corpus() {
    let other = std::env::var("WARMLINE_NOTE_CORPUS").ok();
    let corpus = other.map(|path| std::fs::read_to_string(path).unwrap());
    let corpus = corpus
        .as_deref()
        .unwrap_or(include_str!("notes/public.tsv"));
    hold("presidio-evaluator with Faker", corpus, 1000);
}

#[test]
fn the_rules_hold_on_what_peers_write() {
    hold(
        "a warm line's notes",
        include_str!("notes/warm_line.tsv"),
        300,
    );
}
