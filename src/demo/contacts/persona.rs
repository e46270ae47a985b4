//! The fictional callers as people: what each would say of themselves, and how lonely they are in general.

use crate::calls::demographics::{Answer, Demographics};
use crate::calls::words::{AgeBand, Ethnicity, Gender, YesOrNo};
use crate::demo::{Chance, REGIONS};

/// A caller.
pub(super) struct Persona {
    said: Demographics,
    /// UCLA-3 in general, 3 to 9, in tenths.
    loneliness: i64,
    /// What a month of calling changes of it, in tenths.
    change: i64,
}

impl Persona {
    /// A caller, as they are from their first call on.
    pub(super) fn meet(chance: &mut Chance) -> Self {
        let age_band = chance.weighted(&[
            (1.0, AgeBand::From13),
            (6.0, AgeBand::From18),
            (14.0, AgeBand::From25),
            (17.0, AgeBand::From35),
            (20.0, AgeBand::From45),
            (22.0, AgeBand::From55),
            (14.0, AgeBand::From65),
            (5.0, AgeBand::From75),
            (1.0, AgeBand::From90),
        ]);
        let gender = chance.weighted(&[
            (58.0, Gender::Woman),
            (36.0, Gender::Man),
            (4.0, Gender::NonBinary),
            (2.0, Gender::Another),
        ]);
        let language = chance.weighted(&[(82.0, "en"), (12.0, "es"), (3.0, "zh"), (3.0, "vi")]);
        let regions: Vec<(f64, &str)> = REGIONS
            .iter()
            .map(|(code, _, population)| (f64::from(*population), *code))
            .collect();
        let said = Demographics {
            age_band: age_band.unwrap_or_default(),
            gender: gender.unwrap_or_default(),
            race_ethnicity: ethnicities(chance).into_iter().collect(),
            veteran: yes(chance, 8.0),
            language: given(language),
            region: given(chance.weighted(&regions)),
            living_alone: yes(chance, 57.0),
        };
        Self {
            said,
            loneliness: chance.between(42, 90),
            change: -chance.between(-2, 5),
        }
    }

    /// What they say of themselves in a call: few peers ask all of it, and not everybody wants to say.
    pub(super) fn asked(&self, chance: &mut Chance) -> Demographics {
        // One call in four has no room for such questions.
        if chance.percent(25.0) {
            return Demographics::default();
        }
        Demographics {
            age_band: answer(chance, 76.0, self.said.age_band, AgeBand::Declined),
            gender: answer(chance, 80.0, self.said.gender, Gender::Declined),
            race_ethnicity: answer(
                chance,
                50.0,
                self.said.race_ethnicity.clone(),
                [Ethnicity::Declined].into(),
            ),
            veteran: answer(chance, 48.0, self.said.veteran, YesOrNo::Declined),
            language: answer(chance, 88.0, self.said.language.clone(), Answer::Declined),
            region: answer(chance, 72.0, self.said.region.clone(), Answer::Declined),
            living_alone: answer(chance, 60.0, self.said.living_alone, YesOrNo::Declined),
        }
    }

    /// How they answer UCLA-3 after so many months of calling.
    pub(super) fn ucla_3(&self, chance: &mut Chance, months: i64) -> Vec<u8> {
        let felt = self.loneliness + self.change * months.min(9) + chance.between(-7, 7);
        let mut left = (felt / 10).clamp(3, 9);
        [3, 2, 1]
            .into_iter()
            .map(|items| {
                let answer = (left + items - 1) / items;
                left -= answer;
                u8::try_from(answer.clamp(1, 3)).unwrap_or(1)
            })
            .collect()
    }

    /// How they answer the single item of the ONS.
    pub(super) fn ons_direct(&self, chance: &mut Chance, months: i64) -> Vec<u8> {
        let felt = self.loneliness + self.change * months.min(9) + chance.between(-7, 7);
        vec![u8::try_from((felt / 17).clamp(1, 5)).unwrap_or(1)]
    }
}

/// An answer, if the question is asked so often in a hundred; one caller in eleven declines.
fn answer<T: Default>(chance: &mut Chance, asked: f64, said: T, declined: T) -> T {
    match (chance.percent(asked), chance.percent(9.0)) {
        (false, _) => T::default(),
        (true, true) => declined,
        (true, false) => said,
    }
}

fn yes(chance: &mut Chance, share: f64) -> YesOrNo {
    if chance.percent(share) {
        YesOrNo::Yes
    } else {
        YesOrNo::No
    }
}

fn given<T: std::str::FromStr>(text: Option<&str>) -> Answer<T> {
    let read = text.and_then(|text| text.parse().ok());
    read.map_or(Answer::Unknown, Answer::Given)
}

fn ethnicities(chance: &mut Chance) -> Vec<Ethnicity> {
    let one = [
        (46.0, Ethnicity::White),
        (26.0, Ethnicity::HispanicLatino),
        (13.0, Ethnicity::BlackAfricanAmerican),
        (10.0, Ethnicity::Asian),
        (2.0, Ethnicity::AmericanIndianAlaskaNative),
        (1.5, Ethnicity::MiddleEasternNorthAfrican),
        (1.5, Ethnicity::NativeHawaiianPacificIslander),
    ];
    let several = if chance.percent(8.0) { 2 } else { 1 };
    (0..several).filter_map(|_| chance.weighted(&one)).collect()
}
