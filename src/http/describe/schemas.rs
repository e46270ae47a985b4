//! The schemas of the document by name, and the names that several types share: the document could not tell those apart.

use std::collections::{BTreeMap, BTreeSet};

use utoipa::openapi::{RefOr, Schema};

/// Schemas by name.
#[derive(Default)]
pub(in crate::http) struct Schemas {
    by_name: BTreeMap<String, RefOr<Schema>>,
    shared: BTreeSet<String>,
}

impl Schemas {
    /// Adds the schemas that are not there yet.
    pub(in crate::http) fn extend(
        &mut self,
        more: impl IntoIterator<Item = (String, RefOr<Schema>)>,
    ) {
        for (name, schema) in more {
            let known = self.by_name.insert(name.clone(), schema.clone());
            if known.is_some_and(|known| known != schema) {
                self.shared.insert(name);
            }
        }
    }

    /// All of another's too.
    pub(in crate::http) fn join(&mut self, other: Self) {
        self.extend(other.by_name);
        self.shared.extend(other.shared);
    }

    /// Each schema with its name.
    pub(in crate::http) fn all(&self) -> impl Iterator<Item = (String, RefOr<Schema>)> + '_ {
        let all = self.by_name.iter();
        all.map(|(name, schema)| (name.clone(), schema.clone()))
    }

    /// The names that types with different schemas share.
    pub(in crate::http) fn shared(&self) -> &BTreeSet<String> {
        &self.shared
    }
}
