//! What is asked of a call, in order: at the start, while it goes on, at the end, and when the caller is gone.

use super::{Condition, Facts, Kind, Stage};
use crate::calls::demographics::LANGUAGES;
use crate::calls::record::{HARDEST, LONELIEST, MOST_REASONS, MOST_REFERRALS};
use crate::calls::words::{
    AgeBand, CallReason, CallerRating, CallerRelation, Channel, ContactType, Destination, EndedBy,
    Escalation, Ethnicity, Gender, HandoffResult, HowHeard, InboundFrom, IsolationMode,
    RatingStatus, ReferralResult, Returning, Support, WouldHaveDoneInstead, YesOrNo,
};
use crate::line::Tier;

/// The longest note, in characters.
const LONGEST_NOTE: u16 = 500;
/// Characters of a caller's number, at most.
const LONGEST_PHONE: u16 = 40;
/// Characters of a caller's code word, at least and at most.
const CODE_WORD: (u16, u16) = (6, 100);

/// A field before it has its texts.
pub(super) struct Question {
    pub(super) pointer: &'static str,
    pub(super) kind: Kind,
    pub(super) stage: Stage,
    pub(super) values: List,
    pub(super) takes_regions: bool,
    pub(super) required: bool,
    pub(super) needed_with: Vec<&'static str>,
    pub(super) shown_when: Vec<Condition>,
    pub(super) default: Option<&'static str>,
    pub(super) minimum: Option<u16>,
    pub(super) maximum: Option<u16>,
    pub(super) fields: Vec<Question>,
}

/// A closed list: the name under which its texts are kept, and its words.
#[derive(Default)]
pub(super) struct List {
    pub(super) name: &'static str,
    pub(super) words: Vec<&'static str>,
}

macro_rules! list {
    ($name:ident) => {
        List {
            name: stringify!($name),
            words: $name::ALL.iter().map(|word| word.as_str()).collect(),
        }
    };
}

impl Question {
    fn new(pointer: &'static str, kind: Kind, stage: Stage) -> Self {
        Self {
            pointer,
            kind,
            stage,
            values: List::default(),
            takes_regions: false,
            required: false,
            needed_with: Vec::new(),
            shown_when: Vec::new(),
            default: None,
            minimum: None,
            maximum: None,
            fields: Vec::new(),
        }
    }

    fn choose(pointer: &'static str, kind: Kind, stage: Stage, values: List) -> Self {
        let default = values.words.iter().find(|word| **word == "not_asked");
        Self {
            default: default.copied().filter(|_| kind != Kind::SeveralOf),
            values,
            ..Self::new(pointer, kind, stage)
        }
    }

    fn one_of(pointer: &'static str, stage: Stage, values: List) -> Self {
        Self::choose(pointer, Kind::OneOf, stage, values)
    }

    fn required(self) -> Self {
        Self {
            required: true,
            ..self
        }
    }

    fn when(mut self, pointer: &'static str, is_one_of: Vec<&'static str>) -> Self {
        self.shown_when.push(Condition { pointer, is_one_of });
        self
    }

    /// Only of support contacts; the others need no more than type and times.
    fn of_support(self) -> Self {
        let support = ContactType::ALL.iter().filter(|kind| kind.is_support());
        self.when("/contact_type", support.map(|kind| kind.as_str()).collect())
    }

    fn between(self, minimum: u16, maximum: u16) -> Self {
        Self {
            minimum: Some(minimum),
            maximum: Some(maximum),
            ..self
        }
    }
}

/// Every question that this line asks.
pub(super) fn questions(facts: &Facts) -> Vec<Question> {
    let mut all = at_the_start(facts);
    all.extend(as_it_goes_on());
    all.extend(of_the_caller());
    all.extend(at_the_end());
    all.extend(afterwards());
    all
}

fn at_the_start(facts: &Facts) -> Vec<Question> {
    let caller = |pointer, (least, most)| {
        Question::new(pointer, Kind::Text, Stage::Start)
            .between(least, most)
            .of_support()
    };
    let mut all = vec![
        Question::new("/started_at", Kind::Moment, Stage::Start).required(),
        Question::one_of("/channel", Stage::Start, list!(Channel)),
        Question::one_of("/contact_type", Stage::Start, list!(ContactType)).required(),
    ];
    if matches!(facts.caller_codes, Tier::ByPhone | Tier::ByPhoneOrCodeWord) {
        all.push(caller("/caller/phone", (1, LONGEST_PHONE)));
    }
    if facts.caller_codes == Tier::ByPhoneOrCodeWord {
        all.push(caller("/caller/code_word", CODE_WORD));
    }
    if facts.caller_codes != Tier::Nothing {
        all.push(Question::one_of("/returning", Stage::Start, list!(Returning)).of_support());
    }
    all.push(
        Question::one_of("/caller_relation", Stage::Start, list!(CallerRelation)).of_support(),
    );
    all.extend(rating(
        "/isolation/start/status",
        "/isolation/start/rating",
        Stage::Start,
    ));
    all
}

