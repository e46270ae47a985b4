//! Writes SVG: shapes, words and the text beside a picture. Knows no report.

use std::fmt::Write;

use super::ChartName;
use super::lettering::{escaped, lines};
use crate::error::Error;
use crate::reports::document::{Document, Observation};
use crate::reports::figure::FigureStatus;
use crate::reports::forms::marks::mark;
use crate::reports::forms::reading::plain;
use crate::reports::measures::count;
use crate::sheet;

/// How wide every picture is.
pub(super) const WIDTH: f64 = 360.0;
/// Where its content begins on the left.
pub(super) const LEFT: f64 = 12.0;
/// Where its content ends on the right.
pub(super) const RIGHT: f64 = WIDTH - LEFT;
/// The size of letters. Smaller ones cannot be read on a phone.
pub(super) const LETTER: f64 = 12.0;
/// From one line of text to the next.
pub(super) const LINE: f64 = 16.0;
/// How wide a letter is taken to be, of its size.
const LETTER_WIDTH: f64 = 0.56;

/// The columns of the data that a picture carries.
const CARRIED: [&str; 12] = [
    "period",
    "group",
    "by",
    "level",
    "statistic",
    "unit",
    "value",
    "value_status",
    "low",
    "high",
    "n",
    "few",
];

// Colours have a contrast of 4.5 to 1 or more on white.
pub(super) const INK: &str = "#1d2430";
pub(super) const FAINT: &str = "#565f6e";
pub(super) const BLUE: &str = "#1f4e8c";
pub(super) const GREEN: &str = "#0b6b4f";
pub(super) const RED: &str = "#a3421c";
pub(super) const WHITE: &str = "#ffffff";
/// For lines that only guide the eye.
pub(super) const GUIDE: &str = "#c9ced6";

/// Where a text is held.
#[derive(Clone, Copy)]
pub(super) enum Held {
    /// At its beginning.
    Start,
    /// At its middle.
    Middle,
    /// At its end.
    End,
}

/// A picture being drawn, from the top down.
pub(super) struct Picture {
    title: String,
    describes: String,
    body: String,
    data: Vec<[String; CARRIED.len()]>,
    source: Option<String>,
    /// How far down it is drawn.
    pub(super) y: f64,
}

impl Picture {
    /// A picture with its title, and a line that says of what and when.
    pub(super) fn new(title: &str, about: &str) -> Self {
        let mut picture = Self {
            title: format!("{title}. {about}"),
            describes: String::new(),
            body: String::new(),
            data: Vec::new(),
            source: None,
            y: 10.0,
        };
        picture.paragraph(title, 15.0, "700", INK);
        picture.paragraph(about, LETTER, "400", FAINT);
        picture
    }

    /// The sentences for those who do not see it.
    pub(super) fn describe(&mut self, sentences: &str) {
        sentences.clone_into(&mut self.describes);
    }

    /// Says when the figures were released if they are of several releases.
    pub(super) fn released(&mut self, first: &Document, last: &Document) {
        self.source = Some(format!("{} to {}", day(first), day(last)));
    }

    /// Takes a figure into the data that the picture carries.
    pub(super) fn carry(&mut self, period: &str, one: &Observation) {
        let number = |value: Option<f64>| value.map(|value| value.to_string()).unwrap_or_default();
        self.data.push([
            period.to_owned(),
            one.group.clone(),
            one.by.map(|by| by.to_string()).unwrap_or_default(),
            one.level.clone().unwrap_or_default(),
            one.statistic.clone(),
            one.unit.to_string(),
            number(one.figure.value),
            one.figure.status.to_string(),
            number(one.low),
            number(one.high),
            number(one.n.and_then(|n| n.value)),
            one.few.to_string(),
        ]);
    }

    /// Text over as many lines as it needs.
    pub(super) fn paragraph(&mut self, text: &str, size: f64, weight: &str, colour: &str) {
        for line in lines(text, (RIGHT - LEFT) / (size * LETTER_WIDTH)) {
            self.y += size + 4.0;
            let y = self.y;
            let _never_fails = writeln!(
                self.body,
                "<text x=\"{LEFT}\" y=\"{y:.1}\" font-size=\"{size}\" font-weight=\"{weight}\" fill=\"{colour}\">{}</text>",
                escaped(&line)
            );
        }
    }

    /// A line of text where one wants it.
    pub(super) fn text(&mut self, (x, y): (f64, f64), held: Held, colour: &str, text: &str) {
        let anchor = match held {
            Held::Start => "start",
            Held::Middle => "middle",
            Held::End => "end",
        };
        let _never_fails = writeln!(
            self.body,
            "<text x=\"{x:.1}\" y=\"{y:.1}\" font-size=\"{LETTER}\" text-anchor=\"{anchor}\" fill=\"{colour}\">{}</text>",
            escaped(text)
        );
    }

