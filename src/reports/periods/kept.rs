//! A period as text in SQL, the same on every database.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql};
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;

use super::fiscal::FiscalStart;
use super::grammar::NotAPeriod;
use super::period::{Kind, Period, STARTING};

impl Period {
    fn from_kept(text: &str) -> Result<Self, NotAPeriod> {
        let Some((name, start)) = text.split_once(STARTING) else {
            return Self::unprefixed(text, FiscalStart::JANUARY);
        };
        let start = start.parse::<u8>().ok();
        let fiscal = start.and_then(|number| FiscalStart::try_from(number).ok());
        Self::parse(name, fiscal.ok_or(NotAPeriod::Unknown)?)
            .ok()
            .filter(|period| period.kind() == Kind::FiscalYear)
            .ok_or(NotAPeriod::Unknown)
    }
}

impl<DB> ToSql<Text, DB> for Period
where
    DB: Backend,
    str: ToSql<Text, DB>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, DB>) -> serialize::Result {
        self.kept().to_sql(out)
    }
}

impl<DB> FromSql<Text, DB> for Period
where
    DB: Backend,
    String: FromSql<Text, DB>,
{
    fn from_sql(bytes: DB::RawValue<'_>) -> deserialize::Result<Self> {
        Ok(Self::from_kept(&String::from_sql(bytes)?)?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_kept_is_read_again_without_the_setting() {
        for start in 1..=12 {
            let fiscal = FiscalStart::try_from(start).unwrap();
            for text in [
                "2026-10",
                "2026-Q4",
                "2026",
                "FY2027",
                "2026-02..2026-05",
                "2026-07..2027-06",
            ] {
                let period = Period::parse(text, fiscal).unwrap();
                assert_eq!(Period::from_kept(period.kept()), Ok(period), "{text}");
            }
        }
    }

    #[test]
    fn fiscal_years_of_different_settings_are_kept_apart() {
        let year = |start| {
            let fiscal = FiscalStart::try_from(start).unwrap();
            Period::parse("FY2027", fiscal).unwrap()
        };
        assert_eq!(year(7).kept(), "FY2027@07");
        assert_eq!(year(7).as_str(), year(10).as_str());
        assert_ne!(year(7).kept(), year(10).kept());
    }

    #[test]
    fn a_fiscal_year_without_its_start_is_not_guessed() {
        for text in [
            "FY2027",
            "FY2027@",
            "FY2027@13",
            "FY2027@01",
            "2027@07",
            "@07",
        ] {
            assert_eq!(Period::from_kept(text), Err(NotAPeriod::Unknown), "{text}");
        }
    }
}
