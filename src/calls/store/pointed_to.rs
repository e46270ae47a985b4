//! Which services of the directory the referrals of calls pointed to.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::calls::record::{Record, Referral};
use crate::db::Conn;
use crate::db::schema::call_referral_resources;
use crate::directory;
use crate::error::{Error, Fault};
use crate::id::{CallId, ResourceId};

/// Faults of referrals to services that are not there, or to which nobody is pointed any more.
pub fn faults(conn: &mut Conn, record: &Record) -> Result<Vec<Fault>, Error> {
    let named = |referral: &Referral| referral.resource_id;
    let ids: Vec<ResourceId> = record.referrals.iter().filter_map(named).collect();
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let active = directory::store::active_among(conn, &ids)?;
    let unknown = |(_, referral): &(usize, &Referral)| {
        named(referral).is_some_and(|id| !active.contains(&id))
    };
    let detail = "The directory has no such service that is active; see /api/v1/resources.";
    let fault = |(position, _)| {
        let at = format!("/referrals/{position}/resource_id");
        Fault::at(at, "unknown_resource", detail)
    };
    let referrals = record.referrals.iter().enumerate();
    Ok(referrals.filter(unknown).map(fault).collect())
}

/// Keeps which service a referral pointed to, if one of the directory.
pub(super) fn insert(
    conn: &mut Conn,
    (call, position): (CallId, i32),
    referral: &Referral,
) -> Result<(), Error> {
    let Some(resource) = referral.resource_id else {
        return Ok(());
    };
    diesel::insert_into(call_referral_resources::table)
        .values((
            call_referral_resources::call_id.eq(call),
            call_referral_resources::position.eq(position),
            call_referral_resources::resource_id.eq(resource),
        ))
        .execute(conn)?;
    Ok(())
}

/// The services of some calls' referrals, by call and position.
pub(super) fn of(
    conn: &mut Conn,
    calls: &[CallId],
) -> Result<HashMap<(CallId, i32), ResourceId>, Error> {
    let rows: Vec<(CallId, i32, ResourceId)> = call_referral_resources::table
        .filter(call_referral_resources::call_id.eq_any(calls))
        .select((
            call_referral_resources::call_id,
            call_referral_resources::position,
            call_referral_resources::resource_id,
        ))
        .load(conn)?;
    let keyed = rows.into_iter();
    Ok(keyed
        .map(|(call, position, id)| ((call, position), id))
        .collect())
}
