//! What the release of one month is reckoned from, and the reckoning of each of its parts.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::OnceLock;

use crate::db::Conn;
use crate::error::Error;
use crate::line;
use crate::reports::closings::{self, Frozen, Rest};
use crate::reports::cube::beside::{Telephony, over_time, telephony};
use crate::reports::cube::count::count;
use crate::reports::cube::counted::Counted;
use crate::reports::cube::grid::Table;
use crate::reports::cube::marks::{Mark, Part, callers, mark, marked};
use crate::reports::cube::names::Level;
use crate::reports::cube::nodes::{Node, Plain};
use crate::reports::cube::rule::{Caution, Choose, Rule};
use crate::reports::cube::settle::settle;
use crate::reports::cube::settled::{Decided, Known, Settled};
use crate::reports::facts::Fact;
use crate::reports::periods::{FiscalStart, Month, Period};
use crate::reports::release::Released;
use crate::reports::staffing::Staffing;
use crate::reports::store;
use crate::reports::withholding::Unsafe;

/// All that the release of a month is reckoned from.
pub struct Work {
    /// The month.
    pub month: Month,
    /// The periods that it completes.
    pub periods: Vec<Period>,
    months: BTreeMap<Month, Frozen>,
    /// The line's own list.
    regions: BTreeSet<Level>,
    marks: BTreeMap<Period, OnceLock<Vec<Mark>>>,
    fiscal: FiscalStart,
    rule: Rule,
}

/// A part of a release, reckoned.
pub enum Reckoned {
    /// A table of each period.
    Table(BTreeMap<Period, Decided>),
    /// What is in no table.
    Rest(BTreeMap<Period, Rest>),
}

/// Why a part could not be reckoned.
#[derive(Debug)]
pub enum Failure {
    /// Too much could be reckoned of what would be shown.
    Unsafe(Unsafe),
    /// Something broke.
    Error(Error),
}

impl From<Error> for Failure {
    fn from(error: Error) -> Self {
        Self::Error(error)
    }
}

impl Work {
    /// Reads what the release of a frozen month is reckoned from.
    pub fn open(conn: &mut Conn, month: Month, choose: Choose) -> Result<Self, Error> {
        let line = line::store::find(conn)?;
        let first = store::closings::first_frozen(conn)?.unwrap_or(month);
        let periods = Period::completed_by(month, line.fiscal_year, first);
        let all: BTreeSet<Month> = periods.iter().flat_map(|period| period.months()).collect();
        let mut months = BTreeMap::new();
        for one in all {
            months.insert(one, store::closings::frozen(conn, one)?);
        }
        let regions = line::store::regions(conn)?;
        let regions = regions.iter().map(|region| region.code.as_str().to_owned());
        let marks = periods.iter().map(|period| (*period, OnceLock::new()));
        Ok(Self {
            month,
            marks: marks.collect(),
            periods,
            months,
            regions: regions.collect(),
            fiscal: line.fiscal_year,
            rule: Rule {
                under: line.withhold_under,
                caution: store::work::caution(conn, month)?,
                choose,
            },
        })
    }

    /// By how careful a rule it is decided.
    pub const fn caution(&self) -> Caution {
        self.rule.caution
    }

