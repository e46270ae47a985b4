//! The checkpoint: how far the chain had come, kept outside the database, so that an end that was
//! cut off is missed. Knows its text and not where it lies.

use serde::{Deserialize, Serialize};

use super::Link;
use crate::clock::Moment;
use crate::keyed::Pen;

/// How far the chain had come at a moment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Checkpoint {
    /// The last link there was.
    pub end: Link,
    /// When.
    pub at: Moment,
}

/// Why a text is no checkpoint.
#[derive(Debug, thiserror::Error)]
#[error("This was not written with the key of this line.")]
pub struct NotACheckpoint;

#[derive(Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct Text {
    position: i64,
    seal: String,
    at: Moment,
    mark: String,
}

impl Checkpoint {
    /// The checkpoint as text, marked so that nobody without the key can make one.
    pub fn text(&self, pen: &Pen) -> Result<String, serde_json::Error> {
        let text = serde_json::to_string(&Text {
            position: self.end.position,
            seal: self.end.seal.clone(),
            at: self.at,
            mark: self.with_texts(|texts| pen.mark(texts)),
        })?;
        Ok(text + "\n")
    }

    /// Reads a checkpoint that was made with this pen.
    pub fn parse(text: &str, pen: &Pen) -> Result<Self, NotACheckpoint> {
        let text: Text = serde_json::from_str(text).map_err(|_malformed| NotACheckpoint)?;
        let checkpoint = Self {
            end: Link {
                position: text.position,
                seal: text.seal,
            },
            at: text.at,
        };
        if checkpoint.with_texts(|texts| pen.made(&text.mark, texts)) {
            Ok(checkpoint)
        } else {
            Err(NotACheckpoint)
        }
    }

    fn with_texts<T>(&self, use_them: impl FnOnce(&[&str]) -> T) -> T {
        use_them(&[
            "checkpoint",
            &self.end.position.to_string(),
            &self.end.seal,
            &self.at.to_string(),
        ])
    }
}
