//! The form and its texts: nothing missing, nothing left over, nothing untranslated, nothing that the record would refuse.

use std::collections::{BTreeMap, BTreeSet};

use super::*;

/// What reads the same in both languages, and rightly.
const SAME: [&str; 2] = ["Channel-chat", "YesOrNo-no"];

/// Everything on, so that every field is there.
fn everything() -> Facts {
    Facts {
        caller_codes: Tier::ByPhoneOrCodeWord,
        notes_on: true,
        regions: vec![Region {
            code: "alameda_county".parse().unwrap(),
            name: "Alameda County".to_owned(),
            population: 1_600_000,
        }],
    }
}

fn line(caller_codes: Tier, notes_on: bool) -> Facts {
    Facts {
        caller_codes,
        notes_on,
        regions: Vec::new(),
    }
}

/// The texts of a file by name, `name.attribute` for an attribute.
fn written(tongue: Tongue) -> BTreeMap<String, String> {
    let (mut texts, mut name) = (BTreeMap::new(), String::new());
    for line in tongue.source().lines() {
        let Some((key, text)) = line.split_once(" = ").filter(|_| !line.starts_with('#')) else {
            assert!(line.is_empty() || line.starts_with('#'), "{line}");
            continue;
        };
        let key = if let Some(attribute) = key.trim().strip_prefix('.') {
            format!("{name}.{attribute}")
        } else {
            key.clone_into(&mut name);
            name.clone()
        };
        let twice = texts.insert(key, text.to_owned());
        assert_eq!(twice, None, "{name} is there twice");
    }
    texts
}

/// The names of the texts that the form needs.
fn needed() -> BTreeSet<String> {
    fn of_question(question: &questions::Question, within: &str, names: &mut BTreeSet<String>) {
        let steps = question.pointer.trim_start_matches('/').replace('/', "-");
        let name = format!("{within}{steps}");
        names.extend([name.clone(), format!("{name}.help")]);
        if question.kind == Kind::Scale {
            names.extend(["minimum", "maximum"].map(|end| format!("{name}.{end}")));
        }
        let (list, words) = (question.values.name, &question.values.words);
        let open = words.contains(&"not_asked") || words.contains(&"unknown");
        names.extend(words.iter().map(|word| {
            let shared = open && NO_ANSWER.contains(word);
            format!("{}-{word}", if shared { "NoAnswer" } else { list })
        }));
        for field in &question.fields {
            of_question(field, &format!("{name}-"), names);
        }
    }
    let stages = Stage::ALL.iter();
    let mut names = stages.map(|stage| format!("Stage-{stage}")).collect();
    let asked = questions::questions(&everything()).into_iter();
    for question in asked.chain([questions::note()]) {
        of_question(&question, "", &mut names);
    }
    names
}

/// Every field, those of lists too.
fn fields(form: &Form) -> Vec<&Field> {
    let mut all: Vec<&Field> = form.fields.iter().chain(&form.note).collect();
    all.extend(form.fields.iter().flat_map(|field| &field.fields));
    all
}

#[test]
fn every_field_value_and_help_has_a_text_in_each_language_and_no_text_is_left_over() {
    for tongue in Tongue::ALL {
        let names: BTreeSet<String> = written(*tongue).into_keys().collect();
        let missing: Vec<_> = needed().difference(&names).cloned().collect();
        let left_over: Vec<_> = names.difference(&needed()).cloned().collect();
        assert_eq!(missing, [""; 0], "missing in {tongue}");
        assert_eq!(left_over, [""; 0], "left over in {tongue}");
    }
}

#[test]
fn every_text_is_translated() {
    let (english, spanish) = (written(Tongue::English), written(Tongue::Spanish));
    let same: Vec<&str> = english
        .iter()
        .filter(|(name, text)| spanish.get(*name) == Some(text))
        .map(|(name, _)| name.as_str())
        .collect();
    assert_eq!(same, SAME);
}

#[test]
fn what_is_written_is_what_is_shown() {
    for tongue in Tongue::ALL {
        let (texts, form) = (written(*tongue), form(&everything(), *tongue));
        for field in fields(&form) {
            assert_eq!(texts.get(&field.name), Some(&field.label));
            assert_eq!(
                texts.get(&format!("{}.help", field.name)),
                Some(&field.help)
            );
        }
        let labels: BTreeSet<&String> = texts.values().collect();
        let shown = fields(&form).into_iter().flat_map(|field| &field.values);
        let regions = |choice: &&Choice| choice.value != "alameda_county";
        for choice in shown.filter(regions) {
            assert!(labels.contains(&choice.label), "{}", choice.label);
        }
    }
}

