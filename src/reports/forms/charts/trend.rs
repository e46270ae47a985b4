//! One statistic over the months, with its interval. A month without a figure is a gap with a mark.

use super::scale::Scale;
use super::svg::{BLUE, FAINT, GUIDE, HATCH, Held, INK, Picture, RIGHT};
use crate::reports::document::{Document, Observation};
use crate::reports::forms::dictionary::headline;
use crate::reports::forms::marks::{is_count, mark, number, printed, said};
use crate::reports::forms::reading::{group_named, plain, whole};
use crate::reports::measures::count;
use crate::reports::periods::Month;

const LEFT: f64 = 52.0;
const HEIGHT: f64 = 170.0;
/// A month's name needs so much room.
const NAME: f64 = 58.0;

/// A month and its figure.
type Point<'a> = (&'a str, &'a Observation);

/// The line of the report's main statistic; none of fewer than two months.
pub(super) fn draw(document: &Document, months: &[&Document]) -> Option<Picture> {
    let (group, statistic) = headline(document.report);
    let points: Vec<Point> = months
        .iter()
        .filter_map(|month| Some((month.period.as_str(), whole(month, group, statistic)?)))
        .collect();
    let ((first, one), (last, _)) = (points.first()?, points.last()?);
    if points.len() < 2 {
        return None;
    }
    let title = format!("{}: {}", document.title, plain(statistic));
    let about = format!(
        "{first} to {last}, {}, {}",
        said(one.unit),
        group_named(group)
    );
    let mut picture = Picture::new(&title, &about);
    if let (Some(first), Some(last)) = (months.first(), months.last()) {
        picture.released(first, last);
    }
    plot(&mut picture, &points);
    let has_interval = points.iter().any(|(_, one)| one.low.is_some());
    picture.y += 6.0;
    picture.row(
        "month",
        if has_interval {
            "value, 95 % interval, n"
        } else {
            "value"
        },
    );
    let mut sentences = Vec::new();
    for (month, one) in &points {
        let right = words(one);
        picture.carry(month, one);
        picture.row(month, &right);
        sentences.push(format!("{month}: {right}"));
    }
    picture.describe(&format!("{}.", sentences.join(". ")));
    Some(picture)
}

/// A figure with its interval and its n.
fn words(one: &Observation) -> String {
    let value = printed(one.figure, one.unit);
    let interval = one
        .low
        .zip(one.high)
        .map(|(low, high)| format!(" ({} to {})", number(low, one.unit), number(high, one.unit)));
    let n = one.n.map(|n| {
        format!(
            ", n {}",
            printed(n, crate::reports::document::Unit::Contacts)
        )
    });
    let few = if one.few { ", few" } else { "" };
    format!(
        "{value}{}{}{few}",
        interval.unwrap_or_default(),
        n.unwrap_or_default()
    )
}

/// The axes, the line, its intervals and its gaps.
fn plot(picture: &mut Picture, points: &[Point]) {
    let values = points
        .iter()
        .map(|(_, one)| [one.figure.value, one.low, one.high]);
    let (top, bottom) = (picture.y + 24.0, picture.y + 24.0 + HEIGHT);
    let scale = Scale::over(values.flatten().flatten(), (bottom, top));
    axis(picture, scale, points);
    let apart = (RIGHT - LEFT) / count(points.len());
    let every = (1..=points.len())
        .find(|every| count(*every) * apart >= NAME)
        .unwrap_or(1);
    let mut before: Option<(&str, (f64, f64))> = None;
    for (nth, (month, one)) in points.iter().enumerate() {
        let x = LEFT + (count(nth) + 0.5) * apart;
        if nth % every == 0 {
            picture.text((x, bottom + 18.0), Held::Middle, FAINT, month);
        }
        if let Some((low, high)) = one.low.zip(one.high) {
            whisker(picture, x, (scale.at(low), scale.at(high)));
        }
        let place = one.figure.value.map(|value| (x, scale.at(value)));
        if let (Some(place), Some((earlier, from))) = (place, before)
            && follows(month, earlier)
        {
            picture.line(from, place, BLUE, 2.0);
        }
        if let Some(place) = place {
            picture.dot(place, true, BLUE);
        } else {
            let half = (apart / 2.0).min(14.0);
            let size = (2.0 * half, bottom - top);
            picture.rect((x - half, top), size, HATCH, "none");
            picture.text((x, top - 5.0), Held::Middle, INK, mark(one.figure.status));
        }
        before = place.map(|place| (*month, place));
    }
    picture.y = bottom + 22.0;
}

/// Whether a month comes right after another: over a month that is not there no line is drawn.
fn follows(month: &str, earlier: &str) -> bool {
    let earlier = earlier.parse::<Month>();
    earlier.is_ok_and(|earlier| earlier.next().as_str() == month)
}

/// The values that the height stands for.
fn axis(picture: &mut Picture, scale: Scale, points: &[Point]) {
    let whole = points.iter().all(|(_, one)| is_count(one.unit)) && scale.high >= 4.0;
    for tick in scale.ticks() {
        let y = scale.at(tick);
        let width = if tick == 0.0 { 2.0 } else { 1.0 };
        picture.line((LEFT, y), (RIGHT, y), GUIDE, width);
        let text = if whole {
            format!("{tick:.0}")
        } else {
            format!("{tick:.1}").replace('-', "\u{2212}")
        };
        picture.text((LEFT - 6.0, y + 4.0), Held::End, FAINT, &text);
    }
}

/// An interval.
fn whisker(picture: &mut Picture, x: f64, (low, high): (f64, f64)) {
    picture.line((x, low), (x, high), BLUE, 1.5);
    for y in [low, high] {
        picture.line((x - 4.0, y), (x + 4.0, y), BLUE, 1.5);
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::reports::forms::samples;

    /// How many pieces the line of these months has.
    fn pieces(months: &[Document]) -> usize {
        let months: Vec<&Document> = months.iter().collect();
        let picture = draw(months[0], &months).unwrap();
        let name = super::super::ChartName::Trend;
        let text = picture.finish(name, months[0]).unwrap();
        text.matches(&format!("stroke=\"{BLUE}\" stroke-width=\"2\"/>\n<circle"))
            .count()
    }

    #[test]
    fn the_line_breaks_at_a_withheld_month_and_at_one_that_is_not_there() {
        let mut year = samples::year();
        assert_eq!(pieces(&year), 9, "eleven pieces without the two at July");
        year.remove(2);
        assert_eq!(pieces(&year), 7);
    }
}
