//! The form's texts in each of its languages, from the Fluent files beside this one. Knows no question.

use std::sync::LazyLock;

use fluent_bundle::FluentResource;
use fluent_bundle::concurrent::FluentBundle;

use crate::words::words;

words! {
    /// A language that the form speaks.
    #[derive(Default)]
    Tongue {
        #[default]
        English = "en",
        Spanish = "es",
    }
}

impl Tongue {
    /// The first of these languages that the form speaks, or English: `es-MX` is served in `es`.
    pub fn first_of<'a>(mut wanted: impl Iterator<Item = &'a str>) -> Self {
        let spoken = |tag: &str| tag.split('-').next()?.to_ascii_lowercase().parse().ok();
        wanted.find_map(spoken).unwrap_or_default()
    }

    /// Its texts as they are written.
    pub(super) const fn source(self) -> &'static str {
        match self {
            Self::English => include_str!("en.ftl"),
            Self::Spanish => include_str!("es.ftl"),
        }
    }
}

type Bundle = FluentBundle<FluentResource>;

static ENGLISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Tongue::English));
static SPANISH: LazyLock<Bundle> = LazyLock::new(|| bundle(Tongue::Spanish));

fn bundle(tongue: Tongue) -> Bundle {
    let language = tongue.as_str().parse().into_iter().collect();
    let mut bundle = FluentBundle::new_concurrent(language);
    // What can be read is shown; a test finds what cannot.
    let resource = match FluentResource::try_new(tongue.source().to_owned()) {
        Ok(whole) => whole,
        Err((rest, _faults)) => rest,
    };
    bundle.add_resource_overriding(resource);
    bundle
}

/// The texts of one language.
pub(super) struct Texts(&'static Bundle);

impl Texts {
    pub(super) fn of(tongue: Tongue) -> Self {
        Self(match tongue {
            Tongue::English => &ENGLISH,
            Tongue::Spanish => &SPANISH,
        })
    }

    /// The label of a field; its bare name if it has none, which a test bars.
    pub(super) fn label(&self, name: &str) -> String {
        let pattern = self.0.get_message(name).and_then(|found| found.value());
        let written = pattern.map(|pattern| self.0.format_pattern(pattern, None, &mut Vec::new()));
        written.map_or_else(|| name.to_owned(), Into::into)
    }

    /// The sentence that helps with a field.
    pub(super) fn help(&self, name: &str) -> String {
        self.attribute(name, "help").unwrap_or_default()
    }

    /// What else is said of a field.
    pub(super) fn attribute(&self, name: &str, attribute: &str) -> Option<String> {
        let pattern = self.0.get_message(name)?.get_attribute(attribute)?.value();
        let written = self.0.format_pattern(pattern, None, &mut Vec::new());
        Some(written.into_owned())
    }

    /// The label of a word of a list.
    pub(super) fn value(&self, list: &str, word: &str) -> String {
        self.label(&format!("{list}-{word}"))
    }
}
