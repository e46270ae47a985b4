//! Typed ids: UUIDv7 texts that cannot be mistaken for one another.
//!
//! An id is made by whoever creates the row, so that a request may be sent again.

use arrayvec::ArrayString;
use data_encoding::HEXLOWER_PERMISSIVE;
use uuid::{Uuid, Variant};

use crate::clock::Moment;

/// Why a text is no id.
#[derive(Debug, thiserror::Error)]
#[error("Give a version 7 UUID, such as 0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b.")]
pub struct NotAnId;

/// What every id can do.
pub trait Id {
    /// The id of a UUIDv7 that the caller has just made.
    fn of(uuid: Uuid) -> Self;
}

/// The id of something that always gets the same one: of a moment, and of a digest in hexadecimal digits that tells it
/// from all others of that moment.
pub fn derived<T: Id>(at: Moment, digest: &str) -> T {
    let millis = u64::try_from(at.epoch()).unwrap_or_default() * 1000;
    let mut bytes = [0; 10];
    let digits = digest.as_bytes().chunks_exact(2);
    for (byte, pair) in bytes.iter_mut().zip(digits) {
        let read = HEXLOWER_PERMISSIVE.decode(pair).unwrap_or_default();
        *byte = read.first().copied().unwrap_or_default();
    }
    T::of(uuid::Builder::from_unix_timestamp_millis(millis, &bytes).into_uuid())
}

/// The canonical text of a UUIDv7, or the reason it is none.
fn parse(text: &str) -> Result<ArrayString<36>, NotAnId> {
    let id = Uuid::try_parse(text).map_err(|_not_a_uuid| NotAnId)?;
    if id.get_version_num() != 7 || id.get_variant() != Variant::RFC4122 || text.len() != 36 {
        return Err(NotAnId);
    }
    Ok(canonical(id))
}

fn canonical(id: Uuid) -> ArrayString<36> {
    let mut text = ArrayString::new();
    text.push_str(id.hyphenated().encode_lower(&mut Uuid::encode_buffer()));
    text
}

macro_rules! ids {
    ($($(#[$about:meta])* $name:ident),+ $(,)?) => { $(
        $(#[$about])*
        #[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, diesel::expression::AsExpression, diesel::deserialize::FromSqlRow)]
        #[diesel(sql_type = diesel::sql_types::Text)]
        pub struct $name(ArrayString<36>);

        impl $name {
            /// The id as lower-case hyphenated text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl Id for $name {
            fn of(uuid: Uuid) -> Self {
                Self(canonical(uuid))
            }
        }

        impl std::str::FromStr for $name {
            type Err = NotAnId;
            fn from_str(text: &str) -> Result<Self, NotAnId> {
                parse(text).map(Self)
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str(self.as_str())
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(self.as_str())
            }
        }

        impl<'de> serde::Deserialize<'de> for $name {
            fn deserialize<D: serde::Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                String::deserialize(deserializer)?.parse().map_err(serde::de::Error::custom)
            }
        }

        impl utoipa::PartialSchema for $name {
            fn schema() -> utoipa::openapi::RefOr<utoipa::openapi::schema::Schema> {
                use utoipa::openapi::schema::{ObjectBuilder, SchemaFormat, Type};
                ObjectBuilder::new()
                    .schema_type(Type::String)
                    .format(Some(SchemaFormat::Custom("uuid".to_owned())))
                    .description(Some("A version 7 UUID."))
                    .into()
            }
        }

        impl utoipa::ToSchema for $name {}

        $crate::words::text_in_sql!($name);
    )+ };
}

ids! {
    /// A person with an account.
    PersonId,
    /// A time of being signed in.
    SessionId,
    /// An invitation or a password reset, to be taken up once.
    LinkId,
    /// A second factor of somebody's sign-in.
    SecondFactorId,
    /// A token of an evaluator's tool.
    ReportTokenId,
    /// A qualification that somebody holds.
    HeldQualificationId,
    /// A shift template.
    TemplateId,
    /// A schedule: a stretch of dates with its shifts.
    ScheduleId,
    /// A shift.
    ShiftId,
    /// A place on a shift that somebody holds or held.
    ClaimId,
    /// A turn in the queue for a place.
    WaitId,
    /// A wish that somebody take over a place.
    CoverRequestId,
    /// A place offered for a swap.
    SwapOfferId,
    /// An offer taken up.
    SwapAcceptanceId,
    /// A date on which somebody's week is otherwise.
    ExceptionId,
    /// A stretch of days on which somebody is away.
    TimeOffId,
    /// A calendar's secret address.
    FeedId,
    /// A call record.
    CallId,
    /// A change of a logged call.
    AmendmentId,
    /// A talk that a peer asked for.
    DebriefId,
    /// A service of the line's directory.
    ResourceId,
    /// One report of one closed month.
    ReleaseId,
    /// An entry of the audit log.
    AuditId,
    /// A request, as named in logs and errors.
    RequestId,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_id_is_a_version_7_uuid_in_lower_case() {
        let id: CallId = "0199A3F2-7C1D-7E07-9B5A-3F1C2D4E5A6B".parse().unwrap();
        assert_eq!(id.as_str(), "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b");
    }

    #[test]
    fn other_versions_braces_and_bare_digits_are_refused() {
        for text in [
            "9f0c5d3e-1111-4222-8333-444455556666",
            "{0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b}",
            "0199a3f27c1d7e079b5a3f1c2d4e5a6b",
            "me",
        ] {
            assert!(text.parse::<CallId>().is_err(), "{text}");
        }
    }
}
