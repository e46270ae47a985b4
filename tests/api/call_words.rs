//! Every word of every list of the call record, once through the API and back.

use std::collections::BTreeSet;

use chrono::Duration;
use serde_json::{Value, json};
use warmline::calls::words::{
    AgeBand, CallReason, CallerRating, CallerRelation, Channel, ContactType, Destination, EndedBy,
    Escalation, Ethnicity, Gender, HandoffResult, HowHeard, InboundFrom, IsolationMode,
    RatingStatus, ReferralResult, Returning, Support, WouldHaveDoneInstead, YesOrNo,
};

use crate::line::{Line, new_call, support_call};
use crate::story;

macro_rules! words {
    ($name:ident) => {
        $name::ALL
            .iter()
            .map(|word| word.as_str())
            .collect::<Vec<&str>>()
    };
}

/// The fields that hold one word, and their lists.
fn single() -> Vec<(&'static str, Vec<&'static str>)> {
    vec![
        ("/contact_type", words!(ContactType)),
        ("/channel", words!(Channel)),
        ("/caller_relation", words!(CallerRelation)),
        ("/returning", words!(Returning)),
        ("/inbound_from", words!(InboundFrom)),
        ("/how_heard", words!(HowHeard)),
        ("/isolation/mode", words!(IsolationMode)),
        ("/isolation/start/status", words!(RatingStatus)),
        ("/isolation/end/status", words!(RatingStatus)),
        ("/would_have_done_instead", words!(WouldHaveDoneInstead)),
        ("/escalation", words!(Escalation)),
        ("/handoff_result", words!(HandoffResult)),
        ("/ended_by", words!(EndedBy)),
        ("/caller_rating", words!(CallerRating)),
        ("/demographics/age_band", words!(AgeBand)),
        ("/demographics/gender", words!(Gender)),
        ("/demographics/veteran", words!(YesOrNo)),
        ("/demographics/living_alone", words!(YesOrNo)),
        (
            "/demographics/language",
            vec!["not_asked", "declined", "unknown", "en", "zh-Hant"],
        ),
        (
            "/demographics/region",
            vec!["not_asked", "declined", "unknown", "marin_county"],
        ),
    ]
}

/// The fields that hold several, and what makes a word into an item.
fn several() -> Vec<(&'static str, Vec<Value>)> {
    let each = |words: Vec<&str>| words.into_iter().map(Value::from).collect();
    let results = words!(ReferralResult);
    let referrals = words!(Destination).into_iter().enumerate().map(|(at, destination)| {
        json!({"destination": destination, "result": results[at % results.len()]})
    });
    vec![
        ("/reasons", each(words!(CallReason))),
        ("/supports_used", each(words!(Support))),
        ("/demographics/race_ethnicity", each(words!(Ethnicity))),
        ("/referrals", referrals.collect()),
    ]
}

/// A call that holds the words of one turn.
fn record(line: &Line, turn: usize) -> Value {
    let mut record = support_call(line, Duration::minutes(i64::try_from(turn).unwrap()));
    record["isolation"] = json!({"start": {}, "end": {}});
    record["demographics"] = json!({});
    for (pointer, words) in single() {
        *place(&mut record, pointer) = json!(words[turn % words.len()]);
    }
    for (pointer, items) in several() {
        // `declined` and `unknown` stand alone.
        let width = if pointer.ends_with("ethnicity") {
            1
        } else {
            4.min(items.len())
        };
        let taken: BTreeSet<usize> = (0..width)
            .map(|step| (turn * width + step) % items.len())
            .collect();
        *place(&mut record, pointer) = taken.into_iter().map(|at| items[at].clone()).collect();
    }
    for end in ["start", "end"] {
        if record["isolation"][end]["status"] == "asked" {
            record["isolation"][end]["rating"] = json!(turn / 4 % 11);
        }
    }
    if ["none", "not_asked"].contains(&record["escalation"].as_str().unwrap()) {
        record["handoff_result"] = json!("not_asked");
    }
    record["peer_impact"] = json!(turn % 4);
    record["debrief_requested"] = json!(turn.is_multiple_of(2));
    record["review_flag"] = json!(turn.is_multiple_of(3));
    record
}

/// The place that a pointer leads to, made if there is none yet.
fn place<'a>(record: &'a mut Value, pointer: &str) -> &'a mut Value {
    pointer
        .trim_start_matches('/')
        .split('/')
        .fold(record, |place, step| &mut place[step])
}

/// What a call has shown to be kept.
fn seen(record: &Value, found: &mut BTreeSet<(&'static str, String)>) {
    for (pointer, _) in single() {
        found.insert((pointer, record.pointer(pointer).unwrap().to_string()));
    }
    for (pointer, _) in several() {
        let items = record.pointer(pointer).unwrap().as_array().unwrap();
        found.extend(items.iter().map(|item| (pointer, item.to_string())));
    }
    for end in ["/isolation/start/rating", "/isolation/end/rating"] {
        if let Some(rating) = record.pointer(end) {
            found.insert((end, rating.to_string()));
        }
    }
}

story! {
    async fn every_word_of_every_list_is_taken_and_given_back(line: &Line) {
        let sol = line.supervisor("Sol").await;
        let region = json!({"name": "Marin County", "population": 260_000});
        assert_eq!(sol.put("/api/v1/regions/marin_county", region).await.status, 201);
        let ana = line.peer("Ana").await;
        let mut found = BTreeSet::new();
        for turn in 0..60 {
            let (path, sent) = (new_call(line), record(line, turn));
            let logged = ana.put(&path, sent.clone()).await;
            assert_eq!(logged.status, 201, "{sent}\n{}", logged.text);
            let read = ana.get(&path).await.json();
            let kept = |pointer: &str| {
                let (read, sent) = (read.pointer(pointer).unwrap(), sent.pointer(pointer).unwrap());
                assert_eq!(sorted(pointer, read), sorted(pointer, sent), "{pointer}");
            };
            for (pointer, _) in single() {
                kept(pointer);
            }
            for (pointer, _) in several() {
                kept(pointer);
            }
            for field in ["/started_at", "/ended_at", "/peer_impact", "/debrief_requested", "/review_flag"] {
                kept(field);
            }
            for end in ["/isolation/start/rating", "/isolation/end/rating"] {
                assert_eq!(read.pointer(end), Some(sent.pointer(end).unwrap_or(&Value::Null)), "{end}");
            }
            seen(&sent, &mut found);
        }
        for (pointer, words) in single() {
            for word in words {
                assert!(found.contains(&(pointer, format!("\"{word}\""))), "{word} of {pointer} was not tried");
            }
        }
        for (pointer, items) in several() {
            for item in items {
                assert!(found.contains(&(pointer, item.to_string())), "{item} of {pointer} was not tried");
            }
        }
        for rating in 0..=10 {
            for end in ["/isolation/start/rating", "/isolation/end/rating"] {
                assert!(found.contains(&(end, rating.to_string())), "{rating} of {end} was not tried");
            }
        }
    }
}

/// Sets may come back in another order; lists may not.
fn sorted(pointer: &str, value: &Value) -> Value {
    let is_set = ["/supports_used", "/demographics/race_ethnicity"].contains(&pointer);
    match value {
        Value::Array(items) if is_set => {
            let mut items = items.clone();
            items.sort_by_key(Value::to_string);
            Value::Array(items)
        }
        other => other.clone(),
    }
}
