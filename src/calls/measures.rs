//! Periodic measures: the published questionnaires about loneliness in general, as data, and who may be asked when.
//!
//! Their questions are about life in general, so a difference between two answers within one call means
//! nothing. Only the 0 to 10 "right now" of the call itself is asked at its start and end.

use chrono::NaiveDate;
use serde::Deserialize;
use utoipa::ToSchema;

use crate::error::Fault;
use crate::words::words;

/// Days after which a caller may be asked again.
pub const APART: i64 = 28;

words! {
    /// A published questionnaire.
    Instrument {
        /// Three items of the UCLA Loneliness Scale, for interviews (Hughes et al. 2004).
        Ucla3 = "ucla_3",
        /// The direct item of the Office for National Statistics.
        OnsDirect = "ons_direct",
    }
}

words! {
    /// The time that a question is about.
    TimeFrame {
        InGeneral = "in_general",
        RightNow = "right_now",
    }
}

impl TimeFrame {
    /// Whether its question may be asked twice within one call, to see what the call changed.
    pub const fn may_be_paired(self) -> bool {
        matches!(self, Self::RightNow)
    }
}

/// The time frame of the call's own rating, from 0 to 10.
pub const OF_THE_RATING: TimeFrame = TimeFrame::RightNow;

/// A text in the languages of the line.
#[derive(Clone, Copy, Debug)]
pub struct Text {
    /// English, as published.
    pub en: &'static str,
    /// Spanish.
    pub es: &'static str,
}

/// What an instrument asks, and how it is scored.
#[derive(Debug)]
pub struct Definition {
    /// Its name.
    pub name: Text,
    /// Where it was published.
    pub source: &'static str,
    /// The time that it asks about.
    pub time_frame: TimeFrame,
    /// What is asked, in this order.
    pub items: &'static [Text],
    /// What may be answered to each item: the answer of 1 first.
    pub answers: &'static [Text],
    /// From which score on a caller counts as lonely.
    pub lonely_from: u8,
}

const fn text(en: &'static str, es: &'static str) -> Text {
    Text { en, es }
}

const UCLA_3: Definition = Definition {
    name: text(
        "Three-Item Loneliness Scale",
        "Escala de soledad de tres ítems",
    ),
    source: "Hughes, Waite, Hawkley and Cacioppo (2004), Research on Aging 26(6), 655-672",
    time_frame: TimeFrame::InGeneral,
    items: &[
        text(
            "How often do you feel that you lack companionship?",
            "¿Con qué frecuencia siente que le falta compañía?",
        ),
        text(
            "How often do you feel left out?",
            "¿Con qué frecuencia se siente excluido o excluida?",
        ),
        text(
            "How often do you feel isolated from others?",
            "¿Con qué frecuencia se siente aislado o aislada de los demás?",
        ),
    ],
    answers: &[
        text("Hardly ever", "Casi nunca"),
        text("Some of the time", "Algunas veces"),
        text("Often", "A menudo"),
    ],
    lonely_from: 6,
};

const ONS_DIRECT: Definition = Definition {
    name: text(
        "Direct measure of loneliness",
        "Medida directa de la soledad",
    ),
    source: "Office for National Statistics (2018), Measuring loneliness: guidance for use of the national indicators \
             on surveys",
    time_frame: TimeFrame::InGeneral,
    items: &[text(
        "How often do you feel lonely?",
        "¿Con qué frecuencia se siente solo o sola?",
    )],
    answers: &[
        text("Never", "Nunca"),
        text("Hardly ever", "Casi nunca"),
        text("Occasionally", "De vez en cuando"),
        text("Some of the time", "Algunas veces"),
        text("Often/always", "A menudo o siempre"),
    ],
    lonely_from: 5,
};

impl Instrument {
    /// What it asks.
    pub const fn definition(self) -> &'static Definition {
        match self {
            Self::Ucla3 => &UCLA_3,
            Self::OnsDirect => &ONS_DIRECT,
        }
    }
}

/// A questionnaire as a caller answered it.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct Measure {
    /// Which one.
    pub instrument: Instrument,
    /// The answer to each item in its order, as numbered in `/api/v1/instruments`.
    #[schema(min_items = 1, max_items = 3)]
    pub answers: Vec<u8>,
}

impl Measure {
    /// Everything that is wrong with the answers.
    pub fn faults(&self) -> Vec<Fault> {
        let asked = self.instrument.definition();
        if self.answers.len() != asked.items.len() {
            let detail =
                "Give one answer to each item; a questionnaire that was not finished is left out.";
            return vec![Fault::at("/measure/answers", "incomplete", detail)];
        }
        let among = |answer: u8| (1..=asked.answers.len()).contains(&usize::from(answer));
        let wrong = self.answers.iter().enumerate();
        let wrong = wrong.filter(|(_, answer)| !among(**answer));
        let most = asked.answers.len();
        wrong
            .map(|(at, _)| {
                let detail = format!("An answer to this is a number from 1 to {most}.");
                Fault::at(format!("/measure/answers/{at}"), "out_of_range", detail)
            })
            .collect()
    }

