//! R4: five bars, from much better to much worse.

use super::svg::{BLUE, FAINT, GREEN, GUIDE, HATCH, Held, LEFT, LINE, Picture, RED, RIGHT};
use crate::reports::ReportName;
use crate::reports::document::{Document, Unit};
use crate::reports::forms::marks::{number, printed};
use crate::reports::forms::reading::whole;

const GROUP: &str = "per_call.all";
/// The classes: their statistic, what they are called and how they are drawn.
pub(in crate::reports::forms) const CLASSES: [(&str, &str, &str); 5] = [
    ("improved_2_count", "Less alone by 2 or more", GREEN),
    ("improved_1_count", "Less alone by 1", GREEN),
    ("unchanged_count", "Unchanged", BLUE),
    ("worsened_1_count", "More alone by 1", RED),
    ("worsened_2_count", "More alone by 2 or more", RED),
];

/// The bars; none if the report does not count the classes.
pub(super) fn draw(document: &Document) -> Option<Picture> {
    if document.report != ReportName::IsolationChange {
        return None;
    }
    let pairs = whole(document, GROUP, "pairs")?;
    let mut picture = Picture::new(
        "Change in feeling alone, from start to end of the call",
        &format!(
            "{}, change of the rating from 0 to 10, {} rated calls",
            document.period,
            printed(pairs.figure, Unit::Contacts)
        ),
    );
    picture.carry(&document.period, pairs);
    let mut said = Vec::new();
    for (statistic, name, colour) in CLASSES {
        let one = whole(document, GROUP, statistic)?;
        // A share only of what is shown, both above and below the line.
        let share = one
            .figure
            .value
            .zip(pairs.figure.value.filter(|pairs| *pairs > 0.0))
            .map(|(n, pairs)| n / pairs);
        let right = share.map_or_else(
            || printed(one.figure, Unit::Contacts),
            |share| {
                format!(
                    "{} %, n {}",
                    number(share * 100.0, Unit::Percent),
                    printed(one.figure, Unit::Contacts)
                )
            },
        );
        picture.carry(&document.period, one);
        picture.y += 8.0;
        picture.row(name, &right);
        bar(&mut picture, share, colour);
        said.push(format!("{name}: {right}"));
    }
    picture.y += LINE;
    picture.text((LEFT, picture.y), Held::Start, FAINT, "0 %");
    picture.text((RIGHT, picture.y), Held::End, FAINT, "100 %");
    picture.describe(&format!("{}.", said.join(". ")));
    Some(picture)
}

/// The part of the full width that the share is; hatched over all of it if the share is not shown.
fn bar(picture: &mut Picture, share: Option<f64>, colour: &str) {
    picture.y += 5.0;
    let (corner, full) = ((LEFT, picture.y), RIGHT - LEFT);
    match share {
        Some(share) => {
            picture.rect(corner, (full, 14.0), "none", GUIDE);
            picture.rect(corner, (full * share, 14.0), colour, "none");
        }
        None => picture.rect(corner, (full, 14.0), HATCH, GUIDE),
    }
    picture.y += 14.0;
}
