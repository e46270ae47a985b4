//! What a peer is told of a caller: how often they were in contact today, and what was measured. Never a code.

use std::sync::Arc;

use actix_web::web::Data;
use chrono::Datelike;
use serde::{Deserialize, Serialize};
use utoipa::openapi::{RefOr, Schema};
use utoipa::{PartialSchema, ToSchema};

use super::CallView;
use crate::audit::{self, Action};
use crate::bounded::Bounded;
use crate::calls::callers::{Caller, CallerName, YearKeys};
use crate::calls::measures::{self, Instrument, Measure};
use crate::calls::record::Record;
use crate::calls::sent::{Beside, Sent};
use crate::calls::store::callers as store;
use crate::calls::{Call, Filing, contacts};
use crate::clock::Moment;
use crate::db::Conn;
use crate::door::{Actor, As, Peer};
use crate::error::{Error, Fault};
use crate::http::{Body, Created, Found, Part, Sketch, joined};
use crate::line;

/// What codes are made with: the keys of the years, and a bound on the work.
pub struct Codebook {
    /// Each code takes a core and 19 MiB, as a password does; they share the bound.
    pub hashing: Bounded,
    /// The keys.
    pub keys: Arc<dyn YearKeys>,
}

impl Part for Data<Codebook> {
    fn sketch(sketch: &mut Sketch) {
        sketch.refuses(409, "Refused; errors gives all reasons.");
    }
}

/// A caller's code, or why the line takes no such caller.
type Coded = Result<String, Fault>;

impl Codebook {
    /// The code of a caller in the reporting year of a call that begins then.
    async fn code(&self, who: &As<Peer>, name: CallerName, at: Moment) -> Result<Coded, Error> {
        let look = move |conn: &mut Conn| {
            let line = line::store::find(conn)?;
            let year = line.wall.date(at).year();
            Ok((line, year, store::shredded(conn, year)?.is_some()))
        };
        let (line, year, shredded) = who.read(look).await?;
        if let Some(refusal) = name.refusal(line.caller_codes) {
            return Ok(Err(refusal));
        }
        if shredded {
            let detail = "The key of that year was destroyed, so its callers cannot be told apart any more. Leave \
                          the caller out.";
            return Err(Error::refused(409, "year_shredded", detail));
        }
        let keys = Arc::clone(&self.keys);
        let work = move || name.code(&keys.key(year)?);
        self.hashing.run(work).await.map(Ok)
    }

    /// The code of what came beside a record, if something did, and everything that is wrong with it.
    pub(super) async fn read(
        &self,
        who: &As<Peer>,
        Beside { caller, .. }: &Beside,
        at: Moment,
    ) -> Result<(Option<String>, Vec<Fault>), Error> {
        let Some(caller) = caller else {
            return Ok((None, Vec::new()));
        };
        let coded = match caller.name() {
            Ok(name) => self.code(who, name, at).await?,
            Err(fault) => Err(fault),
        };
        Ok(match coded {
            Ok(code) => (Some(code), Vec::new()),
            Err(fault) => (None, vec![fault]),
        })
    }
}

/// How often a caller was in contact today.
#[derive(Clone, Copy, Serialize, ToSchema)]
pub struct ContactsToday {
    /// Contacts since local midnight that were logged. A dropped call and a call-back within 10 minutes are one.
    n: usize,
    /// How many the line gives one caller a day.
    limit: u32,
    /// Whether the limit is reached. The peer decides what to do.
    reached: bool,
}

/// A questionnaire that was taken.
#[derive(Clone, Copy, Serialize, ToSchema)]
pub struct MeasureTaken {
    /// Which one.
    instrument: Instrument,
    /// The sum of its answers.
    #[schema(minimum = 1, maximum = 9)]
    score: u8,
}

/// What a peer is told once, with the answer to the logging.
#[derive(Serialize, ToSchema)]
struct Told {
    /// Contacts today by this caller; null if the caller was left out.
    contacts_today: Option<ContactsToday>,
    /// The questionnaire that was taken in this call; null if none was.
    measure_taken: Option<MeasureTaken>,
}

