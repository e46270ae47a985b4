//! The schedule in the plainest way: what each operation must answer, and what it makes of the state. Written without the
//! program's own rules.

use std::collections::{BTreeMap, BTreeSet};

use chrono::{Datelike, NaiveDate};

/// A shift: its schedule, its date, its hours, and how many it takes.
#[derive(Clone, Copy, Debug)]
pub(super) struct Plan {
    pub(super) schedule: usize,
    pub(super) date: NaiveDate,
    pub(super) from: u32,
    pub(super) to: u32,
    pub(super) places: usize,
}

impl Plan {
    fn hours(&self) -> u32 {
        self.to - self.from
    }

    fn overlaps(&self, other: &Self) -> bool {
        self.date == other.date && self.from < other.to && other.from < self.to
    }

    fn is_in_week_of(&self, other: &Self) -> bool {
        self.date.iso_week() == other.date.iso_week()
    }
}

/// Something that somebody does. Numbers name shifts, people, schedules, offers and absences.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Operation {
    Claim {
        shift: usize,
    },
    Drop {
        shift: usize,
    },
    Assign {
        shift: usize,
        person: usize,
    },
    TakeBack {
        shift: usize,
        person: usize,
    },
    Wait {
        shift: usize,
    },
    Leave {
        shift: usize,
    },
    GoAway {
        absence: usize,
        date: NaiveDate,
    },
    ComeBack {
        absence: usize,
    },
    Offer {
        offer: usize,
        shift: usize,
        wanted: Option<usize>,
    },
    Accept {
        offer: usize,
    },
    Withdraw {
        offer: usize,
    },
    Publish {
        schedule: usize,
    },
    Unpublish {
        schedule: usize,
    },
}

/// What was answered, or must be: the status, and the reasons of a refusal.
pub(super) type Said = (u16, BTreeSet<String>);

/// A place offered: whose, which of all places ever held it is, and which shift is wanted for it.
#[derive(Clone, Copy)]
struct Offered {
    shift: usize,
    person: usize,
    held: u64,
    wanted: Option<usize>,
    is_withdrawn: bool,
    is_settled: bool,
}

#[derive(Clone)]
pub(super) struct Model {
    shifts: Vec<Plan>,
    /// The most hours a week.
    week: u32,
    published: BTreeSet<usize>,
    /// Which place of all that were ever held: another one after dropping and claiming again.
    held: BTreeMap<(usize, usize), u64>,
    count: u64,
    waiting: Vec<(usize, usize)>,
    away: BTreeMap<usize, (usize, NaiveDate)>,
    offers: BTreeMap<usize, Offered>,
}

impl Model {
    pub(super) fn new(
        shifts: Vec<Plan>,
        week: u32,
        published: impl IntoIterator<Item = usize>,
    ) -> Self {
        Self {
            shifts,
            week,
            published: published.into_iter().collect(),
            held: BTreeMap::new(),
            count: 0,
            waiting: Vec::new(),
            away: BTreeMap::new(),
            offers: BTreeMap::new(),
        }
    }