    /// A row of the table beside the picture: words on the left, figures on the right, below if both are long.
    pub(super) fn row(&mut self, left: &str, right: &str) {
        let letters = left.chars().count() + right.chars().count() + 2;
        if count(letters) * LETTER * LETTER_WIDTH > RIGHT - LEFT {
            self.paragraph(left, LETTER, "400", INK);
        } else {
            self.text((LEFT, self.y + LINE), Held::Start, INK, left);
        }
        self.y += LINE;
        self.text((RIGHT, self.y), Held::End, INK, right);
    }

    /// A box, given by its corner, its size and how it is filled and edged.
    pub(super) fn rect(
        &mut self,
        (x, y): (f64, f64),
        (width, height): (f64, f64),
        fill: &str,
        edge: &str,
    ) {
        let _never_fails = writeln!(
            self.body,
            "<rect x=\"{x:.1}\" y=\"{y:.1}\" width=\"{width:.1}\" height=\"{height:.1}\" fill=\"{fill}\" stroke=\"{edge}\"/>"
        );
    }

    /// A straight line of this width.
    pub(super) fn line(
        &mut self,
        (x1, y1): (f64, f64),
        (x2, y2): (f64, f64),
        colour: &str,
        width: f64,
    ) {
        let _never_fails = writeln!(
            self.body,
            "<line x1=\"{x1:.1}\" y1=\"{y1:.1}\" x2=\"{x2:.1}\" y2=\"{y2:.1}\" stroke=\"{colour}\" stroke-width=\"{width}\"/>"
        );
    }

    /// A dot: filled, or a ring.
    pub(super) fn dot(&mut self, (x, y): (f64, f64), filled: bool, colour: &str) {
        let fill = if filled { colour } else { WHITE };
        let _never_fails = writeln!(
            self.body,
            "<circle cx=\"{x:.1}\" cy=\"{y:.1}\" r=\"5\" fill=\"{fill}\" stroke=\"{colour}\" stroke-width=\"2\"/>"
        );
    }

    /// What the marks mean that are in this picture.
    fn legend(&self) -> String {
        let there = |word: &str| self.data.iter().flatten().any(|cell| cell == word);
        let mut legend = String::new();
        for status in FigureStatus::ALL.iter().copied() {
            if status != FigureStatus::Shown && there(status.as_str()) {
                let word = plain(status.as_str());
                let _never_fails = write!(legend, "{} {word}. ", mark(status));
            }
        }
        if self.data.iter().any(|[.., few]| few == "true") {
            legend.push_str("few: fewer than 30. ");
        }
        legend
    }

    /// The picture with everything around it.
    pub(super) fn finish(mut self, name: ChartName, document: &Document) -> Result<String, Error> {
        self.y += 6.0;
        let digits: String = document.figures_sha256.chars().take(12).collect();
        let source = self.source.take();
        let source = source.unwrap_or_else(|| format!("{}, figures {digits}", day(document)));
        let last = format!("Released {source}. {}", self.legend());
        self.paragraph(&last, LETTER, "400", FAINT);
        let data = sheet::write(CARRIED, self.data.into_iter())?;
        // A period holds digits, letters, minus and dots: an id may hold these.
        let id = format!("{name}-{}", document.period);
        Ok(format!(
            "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {WIDTH} {height:.0}\" role=\"img\" \
             aria-labelledby=\"{id}-title {id}-desc\" font-family=\"system-ui, sans-serif\">\n\
             <title id=\"{id}-title\">{title}</title>\n<desc id=\"{id}-desc\">{describes}</desc>\n\
             <metadata>\n{data}</metadata>\n\
             <defs><pattern id=\"{id}-hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\" \
             patternTransform=\"rotate(45)\"><rect width=\"6\" height=\"6\" fill=\"{WHITE}\"/>\
             <line x1=\"0\" y1=\"0\" x2=\"0\" y2=\"6\" stroke=\"{GUIDE}\" stroke-width=\"3\"/></pattern></defs>\n\
             <rect width=\"{WIDTH}\" height=\"{height:.0}\" fill=\"{WHITE}\"/>\n{body}</svg>\n",
            height = self.y + 12.0,
            title = escaped(&self.title),
            describes = escaped(&self.describes),
            data = escaped(&data),
            body = self.body.replace(
                &format!("fill=\"{HATCH}\""),
                &format!("fill=\"url(#{id}-hatch)\"")
            ),
        ))
    }
}

/// The day of a release.
fn day(document: &Document) -> String {
    document.as_of.utc().format("%-d %B %Y").to_string()
}

/// Stands for the hatching until the picture's id is known.
pub(super) const HATCH: &str = "hatched";
