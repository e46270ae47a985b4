//! How a path names a person: by id, or `me`. Knows no room's rows.

use serde::Deserialize;

use crate::error::Error;
use crate::id::PersonId;

/// A person named by id, or the asker named `me`.
#[derive(Clone, Copy, Debug)]
pub enum PersonOrMe {
    /// Whoever asks.
    Me,
    /// Whoever has this id.
    Person(PersonId),
}

impl PersonOrMe {
    /// The person's id.
    pub fn id(self, asker: PersonId) -> PersonId {
        match self {
            Self::Me => asker,
            Self::Person(person) => person,
        }
    }

    /// The asker. What belongs to anybody else is not theirs to see.
    pub fn only(self, asker: PersonId) -> Result<PersonId, Error> {
        if self.id(asker) == asker {
            Ok(asker)
        } else {
            Err(Error::not_found())
        }
    }
}

impl<'de> Deserialize<'de> for PersonOrMe {
    fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = String::deserialize(deserializer)?;
        if text == "me" {
            return Ok(Self::Me);
        }
        text.parse()
            .map(Self::Person)
            .map_err(serde::de::Error::custom)
    }
}
