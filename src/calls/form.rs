//! The call form as data, so that any client can draw it. Knows what is asked, and nothing of what was answered.
//!
//! It is built from the word lists of the record, so a new value is in the form or has no text, which a test finds.

pub mod api;
mod questions;
mod texts;

use serde::Serialize;
use utoipa::ToSchema;

use crate::line::Tier;
use crate::line::regions::Region;
use crate::words::words;
use texts::Texts;
pub use texts::Tongue;

words! {
    /// When a field is asked or filled in.
    Stage {
        /// At the start of the call.
        Start = "start",
        /// While it goes on, as it comes up by itself.
        During = "during",
        /// At the end of the call.
        End = "end",
        /// When the caller is gone.
        After = "after",
    }
}

words! {
    /// How a field is answered.
    Kind {
        /// An RFC 3339 time with its offset.
        Moment = "moment",
        /// One of the values.
        OneOf = "one_of",
        /// One of the values, or any BCP 47 tag of a language.
        Language = "language",
        /// Several of the values, each once.
        SeveralOf = "several_of",
        /// Several of the values, each once; the first is the main one.
        Ranked = "ranked",
        /// A whole number from `minimum` to `maximum`.
        Scale = "scale",
        /// True or false.
        YesNo = "yes_no",
        /// A list of objects with the fields in `fields`.
        List = "list",
        /// Free text of at most `maximum` characters.
        Text = "text",
    }
}

/// What the form depends on: the line's settings and its regions.
#[derive(Clone, Debug)]
pub struct Facts {
    /// How far the line tells callers who call again from others.
    pub caller_codes: Tier,
    /// Whether a call may carry a note.
    pub notes_on: bool,
    /// The line's regions.
    pub regions: Vec<Region>,
}

/// The whole form of a call, for a client to draw.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Form {
    /// The language of its texts.
    language: Tongue,
    /// The stages of a call, in order.
    stages: Vec<StageView>,
    /// What is asked, in order. Of a caller's number and code word, one is sent.
    fields: Vec<Field>,
    /// The note, if the line keeps notes: it goes by itself to `PUT /calls/{id}/note`, once the call is logged.
    note: Option<Field>,
}

/// A stage of a call.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct StageView {
    /// Its name in `stage` of a field.
    stage: Stage,
    /// A heading.
    label: String,
}

/// One field of the form.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Field {
    /// A name that stays, such as `isolation-start-rating`.
    name: String,
    /// Where the answer goes in the body of `PUT /calls/{id}`, as a JSON pointer; for a field of a list, where in an item.
    pointer: &'static str,
    /// How it is answered.
    kind: Kind,
    /// When to ask it.
    stage: Stage,
    /// What to call it.
    label: String,
    /// A sentence that helps.
    help: String,
    /// Whether it must be answered when it is shown.
    required: bool,
    /// It must be answered, too, when one of these fields is.
    needed_with: Vec<&'static str>,
    /// It is shown when all of these hold, and left out of the body otherwise. They name fields further up.
    shown_when: Vec<Condition>,
    /// What may be chosen.
    values: Vec<Choice>,
    /// What an answer left out means; null if nothing.
    default: Option<&'static str>,
    /// The least number; of several, how many at least.
    minimum: Option<u16>,
    /// The greatest number; of several, how many at most; of a text, how many characters.
    maximum: Option<u16>,
    /// What the least number of a scale means.
    minimum_label: Option<String>,
    /// What the greatest number of a scale means.
    maximum_label: Option<String>,
    /// The fields of each item of a list.
    #[schema(no_recursion)]
    fields: Vec<Field>,
}

/// What another field must hold.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Condition {
    /// Which field.
    pointer: &'static str,
    /// It holds one of these.
    is_one_of: Vec<&'static str>,
}

/// A value to choose.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct Choice {
    /// What is sent.
    value: String,
    /// What is shown.
    label: String,
    /// Whether it says that there is no answer, and why. Of `several_of` it stands alone.
    no_answer: bool,
}

/// The form of a line, in a language.
pub fn form(facts: &Facts, language: Tongue) -> Form {
    let texts = Texts::of(language);
    let stage = |stage: &Stage| StageView {
        stage: *stage,
        label: texts.value("Stage", stage.as_str()),
    };
    let asked = questions::questions(facts);
    Form {
        language,
        stages: Stage::ALL.iter().map(stage).collect(),
        fields: asked
            .into_iter()
            .map(|question| draw(question, "", facts, &texts))
            .collect(),
        note: facts.notes_on.then(|| Field {
            pointer: "/text",
            ..draw(questions::note(), "", facts, &texts)
        }),
    }
}

/// The ways of having no answer, which mean the same in every list.
const NO_ANSWER: [&str; 3] = ["not_asked", "declined", "unknown"];

fn draw(question: questions::Question, within: &str, facts: &Facts, texts: &Texts) -> Field {
    let steps = question.pointer.trim_start_matches('/').replace('/', "-");
    let name = format!("{within}{steps}");
    let mut values = choices(&question.values, texts);
    if question.takes_regions {
        values.extend(facts.regions.iter().map(|region| Choice {
            value: region.code.as_str().to_owned(),
            label: region.name.clone(),
            no_answer: false,
        }));
    }
    let item = format!("{name}-");
    let fields = question.fields.into_iter();
    Field {
        label: texts.label(&name),
        help: texts.help(&name),
        minimum_label: texts.attribute(&name, "minimum"),
        maximum_label: texts.attribute(&name, "maximum"),
        fields: fields
            .map(|field| draw(field, &item, facts, texts))
            .collect(),
        pointer: question.pointer,
        kind: question.kind,
        stage: question.stage,
        required: question.required,
        needed_with: question.needed_with,
        shown_when: question.shown_when,
        default: question.default,
        minimum: question.minimum,
        maximum: question.maximum,
        values,
        name,
    }
}

fn choices(list: &questions::List, texts: &Texts) -> Vec<Choice> {
    // Where a question can be left open, `declined` is no answer; of a referral it is one.
    let open = list.words.contains(&"not_asked") || list.words.contains(&"unknown");
    let words = list.words.iter();
    words
        .map(|word| {
            let no_answer = open && NO_ANSWER.contains(word);
            Choice {
                value: (*word).to_owned(),
                label: texts.value(if no_answer { "NoAnswer" } else { list.name }, word),
                no_answer,
            }
        })
        .collect()
}

#[cfg(test)]
mod tests;