    /// The sum of the answers.
    pub fn score(&self) -> u8 {
        self.answers
            .iter()
            .fold(0, |sum, answer| sum.saturating_add(*answer))
    }
}

/// Why these may not be taken in one call, if they may not: asked twice, a question about life in general
/// would be read as a change during the call.
pub fn pairing(taken: &[Instrument]) -> Option<Fault> {
    let repeated =
        |at: usize, one: &Instrument| taken.iter().skip(at + 1).any(|other| other == one);
    let mut general = taken
        .iter()
        .enumerate()
        .filter(|(_, one)| !one.definition().time_frame.may_be_paired());
    general.any(|(at, one)| repeated(at, one)).then(|| {
        let detail = "This asks about life in general, so it is taken once in a call at most.";
        Fault::at("/measure/instrument", "not_paired", detail)
    })
}

/// In how many days the same caller may be asked again, if not on this date. `taken` are the other dates.
///
/// A call may be logged after a later one, so both sides count.
pub fn days_to_wait(taken: &[NaiveDate], date: NaiveDate) -> Option<i64> {
    let near = |other: &&NaiveDate| (date - **other).num_days().abs() < APART;
    let latest = taken.iter().filter(near).max()?;
    Some(APART - (date - *latest).num_days())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn codes(instrument: Instrument, answers: &[u8]) -> Vec<String> {
        let answers = answers.to_vec();
        let faults = Measure {
            instrument,
            answers,
        }
        .faults();
        let told = |fault: Fault| format!("{} {}", fault.pointer.unwrap_or_default(), fault.code);
        faults.into_iter().map(told).collect()
    }

    #[test]
    fn scores_are_sums_and_their_ranges_are_those_published() {
        for (instrument, answers, score) in [
            (Instrument::Ucla3, vec![1, 1, 1], 3),
            (Instrument::Ucla3, vec![2, 2, 2], 6),
            (Instrument::Ucla3, vec![3, 3, 3], 9),
            (Instrument::OnsDirect, vec![1], 1),
            (Instrument::OnsDirect, vec![5], 5),
        ] {
            assert!(codes(instrument, &answers).is_empty());
            let measure = Measure {
                instrument,
                answers,
            };
            assert_eq!(measure.score(), score);
        }
        assert_eq!(Instrument::Ucla3.definition().lonely_from, 6);
        let ons = Instrument::OnsDirect.definition().answers;
        assert_eq!((ons[0].en, ons[4].en), ("Never", "Often/always"));
    }

    #[test]
    fn each_wrong_answer_is_pointed_at() {
        assert_eq!(
            codes(Instrument::Ucla3, &[0, 2, 4]),
            [
                "/measure/answers/0 out_of_range",
                "/measure/answers/2 out_of_range"
            ]
        );
        for answers in [&[1, 2][..], &[], &[1, 1, 1, 1]] {
            assert_eq!(
                codes(Instrument::Ucla3, answers),
                ["/measure/answers incomplete"]
            );
        }
        assert_eq!(
            codes(Instrument::OnsDirect, &[6]),
            ["/measure/answers/0 out_of_range"]
        );
    }

    #[test]
    fn only_what_is_asked_of_right_now_is_asked_twice_in_a_call() {
        assert!(OF_THE_RATING.may_be_paired());
        for one in Instrument::ALL {
            assert_eq!(one.definition().time_frame, TimeFrame::InGeneral);
            assert!(pairing(&[*one]).is_none());
            assert_eq!(pairing(&[*one, *one]).unwrap().code, "not_paired");
        }
        assert!(
            pairing(Instrument::ALL).is_none(),
            "two that differ are no pair"
        );
    }

    #[test]
    fn a_caller_is_asked_every_28_days_at_most() {
        let date = |text: &str| text.parse::<NaiveDate>().unwrap();
        let taken = [date("2026-06-01"), date("2026-03-01")];
        for (on, wait) in [
            ("2026-06-01", Some(28)),
            ("2026-06-28", Some(1)),
            ("2026-06-29", None),
            ("2026-05-05", Some(55)),
            ("2026-05-04", None),
            ("2026-03-29", None),
        ] {
            assert_eq!(days_to_wait(&taken, date(on)), wait, "{on}");
        }
        assert_eq!(days_to_wait(&[], date("2026-06-01")), None);
    }
}