/// What became of the question, and the rating only if it was asked and answered.
fn rating(status: &'static str, rating: &'static str, stage: Stage) -> [Question; 2] {
    let asked = vec![RatingStatus::Asked.as_str()];
    [
        Question::one_of(status, stage, list!(RatingStatus)).of_support(),
        Question::new(rating, Kind::Scale, stage)
            .between(0, LONELIEST.into())
            .required()
            .of_support()
            .when(status, asked),
    ]
}

fn as_it_goes_on() -> Vec<Question> {
    let brought_in = Escalation::ALL.iter().map(|word| word.as_str());
    let brought_in = brought_in.filter(|word| *word != Escalation::None.as_str());
    let brought_in = brought_in.filter(|word| !super::NO_ANSWER.contains(word));
    let item = |pointer, list| Question::one_of(pointer, Stage::During, list).required();
    vec![
        Question::choose("/reasons", Kind::Ranked, Stage::During, list!(CallReason))
            .between(1, MOST_REASONS)
            .required()
            .of_support(),
        Question::choose(
            "/supports_used",
            Kind::SeveralOf,
            Stage::During,
            list!(Support),
        )
        .of_support(),
        Question::one_of("/escalation", Stage::During, list!(Escalation)).of_support(),
        Question::one_of("/handoff_result", Stage::During, list!(HandoffResult))
            .of_support()
            .when("/escalation", brought_in.collect()),
        Question {
            fields: vec![
                item("/destination", list!(Destination)),
                item("/result", list!(ReferralResult)),
            ],
            ..Question::new("/referrals", Kind::List, Stage::During)
                .between(0, MOST_REFERRALS)
                .of_support()
        },
    ]
}

fn of_the_caller() -> Vec<Question> {
    let about = |pointer, list| Question::one_of(pointer, Stage::During, list).of_support();
    let none = || super::NO_ANSWER.to_vec();
    let spoken = List {
        name: "Language",
        words: none().into_iter().chain(LANGUAGES).collect(),
    };
    let elsewhere = List {
        name: "Region",
        words: none(),
    };
    let (ethnicity, stage) = ("/demographics/race_ethnicity", Stage::During);
    vec![
        about("/inbound_from", list!(InboundFrom)),
        about("/how_heard", list!(HowHeard)),
        about("/demographics/age_band", list!(AgeBand)),
        about("/demographics/gender", list!(Gender)),
        Question::choose(ethnicity, Kind::SeveralOf, stage, list!(Ethnicity)).of_support(),
        about("/demographics/veteran", list!(YesOrNo)),
        Question::choose("/demographics/language", Kind::Language, stage, spoken).of_support(),
        Question {
            takes_regions: true,
            ..about("/demographics/region", elsewhere)
        },
        about("/demographics/living_alone", list!(YesOrNo)),
    ]
}

fn at_the_end() -> Vec<Question> {
    let mut all = Vec::from(rating(
        "/isolation/end/status",
        "/isolation/end/rating",
        Stage::End,
    ));
    let about = |pointer, list| Question::one_of(pointer, Stage::End, list).of_support();
    all.extend([
        Question {
            needed_with: vec!["/isolation/start/rating", "/isolation/end/rating"],
            ..about("/isolation/mode", list!(IsolationMode))
        },
        about("/would_have_done_instead", list!(WouldHaveDoneInstead)),
        about("/caller_rating", list!(CallerRating)),
        Question::new("/ended_at", Kind::Moment, Stage::End).required(),
    ]);
    all
}

/// The note, which is sent by itself.
pub(super) fn note() -> Question {
    Question::new("/note", Kind::Text, Stage::After).between(1, LONGEST_NOTE)
}

fn afterwards() -> Vec<Question> {
    vec![
        Question::one_of("/ended_by", Stage::After, list!(EndedBy)).of_support(),
        Question::new("/peer_impact", Kind::Scale, Stage::After).between(0, HARDEST.into()),
        Question::new("/debrief_requested", Kind::YesNo, Stage::After),
        Question::new("/review_flag", Kind::YesNo, Stage::After),
    ]
}