    pub(super) fn held(&self) -> impl Iterator<Item = (usize, usize)> + '_ {
        self.held.keys().copied()
    }

    fn is_shown(&self, shift: usize) -> bool {
        self.published.contains(&self.shifts[shift].schedule)
    }

    /// Every reason against a place, for somebody who would give up other places for it, on a shift from which others go.
    fn against(&self, shift: usize, person: usize, gone: &[(usize, usize)]) -> BTreeSet<String> {
        let plan = &self.shifts[shift];
        let left = || self.held.keys().filter(|place| !gone.contains(place));
        let others = || {
            left()
                .filter(|(of, who)| *who == person && *of != shift)
                .map(|(of, _)| &self.shifts[*of])
        };
        let mine = left().any(|place| *place == (shift, person));
        let crew = left().filter(|(of, _)| *of == shift).count();
        let hours: u32 = others()
            .filter(|other| other.is_in_week_of(plan))
            .map(Plan::hours)
            .sum();
        let away = self
            .away
            .values()
            .any(|(who, date)| *who == person && *date == plan.date);
        let checks = [
            (!self.is_shown(shift), "not_published"),
            (mine, "already_assigned"),
            (!mine && crew >= plan.places, "shift_full"),
            (others().any(|other| other.overlaps(plan)), "overlaps"),
            (away, "time_off"),
            (hours + plan.hours() > self.week, "week_hours_exceeded"),
        ];
        let against = checks.iter().filter(|(against, _)| *against);
        against.map(|(_, reason)| (*reason).to_owned()).collect()
    }

    fn give(&mut self, shift: usize, person: usize) {
        self.count += 1;
        self.held.insert((shift, person), self.count);
        self.waiting.retain(|wait| *wait != (shift, person));
    }

    fn take_back(&mut self, shift: usize, person: usize) {
        self.held.remove(&(shift, person));
        self.fill(shift);
    }

    /// The first who waits and may gets a freed place.
    fn fill(&mut self, shift: usize) {
        let queue: Vec<(usize, usize)> = self
            .waiting
            .iter()
            .filter(|(of, _)| *of == shift)
            .copied()
            .collect();
        for (_, person) in queue {
            if self.against(shift, person, &[]).is_empty() {
                self.give(shift, person);
            }
        }
    }

    /// Whether the place of an offer can still be had.
    fn is_open(&self, offer: &Offered) -> bool {
        !offer.is_withdrawn && self.held.get(&(offer.shift, offer.person)) == Some(&offer.held)
    }

    /// What somebody is told, and whether that changes anything.
    pub(super) fn answer(&self, by: usize, operation: Operation) -> (Said, bool) {
        use Operation as Op;
        let plain = |status, changes| ((status, BTreeSet::new()), changes);
        let absent = || refusal(404, ["not_found"]);
        match operation {
            Op::Claim { shift } | Op::Drop { shift } | Op::Wait { shift } | Op::Leave { shift }
                if !self.is_shown(shift) =>
            {
                absent()
            }
            Op::Claim { shift } => self.place(shift, by, false),
            Op::Assign { shift, person } => self.place(shift, person, true),
            Op::Drop { shift } => plain(204, self.held.contains_key(&(shift, by))),
            Op::TakeBack { shift, person } => plain(204, self.held.contains_key(&(shift, person))),
            Op::Wait { shift } => self.wait(shift, by),
            Op::Leave { shift } => plain(204, self.waiting.contains(&(shift, by))),
            Op::ComeBack { .. } => plain(204, true),
            Op::Offer { shift, wanted, .. } => self.offer(shift, wanted, by),
            Op::Accept { offer } => self
                .offers
                .get(&offer)
                .map_or_else(absent, |offer| self.accept(offer, by)),
            Op::Withdraw { offer } => match self.offers.get(&offer) {
                None => absent(),
                Some(offer) if offer.is_settled => refusal(409, ["already_settled"]),
                Some(offer) => plain(204, !offer.is_withdrawn),
            },
            Op::Publish { schedule } if self.published.contains(&schedule) => plain(200, false),
            Op::Publish { .. } | Op::GoAway { .. } => plain(201, true),
            Op::Unpublish { schedule } => plain(204, self.published.contains(&schedule)),
        }
    }

    fn place(&self, shift: usize, person: usize, by_supervisor: bool) -> (Said, bool) {
        if self.held.contains_key(&(shift, person)) {
            return ((200, BTreeSet::new()), false);
        }
        let mut against = self.against(shift, person, &[]);
        if by_supervisor {
            against.remove("not_published");
        }
        if against.is_empty() {
            return ((201, BTreeSet::new()), true);
        }
        ((409, against), false)
    }

    fn wait(&self, shift: usize, person: usize) -> (Said, bool) {
        if self.waiting.contains(&(shift, person)) {
            return ((200, BTreeSet::new()), false);
        }
        let mut against = self.against(shift, person, &[]);
        if against.is_empty() {
            return refusal(409, ["not_full"]);
        }
        against.remove("shift_full");
        if against.is_empty() {
            return ((201, BTreeSet::new()), true);
        }
        ((409, against), false)
    }

    fn offer(&self, shift: usize, wanted: Option<usize>, person: usize) -> (Said, bool) {
        let held = self.held.get(&(shift, person));
        let unknown = wanted.is_some_and(|wanted| !self.is_shown(wanted));
        match held {
            _ if !self.is_shown(shift) => refusal(422, ["unknown_shift"]),
            None if unknown => refusal(422, ["unknown_shift", "out_of_range"]),
            _ if unknown => refusal(422, ["unknown_shift"]),
            None => refusal(409, ["not_held"]),
            Some(held)
                if self
                    .offers
                    .values()
                    .any(|known| known.held == *held && self.is_open(known)) =>
            {
                refusal(409, ["already_offered"])
            }
            Some(_) => ((201, BTreeSet::new()), true),
        }
    }

    fn accept(&self, offer: &Offered, taker: usize) -> (Said, bool) {
        if taker == offer.person {
            return refusal(409, ["not_addressed"]);
        }
        if !self.is_open(offer) {
            return refusal(409, ["no_longer_open"]);
        }
        if offer
            .wanted
            .is_some_and(|wanted| !self.held.contains_key(&(wanted, taker)))
        {
            return refusal(409, ["not_held"]);
        }
        let given = Some((offer.shift, offer.person));
        let gone: Vec<(usize, usize)> = given
            .into_iter()
            .chain(offer.wanted.map(|wanted| (wanted, taker)))
            .collect();
        let mut against = self.against(offer.shift, taker, &gone);
        if let Some(wanted) = offer.wanted {
            // What is of the other one and not of the shift is not the taker's to know.
            let told = |reason: String| match reason.as_str() {
                "shift_full" | "not_published" => reason,
                _ => "not_eligible".to_owned(),
            };
            against.extend(
                self.against(wanted, offer.person, &gone)
                    .into_iter()
                    .map(told),
            );
        }
        if against.is_empty() {
            return ((201, BTreeSet::new()), true);
        }
        ((409, against), false)
    }

    /// Does what somebody does.
    pub(super) fn change(&mut self, by: usize, operation: Operation) {
        use Operation as Op;
        match operation {
            Op::Claim { shift } => self.give(shift, by),
            Op::Assign { shift, person } => self.give(shift, person),
            Op::Drop { shift } => self.take_back(shift, by),
            Op::TakeBack { shift, person } => self.take_back(shift, person),
            Op::Wait { shift } => self.waiting.push((shift, by)),
            Op::Leave { shift } => self.waiting.retain(|wait| *wait != (shift, by)),
            Op::GoAway { absence, date } => drop(self.away.insert(absence, (by, date))),
            Op::ComeBack { absence } => drop(self.away.remove(&absence)),
            Op::Offer {
                offer,
                shift,
                wanted,
            } => {
                let held = self.held[&(shift, by)];
                let new = Offered {
                    shift,
                    person: by,
                    held,
                    wanted,
                    is_withdrawn: false,
                    is_settled: false,
                };
                self.offers.insert(offer, new);
            }
            Op::Accept { offer } => {
                let known = self.offers.get_mut(&offer).unwrap();
                known.is_settled = true;
                let Offered {
                    shift,
                    person,
                    wanted,
                    ..
                } = *known;
                self.held.remove(&(shift, person));
                if let Some(wanted) = wanted {
                    self.held.remove(&(wanted, by));
                    self.give(wanted, person);
                }
                self.give(shift, by);
            }
            Op::Withdraw { offer } => self.offers.get_mut(&offer).unwrap().is_withdrawn = true,
            Op::Publish { schedule } => drop(self.published.insert(schedule)),
            Op::Unpublish { schedule } => drop(self.published.remove(&schedule)),
        }
    }
}

fn refusal<const N: usize>(status: u16, codes: [&str; N]) -> (Said, bool) {
    (
        (
            status,
            codes.iter().map(|code| (*code).to_owned()).collect(),
        ),
        false,
    )
}
