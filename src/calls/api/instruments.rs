//! The questionnaires that a line may ask, to be read out by a peer.

use serde::Serialize;
use utoipa::ToSchema;

use crate::calls::measures::{self, Instrument, Text, TimeFrame};
use crate::door::{As, PeerOrSupervisor};
use crate::error::Error;
use crate::http::Found;

/// A text in each language.
#[derive(Serialize, ToSchema)]
pub struct Wording {
    /// English, as published.
    en: &'static str,
    /// Spanish.
    es: &'static str,
}

impl From<&Text> for Wording {
    fn from(text: &Text) -> Self {
        Self {
            en: text.en,
            es: text.es,
        }
    }
}

/// An answer.
#[derive(Serialize, ToSchema)]
pub struct AnswerView {
    /// What is sent for it, and counted.
    value: usize,
    /// What is said.
    text: Wording,
}

/// A questionnaire.
#[derive(Serialize, ToSchema)]
pub struct InstrumentView {
    /// What it is called in a call.
    instrument: Instrument,
    /// Its name.
    name: Wording,
    /// Where it was published.
    source: &'static str,
    /// The time that it asks about.
    time_frame: TimeFrame,
    /// Whether it may be asked at the start and at the end of one call.
    may_be_paired: bool,
    /// Days between two times at least.
    days_apart: i64,
    /// The questions, in their order.
    items: Vec<Wording>,
    /// What may be answered to each.
    answers: Vec<AnswerView>,
    /// The least score.
    lowest: usize,
    /// The greatest score.
    highest: usize,
    /// From which score on a caller counts as lonely.
    lonely_from: u8,
}

impl InstrumentView {
    fn new(instrument: Instrument) -> Self {
        let asked = instrument.definition();
        let answers = (1..).zip(asked.answers);
        Self {
            instrument,
            name: (&asked.name).into(),
            source: asked.source,
            time_frame: asked.time_frame,
            may_be_paired: asked.time_frame.may_be_paired(),
            days_apart: measures::APART,
            items: asked.items.iter().map(Into::into).collect(),
            answers: answers
                .map(|(value, text)| AnswerView {
                    value,
                    text: text.into(),
                })
                .collect(),
            lowest: asked.items.len(),
            highest: asked.items.len() * asked.answers.len(),
            lonely_from: asked.lonely_from,
        }
    }
}

/// The questionnaires.
#[derive(Serialize, ToSchema)]
pub struct InstrumentList {
    /// All of them.
    items: Vec<InstrumentView>,
}

/// The questionnaires that a caller may be asked now and then, with their texts.
pub async fn list(_who: As<PeerOrSupervisor>) -> Result<Found<InstrumentList>, Error> {
    let items = Instrument::ALL.iter().copied();
    Ok(Found(InstrumentList {
        items: items.map(InstrumentView::new).collect(),
    }))
}
