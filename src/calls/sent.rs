//! A call as it is sent: the record, and beside it what is never kept as it is sent.

use serde::de::{Error as _, IntoDeserializer, MapAccess, Visitor};
use serde::{Deserialize, Deserializer};
use utoipa::ToSchema;

use super::callers::Caller;
use super::measures::Measure;
use super::record::Record;
use crate::error::Fault;

/// A record and what came beside it.
pub struct Sent {
    /// The record.
    pub record: Record,
    /// What came beside it.
    pub beside: Beside,
}

/// What may come beside a record.
#[derive(Default, ToSchema)]
pub struct Beside {
    /// Who calls, if the line keeps caller codes. It is turned into a code at once: neither kept nor sent back.
    pub caller: Option<Caller>,
    /// A questionnaire that the caller answered; only with a caller, and at most every 28 days.
    pub measure: Option<Measure>,
}

impl Beside {
    /// Everything that is wrong with the measure. The caller is looked at elsewhere.
    pub fn faults(&self) -> Vec<Fault> {
        let Some(measure) = &self.measure else {
            return Vec::new();
        };
        let mut faults = measure.faults();
        if self.caller.is_none() {
            let detail = "A questionnaire is kept only where the caller can be asked again: give the caller too.";
            faults.push(Fault::at("/caller", "required", detail));
        }
        faults
    }
}

/// By hand, for `flatten` would take unknown fields.
impl<'de> Deserialize<'de> for Sent {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        deserializer.deserialize_map(Whole)
    }
}

struct Whole;

impl<'de> Visitor<'de> for Whole {
    type Value = Sent;

    fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("a call")
    }

    fn visit_map<A: MapAccess<'de>>(self, fields: A) -> Result<Sent, A::Error> {
        let mut beside = Beside::default();
        let own = Own {
            fields,
            beside: &mut beside,
        };
        let record = Record::deserialize(serde::de::value::MapAccessDeserializer::new(own))?;
        Ok(Sent { record, beside })
    }
}

/// The fields of the record; the others are put beside it on the way.
struct Own<'b, A> {
    fields: A,
    beside: &'b mut Beside,
}

impl<'de, A: MapAccess<'de>> MapAccess<'de> for Own<'_, A> {
    type Error = A::Error;

    fn next_key_seed<K: serde::de::DeserializeSeed<'de>>(
        &mut self,
        seed: K,
    ) -> Result<Option<K::Value>, A::Error> {
        while let Some(name) = self.fields.next_key::<String>()? {
            match name.as_str() {
                "caller" => once(&mut self.beside.caller, &mut self.fields, "caller")?,
                "measure" => once(&mut self.beside.measure, &mut self.fields, "measure")?,
                _ => return seed.deserialize(name.into_deserializer()).map(Some),
            }
        }
        Ok(None)
    }

    fn next_value_seed<V: serde::de::DeserializeSeed<'de>>(
        &mut self,
        seed: V,
    ) -> Result<V::Value, A::Error> {
        self.fields.next_value_seed(seed)
    }
}

fn once<'de, T: Deserialize<'de>, A: MapAccess<'de>>(
    place: &mut Option<T>,
    fields: &mut A,
    name: &'static str,
) -> Result<(), A::Error> {
    if place.is_some() {
        return Err(A::Error::duplicate_field(name));
    }
    *place = fields.next_value()?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(beside: &str) -> Result<Sent, String> {
        let body = format!(
            r#"{{"started_at": "2026-06-10T18:10:00Z"{beside}, "ended_at": "2026-06-10T18:32:30Z", "contact_type": "silent"}}"#
        );
        serde_json::from_str(&body).map_err(|error| error.to_string())
    }

    #[test]
    fn what_comes_beside_the_record_may_come_anywhere_or_not_at_all() {
        let sent = read(
            r#", "caller": {"phone": "510 555 0123"}, "measure": {"instrument": "ons_direct", "answers": [3]}"#,
        );
        let Sent { record, beside } = sent.unwrap();
        assert_eq!(record.ended_at.to_string(), "2026-06-10T18:32:30Z");
        assert!(beside.caller.is_some() && beside.faults().is_empty());
        let nothing = read(r#", "caller": null"#).unwrap().beside;
        assert!(nothing.caller.is_none() && nothing.measure.is_none());
    }

    #[test]
    fn unknown_and_repeated_fields_are_refused() {
        for (beside, said) in [
            (r#", "phone": "1""#, "unknown field"),
            (r#", "caller": {"name": "Jo"}"#, "unknown field"),
            (
                r#", "caller": {"phone": "1"}, "caller": {"phone": "2"}"#,
                "duplicate field",
            ),
            (r#", "contact_type": "silent""#, "duplicate field"),
        ] {
            let why = read(beside).err().unwrap();
            assert!(why.starts_with(said), "{why}");
        }
    }

    #[test]
    fn a_measure_needs_somebody_whom_one_may_ask_again() {
        let sent = read(r#", "measure": {"instrument": "ons_direct", "answers": [3]}"#).unwrap();
        let faults = sent.beside.faults();
        assert_eq!(
            faults.iter().map(|fault| fault.code).collect::<Vec<_>>(),
            ["required"]
        );
    }
}
