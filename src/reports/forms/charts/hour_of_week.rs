//! R1: contacts by day and three hours of the week, as a map of darker and lighter fields.

use super::svg::{FAINT, GUIDE, HATCH, Held, INK, LEFT, LINE, Picture, WHITE};
use crate::reports::ReportName;
use crate::reports::dimension::Dimension;
use crate::reports::document::{Document, Observation, Unit};
use crate::reports::forms::marks::printed;
use crate::reports::forms::reading::{at, levels};

/// The days, as levels and as they are written.
pub(in crate::reports::forms) const DAYS: [(&str, &str); 7] = [
    ("mon", "Mon"),
    ("tue", "Tue"),
    ("wed", "Wed"),
    ("thu", "Thu"),
    ("fri", "Fri"),
    ("sat", "Sat"),
    ("sun", "Sun"),
];
/// The first hours of the blocks.
pub(in crate::reports::forms) const BLOCKS: [u8; 8] = [0, 3, 6, 9, 12, 15, 18, 21];
/// From light to dark, and the ink that can be read on it.
const SHADES: [(&str, &str); 5] = [
    ("#eef4fb", INK),
    ("#c9dcf0", INK),
    ("#93bbe0", INK),
    ("#2b6ca8", WHITE),
    ("#143d66", WHITE),
];
const FIELD: (f64, f64) = (42.0, 30.0);
const GRID: f64 = LEFT + 42.0;

/// The map; none if the report is not broken down so.
pub(super) fn draw(document: &Document) -> Option<Picture> {
    if document.report != ReportName::Volume || levels(document, Dimension::HourOfWeek).is_empty() {
        return None;
    }
    let mut picture = Picture::new(
        "When people call",
        &format!(
            "{}, contacts by local hour of the week ({})",
            document.period, document.time_zone
        ),
    );
    let fields = || {
        DAYS.iter().zip(0_u8..).flat_map(|(day, column)| {
            BLOCKS
                .iter()
                .zip(0_u8..)
                .map(move |(block, row)| (*day, column, *block, row))
        })
    };
    let find =
        |day: &str, block: u8| at(document, Some(&format!("{day}_{block:02}")), "", "contacts");
    let most = fields()
        .filter_map(|(day, _, block, _)| find(day.0, block)?.figure.value)
        .fold(0.0, f64::max);
    picture.y += LINE + 4.0;
    for (column, (_, day)) in (0_u8..).zip(DAYS) {
        let x = GRID + (f64::from(column) + 0.5) * FIELD.0;
        picture.text((x, picture.y), Held::Middle, INK, day);
    }
    picture.y += 5.0;
    for (row, block) in (0_u8..).zip(BLOCKS) {
        let y = picture.y + (f64::from(row) + 0.5) * FIELD.1 + 4.0;
        picture.text((LEFT, y), Held::Start, INK, &hours(block));
    }
    let mut said = Vec::new();
    for (day, column, block, row) in fields() {
        let place = (
            GRID + f64::from(column) * FIELD.0,
            picture.y + f64::from(row) * FIELD.1,
        );
        let one = find(day.0, block);
        field(&mut picture, place, one, most);
        if let Some(one) = one {
            picture.carry(&document.period, one);
            said.push((
                one.figure.value,
                format!(
                    "{} {}: {}",
                    day.1,
                    hours(block),
                    printed(one.figure, Unit::Contacts)
                ),
            ));
        }
    }
    picture.y += 8.0 * FIELD.1 + 2.0;
    key(&mut picture, most);
    let peak = said.iter().find(|(value, _)| *value == Some(most));
    let peak = peak
        .map(|(_, words)| format!("Most contacts: {words}. "))
        .unwrap_or_default();
    let all: Vec<String> = said.into_iter().map(|(_, words)| words).collect();
    picture.describe(&format!("{peak}{}.", all.join("; ")));
    Some(picture)
}

/// A block as hours of the day.
pub(in crate::reports::forms) fn hours(block: u8) -> String {
    format!("{block:02}\u{2013}{:02}", block + 3)
}

/// One field: its shade and its figure, or hatching and a mark.
fn field(picture: &mut Picture, (x, y): (f64, f64), one: Option<&Observation>, most: f64) {
    let Some(one) = one else { return };
    let middle = (x + FIELD.0 / 2.0, y + FIELD.1 / 2.0 + 4.0);
    let (fill, ink) = one
        .figure
        .value
        .map_or((HATCH, INK), |value| shade(value, most));
    picture.rect((x, y), FIELD, fill, GUIDE);
    if one.figure.value.is_none() {
        // Hatching behind letters makes them hard to read.
        picture.rect(
            (middle.0 - 11.0, middle.1 - 11.0),
            (22.0, 15.0),
            WHITE,
            "none",
        );
    }
    picture.text(
        middle,
        Held::Middle,
        ink,
        &printed(one.figure, Unit::Contacts),
    );
}

/// The shade of a value, and the ink on it.
fn shade(value: f64, most: f64) -> (&'static str, &'static str) {
    let last = SHADES.last().copied().unwrap_or((WHITE, INK));
    let steps = SHADES.iter().copied().zip(1_u8..);
    let below = |up_to: u8| value <= most * f64::from(up_to) / 5.0;
    steps
        .into_iter()
        .find(|(_, up_to)| below(*up_to))
        .map_or(last, |(shade, _)| shade)
}

/// What the shades mean.
fn key(picture: &mut Picture, most: f64) {
    picture.y += LINE;
    let y = picture.y;
    picture.text((GRID, y), Held::Start, FAINT, "0");
    for ((fill, _), nth) in SHADES.iter().zip(0_u8..) {
        picture.rect(
            (GRID + 16.0 + f64::from(nth) * 22.0, y - 11.0),
            (22.0, 14.0),
            fill,
            GUIDE,
        );
    }
    picture.text((GRID + 132.0, y), Held::Start, FAINT, &format!("{most:.0}"));
    picture.rect((GRID + 178.0, y - 11.0), (22.0, 14.0), HATCH, GUIDE);
    picture.text((GRID + 206.0, y), Held::Start, FAINT, "[c] withheld");
}
