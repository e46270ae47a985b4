//! What a report is made of: the released tables of a period. Knows no database and no call.

use std::collections::BTreeMap;

use super::closings::Rest;
use super::cube::grid::Table;
use super::cube::nodes::{Node, Plain};
use super::dimension::Dimension;
use super::release::{Released, Said};

/// The released tables of a period.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Source {
    /// The tables that were asked for.
    pub tables: BTreeMap<Table, Released>,
    /// What is in no table.
    pub rest: Rest,
    /// Whether it is put together of several releases, so that callers cannot be counted once.
    pub is_range: bool,
}

impl Source {
    /// What a table says of a cell.
    pub fn said(&self, table: Table, level: &str, node: Node) -> Said<'_> {
        self.tables
            .get(&table)
            .map_or(Said::Absent, |released| released.of(level, node))
    }

    /// What is said of a set of all contacts.
    pub fn whole(&self, plain: Plain) -> Said<'_> {
        self.said(Table::Whole, "", Node::Of(plain))
    }

    /// Whether callers can be told apart, as far as may be told: a period of few coded contacts is not told from others.
    pub fn has_codes(&self) -> bool {
        self.whole(Plain::Coded).n() != Some(0)
    }

    /// What is said of a set of contacts in a level of a breakdown.
    pub fn level(&self, by: Dimension, level: &str, plain: Plain) -> Said<'_> {
        self.said(Table::of(by), level, Node::Of(plain))
    }

    /// Whether the levels of a breakdown tell of a set.
    pub fn tells(&self, by: Dimension, node: Node) -> bool {
        let released = self.tables.get(&Table::of(by));
        released.is_some_and(|released| released.tells(node))
    }

    /// The levels of which a breakdown says anything, in its own order.
    pub fn levels(&self, by: Dimension) -> Vec<String> {
        let Some(released) = self.tables.get(&Table::of(by)) else {
            return Vec::new();
        };
        let there = released.levels();
        let mut levels = by.order();
        levels.retain(|level| there.contains(&level.as_str()));
        let open: Vec<String> = there
            .into_iter()
            .filter(|level| by.is_open() && !levels.iter().any(|known| known == level))
            .map(str::to_owned)
            .collect();
        levels.splice(0..0, open);
        levels
    }

    /// Several sources that do not overlap as one.
    #[must_use]
    pub fn sum(parts: &[Self]) -> Self {
        let mut tables: BTreeMap<Table, Vec<Released>> = BTreeMap::new();
        for part in parts {
            for (table, released) in &part.tables {
                tables.entry(*table).or_default().push(released.clone());
            }
        }
        let rests: Vec<Rest> = parts.iter().map(|part| part.rest.clone()).collect();
        // A table that one of them lacks says nothing of all.
        tables.retain(|_, released| released.len() == parts.len());
        Self {
            tables: tables
                .into_iter()
                .map(|(table, released)| (table, Released::sum(&released)))
                .collect(),
            rest: Rest::sum(&rests),
            is_range: true,
        }
    }
}