    /// The names of its parts, in the order in which they are reckoned.
    pub fn parts(&self) -> Vec<&'static str> {
        closings::parts(&self.periods)
    }

    /// Reckons a part.
    pub fn reckon(&self, conn: &mut Conn, part: &str) -> Result<Reckoned, Failure> {
        match Table::ALL.iter().find(|table| table.as_str() == part) {
            Some(table) => self.table(conn, *table).map(Reckoned::Table),
            None => Ok(Reckoned::Rest(self.rest(conn)?)),
        }
    }

    fn frozen(&self, period: Period) -> impl Iterator<Item = (Month, &Frozen)> {
        period
            .months()
            .filter_map(|month| Some((month, self.months.get(&month)?)))
    }

    fn facts(&self, period: Period) -> impl Iterator<Item = &Fact> {
        self.frozen(period).flat_map(|(_, frozen)| &frozen.facts)
    }

    /// The marks of a period's contacts, which are found once for all of its tables.
    fn marks(&self, period: Period) -> &[Mark] {
        let marks = self.marks.get(&period);
        let marks = marks.map(|marks| marks.get_or_init(|| mark(&self.by_month(period))));
        marks.map(Vec::as_slice).unwrap_or_default()
    }

    fn by_month(&self, period: Period) -> Vec<Part<'_>> {
        let within = period.sum_of();
        let part_of = |month| within.iter().position(|part| part.contains(month));
        self.frozen(period)
            .map(|(month, frozen)| Part {
                part: part_of(month),
                facts: &frozen.facts,
            })
            .collect()
    }

    fn counted(&self, table: Table, period: Period) -> Counted {
        match table {
            Table::Access => {
                let months = self.frozen(period).map(|(_, frozen)| frozen.telephony);
                telephony(months.fold(Telephony::default(), std::ops::Add::add))
            }
            Table::OverTime => over_time(self.facts(period)),
            _ => {
                let contacts = marked(&self.by_month(period), self.marks(period));
                count(table, period, &contacts, &self.regions)
            }
        }
    }

    fn table(&self, conn: &mut Conn, table: Table) -> Result<BTreeMap<Period, Decided>, Failure> {
        let whole = match table {
            Table::Whole | Table::Access | Table::OverTime | Table::Referrals => BTreeMap::new(),
            _ => self.decided(conn, Table::Whole)?,
        };
        let earlier = self.decided(conn, table)?;
        let periods = self.periods.iter().filter(|period| table.is_of(**period));
        let new: BTreeMap<Period, Counted> = periods
            .map(|period| (*period, self.counted(table, *period)))
            .collect();
        let known = Self::known(earlier, whole, &new);
        settle(table, &known, &new, self.rule).map_err(Failure::Unsafe)
    }

    /// What was decided of a table. Years of which none shares a month with what is decided now say nothing of it, and are
    /// not read; fiscal years join all calendar years into one chain.
    fn decided(&self, conn: &mut Conn, table: Table) -> Result<BTreeMap<Period, Settled>, Error> {
        if self.fiscal != FiscalStart::default() {
            return store::cubes::settled(conn, table.as_str(), None);
        }
        let year = Period::year_of(self.month);
        let mut earlier = store::cubes::settled(conn, table.as_str(), Some(year.first()))?;
        earlier.retain(|period, _| year.contains(period.first()));
        Ok(earlier)
    }

    fn known(
        earlier: BTreeMap<Period, Settled>,
        whole: BTreeMap<Period, Settled>,
        new: &BTreeMap<Period, Counted>,
    ) -> Known {
        let parts = earlier
            .keys()
            .chain(new.keys())
            .map(|period| (*period, period.sum_of()))
            .filter(|(_, parts)| !parts.is_empty())
            .collect();
        Known {
            earlier,
            parts,
            whole,
        }
    }

    fn rest(&self, conn: &mut Conn) -> Result<BTreeMap<Period, Rest>, Error> {
        let mut rests = BTreeMap::new();
        for period in &self.periods {
            let whole: Released =
                store::cubes::find(conn, *period, Table::Whole.as_str())?.unwrap_or_default();
            let (callers, frequent) = callers(&self.by_month(*period));
            let told = |number: usize, of: Plain| {
                whole.of("", Node::Of(of)).n()?;
                Rest::told(number, self.rule.under)
            };
            let rest = Rest {
                under: self.rule.under,
                callers: told(callers, Plain::Coded),
                frequent: told(frequent, Plain::OfFrequent),
                crews: Staffing::sum(self.frozen(*period).map(|(_, frozen)| &frozen.crews)),
                kept: store::privacy::of(conn, *period)?,
            };
            rests.insert(*period, rest);
        }
        Ok(rests)
    }
}