#[test]
fn labels_and_help_are_short_and_no_two_values_of_a_field_read_the_same() {
    for tongue in Tongue::ALL {
        let form = form(&everything(), *tongue);
        for field in fields(&form) {
            assert!(field.label.chars().count() <= 48, "{}", field.label);
            assert!(field.help.chars().count() <= 130, "{}", field.help);
            let labels: BTreeSet<&String> = field.values.iter().map(|one| &one.label).collect();
            assert_eq!(labels.len(), field.values.len(), "{}", field.name);
        }
    }
}

#[test]
fn a_condition_names_a_field_further_up_and_values_that_it_has() {
    let form = form(&everything(), Tongue::English);
    let mut seen: BTreeMap<&str, &Field> = BTreeMap::new();
    for field in &form.fields {
        for condition in &field.shown_when {
            let values = &seen.get(condition.pointer).unwrap().values;
            assert!(!condition.is_one_of.is_empty());
            for value in &condition.is_one_of {
                assert!(
                    values.iter().any(|choice| choice.value == *value),
                    "{value}"
                );
            }
        }
        assert!(
            seen.insert(field.pointer, field).is_none(),
            "{}",
            field.pointer
        );
    }
    for needed in form.fields.iter().flat_map(|field| &field.needed_with) {
        assert!(seen.contains_key(needed));
    }
}

#[test]
fn fields_come_stage_by_stage_as_far_as_the_call_goes() {
    let form = form(&everything(), Tongue::English);
    let stages: Vec<Stage> = form.fields.iter().map(|field| field.stage).collect();
    assert!(stages.is_sorted());
    let start = form
        .fields
        .iter()
        .position(|field| field.pointer == "/isolation/start/rating");
    let reasons = form
        .fields
        .iter()
        .position(|field| field.pointer == "/reasons");
    assert!(
        start < reasons,
        "a rating of the start is taken at the start"
    );
}

#[test]
fn the_settings_decide_what_is_asked_of_those_who_call_again_and_whether_there_is_a_note() {
    let asked = |tier, notes_on| -> Vec<&'static str> {
        let wanted = ["/caller/phone", "/caller/code_word", "/returning", "/note"];
        let form = form(&line(tier, notes_on), Tongue::English);
        let note = form.note.map(|_| "/note");
        let all = form
            .fields
            .into_iter()
            .map(|field| field.pointer)
            .chain(note);
        all.filter(|pointer| wanted.contains(pointer)).collect()
    };
    assert_eq!(asked(Tier::Nothing, false), [""; 0]);
    assert_eq!(asked(Tier::AsSaid, true), ["/returning", "/note"]);
    assert_eq!(asked(Tier::ByPhone, false), ["/caller/phone", "/returning"]);
    assert_eq!(
        asked(Tier::ByPhoneOrCodeWord, false),
        ["/caller/phone", "/caller/code_word", "/returning"]
    );
}

#[test]
fn the_form_has_every_field_of_the_record() {
    let sample = r#"{"started_at": "2026-11-20T03:10:00Z", "ended_at": "2026-11-20T03:32:00Z", "contact_type": "silent"}"#;
    let record: crate::calls::record::Record = serde_json::from_str(sample).unwrap();
    let record = serde_json::to_value(record).unwrap();
    let form = form(&everything(), Tongue::English);
    let in_form: BTreeSet<&str> = form.fields.iter().map(|field| field.pointer).collect();
    let mut in_record = Vec::new();
    leaves(&record, String::new(), &mut in_record);
    let in_record: BTreeSet<&str> = in_record.iter().map(String::as_str).collect();
    let not_asked: Vec<_> = in_record.difference(&in_form).collect();
    assert_eq!(not_asked, [&""; 0], "kept, and never asked");
    // Taken from whoever sends them if the settings say so, and never shown as part of a record.
    let not_shown = ["/caller/phone", "/caller/code_word"];
    let mut asked = in_form.difference(&in_record);
    assert!(
        asked.all(|pointer| not_shown.contains(pointer)),
        "asked, and never kept"
    );
}

/// The pointers of everything that is no object.
fn leaves(value: &serde_json::Value, at: String, found: &mut Vec<String>) {
    match value.as_object() {
        Some(fields) => fields.iter().for_each(|(name, value)| {
            leaves(value, format!("{at}/{name}"), found);
        }),
        None => found.push(at),
    }
}

#[test]
fn the_first_language_that_the_form_speaks_is_taken_and_else_english() {
    let first = |tags: &[&str]| Tongue::first_of(tags.iter().copied());
    assert_eq!(first(&["fr-CA", "ES-mx", "en"]), Tongue::Spanish);
    assert_eq!(first(&["fr", ""]), Tongue::English);
    assert_eq!(first(&[]), Tongue::English);
}

#[test]
fn the_languages_offered_are_written_as_they_are_kept() {
    for tag in crate::calls::demographics::LANGUAGES {
        let language: crate::calls::demographics::Language = tag.parse().unwrap();
        assert_eq!(language.as_str(), tag);
    }
}
