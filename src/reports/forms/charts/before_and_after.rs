//! R4: from the mean rating at the start to the mean rating at the end, for all and for each level.

use super::scale::Scale;
use super::svg::{BLUE, FAINT, GUIDE, Held, INK, LINE, Picture, WIDTH};
use crate::reports::ReportName;
use crate::reports::document::{Document, Unit};
use crate::reports::forms::marks::printed;
use crate::reports::forms::reading::{at, levels, plain, whole};

const GROUP: &str = "per_call.all";
const FROM: f64 = 20.0;

/// The two means of each; none if the report has no means.
pub(super) fn draw(document: &Document) -> Option<Picture> {
    if document.report != ReportName::IsolationChange {
        return None;
    }
    whole(document, GROUP, "mean_start").and(whole(document, GROUP, "mean_end"))?;
    let mut picture = Picture::new(
        "How alone callers felt, before and after the call",
        &format!(
            "{}, mean rating: 0 not at all alone, 10 completely alone",
            document.period
        ),
    );
    key(&mut picture);
    let parts = document
        .by
        .map(|by| levels(document, by))
        .unwrap_or_default();
    let all = std::iter::once(None).chain(parts.into_iter().map(Some));
    let said: Vec<String> = all
        .filter_map(|level| pair(&mut picture, document, level))
        .collect();
    axis(&mut picture);
    picture.describe(&format!("{}.", said.join(". ")));
    Some(picture)
}

const fn scale() -> Scale {
    Scale::exactly((0.0, 10.0), 2.0, (FROM, WIDTH - FROM))
}

/// One pair of means under a line that says them.
fn pair(picture: &mut Picture, document: &Document, level: Option<&str>) -> Option<String> {
    let start = at(document, level, GROUP, "mean_start")?;
    let end = at(document, level, GROUP, "mean_end")?;
    let name = level.map_or_else(|| "all".to_owned(), plain);
    let n = start
        .n
        .map(|n| format!(", n {}", printed(n, Unit::Contacts)));
    let few = if start.few { ", few" } else { "" };
    let [from, to] = [start, end].map(|one| printed(one.figure, one.unit));
    let right = format!("{from} \u{2192} {to}{}{few}", n.unwrap_or_default());
    picture.carry(&document.period, start);
    picture.carry(&document.period, end);
    picture.y += 6.0;
    picture.row(&name, &right);
    picture.y += LINE - 2.0;
    let y = picture.y;
    picture.line((FROM, y), (WIDTH - FROM, y), GUIDE, 1.0);
    let place = |value: f64| (scale().at(value), y);
    if let Some((start, end)) = start.figure.value.zip(end.figure.value) {
        picture.line(place(start), place(end), BLUE, 3.0);
    }
    for (one, filled) in [(start, false), (end, true)] {
        if let Some(value) = one.figure.value {
            picture.dot(place(value), filled, BLUE);
        }
    }
    picture.y += 4.0;
    Some(format!("{name}: {right}"))
}

fn key(picture: &mut Picture) {
    picture.y += LINE + 4.0;
    let y = picture.y;
    picture.dot((FROM, y - 4.0), false, BLUE);
    picture.text((FROM + 10.0, y), Held::Start, INK, "at the start");
    picture.dot((FROM + 110.0, y - 4.0), true, BLUE);
    picture.text((FROM + 120.0, y), Held::Start, INK, "at the end");
}

fn axis(picture: &mut Picture) {
    picture.y += LINE + 2.0;
    for tick in scale().ticks() {
        let place = (scale().at(tick), picture.y);
        picture.text(place, Held::Middle, FAINT, &format!("{tick:.0}"));
    }
}
