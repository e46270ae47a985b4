//! R9: referrals offered and accepted, in the order of the crisis continuum of care.

use super::scale::Scale;
use super::svg::{BLUE, FAINT, GUIDE, HATCH, Held, INK, LEFT, LINE, Picture, RIGHT, WHITE};
use crate::reports::ReportName;
use crate::reports::dimension::Dimension;
use crate::reports::document::{Document, Observation};
use crate::reports::forms::marks::printed;
use crate::reports::forms::reading::at;

/// The places, from somebody to talk to, to somewhere to live with support.
const PLACES: [(&str, &str); 8] = [
    ("crisis_line_and_hub", "Crisis line and hub"),
    ("mobile_and_transport", "Mobile crisis, transport"),
    ("urgent_and_observation", "Urgent care, observation"),
    ("residential_and_respite", "Residential, peer respite"),
    ("hospital", "Hospital"),
    ("intensive_community", "Intensive community"),
    ("community_support", "Community support"),
    ("other", "Other"),
];
const THICK: f64 = 12.0;

/// The bars; none if the report is not broken down so.
pub(super) fn draw(document: &Document) -> Option<Picture> {
    let by_place = |one: &Observation| one.by == Some(Dimension::ContinuumPlace);
    if document.report != ReportName::Referrals || !document.figures.iter().any(by_place) {
        return None;
    }
    let mut picture = Picture::new(
        "Referrals along the crisis continuum of care",
        &format!("{}, referrals: offered / accepted", document.period),
    );
    let find = |place: &str, statistic: &str| at(document, Some(place), "", statistic);
    let values = PLACES
        .iter()
        .filter_map(|(place, _)| find(place, "offered")?.figure.value);
    let scale = Scale::over(values, (LEFT, RIGHT));
    key(&mut picture);
    let mut said = Vec::new();
    for (place, name) in PLACES {
        let (Some(offered), Some(accepted)) = (find(place, "offered"), find(place, "accepted"))
        else {
            continue;
        };
        let figures = [offered, accepted]
            .map(|one| printed(one.figure, one.unit))
            .join(" / ");
        picture.y += 6.0;
        picture.row(name, &figures);
        picture.y += 5.0;
        bar(&mut picture, offered, scale, WHITE);
        bar(&mut picture, accepted, scale, BLUE);
        for one in [offered, accepted] {
            picture.carry(&document.period, one);
        }
        said.push(format!("{name}: {figures}"));
    }
    picture.y += LINE;
    for tick in scale.ticks() {
        let held = if tick <= scale.low {
            Held::Start
        } else if tick >= scale.high {
            Held::End
        } else {
            Held::Middle
        };
        picture.text(
            (scale.at(tick), picture.y),
            held,
            FAINT,
            &format!("{tick:.0}"),
        );
    }
    picture.describe(&format!("Offered / accepted. {}.", said.join(". ")));
    Some(picture)
}

/// One bar; hatched over the whole width if it is not shown.
fn bar(picture: &mut Picture, one: &Observation, scale: Scale, fill: &str) {
    let corner = (LEFT, picture.y);
    match one.figure.value {
        Some(value) => picture.rect(corner, (scale.at(value) - LEFT, THICK), fill, BLUE),
        None => picture.rect(corner, (RIGHT - LEFT, THICK), HATCH, GUIDE),
    }
    picture.y += THICK;
}

fn key(picture: &mut Picture) {
    picture.y += LINE + 4.0;
    let y = picture.y;
    picture.rect((LEFT, y - 10.0), (20.0, THICK), WHITE, BLUE);
    picture.text((LEFT + 26.0, y), Held::Start, INK, "offered");
    picture.rect((LEFT + 100.0, y - 10.0), (20.0, THICK), BLUE, BLUE);
    picture.text((LEFT + 126.0, y), Held::Start, INK, "accepted");
}
