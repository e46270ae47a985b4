//! Rows that hang on a call: reasons, supports, referrals, and what the caller said of themselves.

use std::collections::{BTreeSet, HashMap};

use diesel::prelude::*;

use crate::calls::demographics::{Answer, Demographics, Language};
use crate::calls::record::{Record, Referral};
use crate::calls::store::pointed_to;
use crate::calls::words::{
    AgeBand, CallReason, Destination, Ethnicity, Gender, ReferralResult, Support, YesOrNo,
};
use crate::db::Conn;
use crate::db::schema::{
    call_demographics, call_ethnicities, call_reasons, call_referral_resources, call_referrals,
    call_supports,
};
use crate::error::Error;
use crate::id::CallId;
use crate::line::regions::RegionCode;

/// What hangs on one call.
#[derive(Clone, Debug, Default)]
pub(super) struct Part {
    pub(super) reasons: Vec<CallReason>,
    pub(super) supports: BTreeSet<Support>,
    pub(super) referrals: Vec<Referral>,
    pub(super) demographics: Demographics,
}

/// What hangs on some calls.
pub(super) struct Parts(HashMap<CallId, Part>);

#[derive(Queryable, Selectable, Insertable)]
#[diesel(table_name = call_demographics)]
struct Said {
    call_id: CallId,
    age_band: AgeBand,
    gender: Gender,
    veteran: YesOrNo,
    living_alone: YesOrNo,
    language: String,
    region: Option<RegionCode>,
    region_status: String,
}

/// Adds what hangs on a call.
pub(super) fn insert(conn: &mut Conn, id: CallId, record: &Record) -> Result<(), Error> {
    for (position, reason) in (1_i32..).zip(&record.reasons) {
        diesel::insert_into(call_reasons::table)
            .values((
                call_reasons::call_id.eq(id),
                call_reasons::position.eq(position),
                call_reasons::reason.eq(reason),
            ))
            .execute(conn)?;
    }
    for support in &record.supports_used {
        diesel::insert_into(call_supports::table)
            .values((
                call_supports::call_id.eq(id),
                call_supports::support.eq(support),
            ))
            .execute(conn)?;
    }
    for (position, referral) in (1_i32..).zip(&record.referrals) {
        diesel::insert_into(call_referrals::table)
            .values((
                call_referrals::call_id.eq(id),
                call_referrals::position.eq(position),
                call_referrals::destination.eq(referral.destination),
                call_referrals::result.eq(referral.result),
            ))
            .execute(conn)?;
        pointed_to::insert(conn, (id, position), referral)?;
    }
    insert_said(conn, id, &record.demographics)
}

/// A caller who was asked nothing leaves no row.
fn insert_said(conn: &mut Conn, id: CallId, said: &Demographics) -> Result<(), Error> {
    if *said == Demographics::default() {
        return Ok(());
    }
    let language = said.language.given();
    diesel::insert_into(call_demographics::table)
        .values(Said {
            call_id: id,
            age_band: said.age_band,
            gender: said.gender,
            veteran: said.veteran,
            living_alone: said.living_alone,
            language: language
                .map_or(said.language.status(), Language::as_str)
                .to_owned(),
            region: said.region.given().cloned(),
            region_status: said.region.status().to_owned(),
        })
        .execute(conn)?;
    for ethnicity in &said.race_ethnicity {
        diesel::insert_into(call_ethnicities::table)
            .values((
                call_ethnicities::call_id.eq(id),
                call_ethnicities::ethnicity.eq(ethnicity),
            ))
            .execute(conn)?;
    }
    Ok(())
}

/// Takes away what hangs on a call.
pub(super) fn delete(conn: &mut Conn, id: CallId) -> Result<(), Error> {
    diesel::delete(call_reasons::table.filter(call_reasons::call_id.eq(id))).execute(conn)?;
    diesel::delete(call_supports::table.filter(call_supports::call_id.eq(id))).execute(conn)?;
    // What a referral points to hangs on it.
    let pointed = call_referral_resources::call_id.eq(id);
    diesel::delete(call_referral_resources::table.filter(pointed)).execute(conn)?;
    diesel::delete(call_referrals::table.filter(call_referrals::call_id.eq(id))).execute(conn)?;
    diesel::delete(call_ethnicities::table.filter(call_ethnicities::call_id.eq(id)))
        .execute(conn)?;
    diesel::delete(call_demographics::table.find(id)).execute(conn)?;
    Ok(())
}

impl Parts {
    /// What hangs on these calls.
    pub(super) fn of(conn: &mut Conn, ids: &[CallId]) -> Result<Self, Error> {
        let mut parts: HashMap<CallId, Part> = HashMap::new();
        let reasons: Vec<(CallId, CallReason)> = call_reasons::table
            .filter(call_reasons::call_id.eq_any(ids))
            .order((call_reasons::call_id, call_reasons::position))
            .select((call_reasons::call_id, call_reasons::reason))
            .load(conn)?;
        for (id, reason) in reasons {
            parts.entry(id).or_default().reasons.push(reason);
        }
        let supports: Vec<(CallId, Support)> = call_supports::table
            .filter(call_supports::call_id.eq_any(ids))
            .select((call_supports::call_id, call_supports::support))
            .load(conn)?;
        for (id, support) in supports {
            parts.entry(id).or_default().supports.insert(support);
        }
        let mut resources = pointed_to::of(conn, ids)?;
        let referrals: Vec<(CallId, i32, Destination, ReferralResult)> = call_referrals::table
            .filter(call_referrals::call_id.eq_any(ids))
            .order((call_referrals::call_id, call_referrals::position))
            .select((
                call_referrals::call_id,
                call_referrals::position,
                call_referrals::destination,
                call_referrals::result,
            ))
            .load(conn)?;
        for (id, position, destination, result) in referrals {
            let referral = Referral {
                destination,
                result,
                resource_id: resources.remove(&(id, position)),
            };
            parts.entry(id).or_default().referrals.push(referral);
        }
        let said: Vec<Said> = call_demographics::table
            .filter(call_demographics::call_id.eq_any(ids))
            .select(Said::as_select())
            .load(conn)?;
        for said in said {
            let id = said.call_id;
            parts.entry(id).or_default().demographics = said.answers()?;
        }
        let ethnicities: Vec<(CallId, Ethnicity)> = call_ethnicities::table
            .filter(call_ethnicities::call_id.eq_any(ids))
            .select((call_ethnicities::call_id, call_ethnicities::ethnicity))
            .load(conn)?;
        for (id, ethnicity) in ethnicities {
            let part = parts.entry(id).or_default();
            part.demographics.race_ethnicity.insert(ethnicity);
        }
        Ok(Self(parts))
    }

    /// What hangs on one of them.
    pub(super) fn take(&mut self, id: CallId) -> Part {
        self.0.remove(&id).unwrap_or_default()
    }
}

impl Said {
    fn answers(self) -> Result<Demographics, Error> {
        let region = match self.region {
            Some(region) => Answer::Given(region),
            None => Answer::of(&self.region_status, str::parse).map_err(Error::broken)?,
        };
        Ok(Demographics {
            age_band: self.age_band,
            gender: self.gender,
            race_ethnicity: BTreeSet::new(),
            veteran: self.veteran,
            language: Answer::of(&self.language, str::parse).map_err(Error::broken)?,
            region,
            living_alone: self.living_alone,
        })
    }
}