/// A call as it is answered to whoever logs it.
#[derive(Serialize)]
pub struct LoggedCall {
    #[serde(flatten)]
    call: CallView,
    #[serde(flatten)]
    told: Told,
}

impl PartialSchema for LoggedCall {
    fn schema() -> RefOr<Schema> {
        joined(CallView::schema(), Told::schema())
    }
}

impl ToSchema for LoggedCall {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        CallView::schemas(schemas);
        Told::schemas(schemas);
    }
}

impl PartialSchema for Sent {
    fn schema() -> RefOr<Schema> {
        joined(Record::schema(), Beside::schema())
    }
}

impl ToSchema for Sent {
    fn schemas(schemas: &mut Vec<(String, RefOr<Schema>)>) {
        Record::schemas(schemas);
        Beside::schemas(schemas);
    }
}

/// The answer to the logging of a call, now or when it was logged first.
pub(super) fn answer(
    conn: &mut Conn,
    (call, filing): (&Call, &Filing),
    measure: Option<&Measure>,
    new: bool,
    now: Moment,
) -> Result<Created<LoggedCall>, Error> {
    let code = filing.caller_code.as_deref();
    let contacts_today = code.map(|code| count(conn, code, now)).transpose()?;
    let measure_taken = measure.map(|measure| MeasureTaken {
        instrument: measure.instrument,
        score: measure.score(),
    });
    let told = Told {
        contacts_today,
        measure_taken,
    };
    let call = CallView::new(call, filing);
    Ok(Created {
        new,
        row: LoggedCall { call, told },
    })
}

/// Keeps a measure that was taken in a call, unless the caller was asked not long ago.
pub(super) fn keep_measure(
    conn: &mut Conn,
    (call, filing): (&Call, &Filing),
    measure: &Measure,
    actor: &Actor,
) -> Result<(), Error> {
    let mut taken = store::taken_in(conn, call.id())?;
    taken.push(measure.instrument);
    if let Some(fault) = measures::pairing(&taken) {
        return Err(Error::conflict(vec![fault]));
    }
    let code = filing.caller_code.as_deref().unwrap_or_default();
    let asked = store::measured_on(conn, code, measure.instrument)?;
    if let Some(days) = measures::days_to_wait(&asked, filing.local_date) {
        let unit = if days == 1 { "day" } else { "days" };
        let detail = format!(
            "This was asked not long ago; it may be asked again in {days} {unit}. Log the call without it."
        );
        let fault = Fault::at("/measure", "asked_lately", detail);
        return Err(Error::conflict(vec![fault]));
    }
    store::insert_measure(conn, call.id(), measure, filing.local_date)?;
    let (at, action) = (filing.logged_at, Action::MeasureTaken);
    audit::store::record(conn, at, actor, action, call.id())
}

fn count(conn: &mut Conn, code: &str, now: Moment) -> Result<ContactsToday, Error> {
    let line = line::store::find(conn)?;
    let calls = store::contacts(conn, code, line.wall.date(now))?;
    let n = contacts::today(&calls, line.wall, now);
    let limit = line.contacts_a_day;
    Ok(ContactsToday {
        n,
        limit,
        reached: u32::try_from(n).is_ok_and(|n| n >= limit),
    })
}

/// Who is asked about.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct CallerAsked {
    /// Who calls. It is turned into a code at once: neither kept nor sent back.
    caller: Caller,
}

/// How often a caller was in contact today, before or while they are. Keeps nothing.
pub async fn contacts_today(
    who: As<Peer>,
    Body(asked): Body<CallerAsked>,
    codebook: Data<Codebook>,
) -> Result<Found<ContactsToday>, Error> {
    let now = who.now();
    let invalid = |fault| Error::invalid(vec![fault]);
    let name = asked.caller.name().map_err(invalid)?;
    let code = codebook.code(&who, name, now).await?.map_err(invalid)?;
    who.read(move |conn| count(conn, &code, now))
        .await
        .map(Found)
}
