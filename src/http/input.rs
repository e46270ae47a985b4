//! Input: body, path and query, with faults that name the field and never repeat its value.

mod maybe;
mod nul;

pub use maybe::BodyIfAny;

use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::{ACCEPT, CONTENT_TYPE, IF_MATCH};
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;
use std::future::{Future, Ready, ready};
use std::pin::Pin;

use crate::error::{Error, Fault};

/// How long a client may take to send a body.
const BODY_DEADLINE: Duration = Duration::from_secs(30);

/// A JSON body.
pub struct Body<T>(pub T);

impl<T: DeserializeOwned + 'static> FromRequest for Body<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = says_json(request);
        let bytes = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            if !is_json {
                return Err(not_declared());
            }
            parse(&whole(bytes).await?).map(Self)
        })
    }
}

fn says_json(request: &HttpRequest) -> bool {
    request
        .headers()
        .get(CONTENT_TYPE)
        .and_then(|kind| kind.to_str().ok())
        .and_then(|kind| kind.split(';').next())
        .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("application/json"))
}

fn not_declared() -> Error {
    Error::refused(415, "not_json", "Send the body as application/json.")
}

/// The bytes of a body that arrives whole and in time.
async fn whole(
    bytes: impl Future<Output = Result<web::Bytes, actix_web::Error>>,
) -> Result<web::Bytes, Error> {
    let received = tokio::time::timeout(BODY_DEADLINE, bytes).await;
    received
        .map_err(|_late| {
            Error::refused(
                408,
                "too_slow",
                "The body did not arrive in time. Please try again.",
            )
        })?
        .map_err(
            |error| match error.as_response_error().status_code().as_u16() {
                413 => Error::refused(413, "too_large", "The body is too large."),
                _ => Error::refused(
                    400,
                    "cut_off",
                    "The body did not arrive whole. Please try again.",
                ),
            },
        )
}

fn parse<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, Error> {
    nul::refuse_in_json(bytes)?;
    let mut reader = serde_json::Deserializer::from_slice(bytes);
    let value = serde_path_to_error::deserialize(&mut reader).map_err(|error| {
        let cause = error.inner();
        if cause.is_syntax() || cause.is_eof() {
            return not_json(cause.line(), cause.column());
        }
        Error::invalid(vec![explain(&pointer(error.path()), &cause.to_string())])
    })?;
    reader
        .end()
        .map_err(|error| not_json(error.line(), error.column()))?;
    Ok(value)
}

fn not_json(line: usize, column: usize) -> Error {
    Error::refused(
        400,
        "not_json",
        format!("The body is not JSON: see line {line}, column {column}."),
    )
}

/// The JSON pointer (RFC 6901) of a path.
fn pointer(path: &serde_path_to_error::Path) -> String {
    use serde_path_to_error::Segment;
    path.iter()
        .map(|segment| match segment {
            Segment::Seq { index } => format!("/{index}"),
            Segment::Map { key } => format!("/{}", named(key)),
            Segment::Enum { variant } => format!("/{}", named(variant)),
            Segment::Unknown => "/?".to_owned(),
        })
        .collect()
}

/// A field's name as sent, if it looks like a field's name; a name could hold anything.
fn named(key: &str) -> &str {
    let plain = key.len() <= 40 && key.bytes().all(|b| b.is_ascii_lowercase() || b == b'_');
    if plain { key } else { "?" }
}

/// Turns serde's sentence into a fault. What was sent stands in front of ", expected" and is left out.
fn explain(pointer: &str, said: &str) -> Fault {
    let said = said.split(" at line ").next().unwrap_or_default();
    let field = said.split('`').nth(1).map(named).unwrap_or_default();
    if said.starts_with("missing field") {
        return Fault::at(
            format!("{pointer}/{field}"),
            "required",
            format!("{field} is needed."),
        );
    }
    if said.starts_with("unknown field") {
        return Fault::at(
            beside(pointer, field),
            "unknown_field",
            format!("There is no field {field} here."),
        );
    }
    if said.starts_with("duplicate field") {
        return Fault::at(
            beside(pointer, field),
            "repeated",
            format!("{field} is given twice."),
        );
    }
    match said.rsplit_once(", expected ") {
        Some((_sent, expected)) => {
            Fault::at(pointer, "wrong_value", format!("Expected {expected}."))
        }
        None => Fault::at(pointer, "wrong_value", said),
    }
}

/// serde names an unknown field sometimes by its path, sometimes by its parent's.
fn beside(pointer: &str, field: &str) -> String {
    let own = format!("/{field}");
    if pointer.ends_with(&own) {
        pointer.to_owned()
    } else {
        format!("{pointer}{own}")
    }
}

/// The parts of the path that are not fixed.
pub struct Path<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Path<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let values: serde_json::Map<String, serde_json::Value> = request
            .match_info()
            .iter()
            .map(|(name, value)| (name.to_owned(), value.into()))
            .collect();
        ready(from_texts(values).map(Self))
    }
}

/// The query. Unknown and repeated parameters are refused.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        ready(query(request.query_string()).map(Self))
    }
}

fn query<T: DeserializeOwned>(text: &str) -> Result<T, Error> {
    let pairs = web::Query::<Vec<(String, String)>>::from_query(text)
        .map_err(|_unreadable| Error::refused(400, "not_a_query", "The query cannot be read."))?;
    let mut values = serde_json::Map::new();
    for (name, value) in pairs.into_inner() {
        let field = named(&name).to_owned();
        if values.insert(name, value.into()).is_some() {
            return Err(Error::invalid(vec![Fault::at(
                format!("/{field}"),
                "repeated",
                format!("{field} is given twice."),
            )]));
        }
    }
    from_texts(values)
}

fn from_texts<T: DeserializeOwned>(
    values: serde_json::Map<String, serde_json::Value>,
) -> Result<T, Error> {
    let values = serde_json::Value::Object(values);
    nul::refuse_in(&values)?;
    serde_path_to_error::deserialize(values).map_err(|error| {
        Error::invalid(vec![explain(
            &pointer(error.path()),
            &error.inner().to_string(),
        )])
    })
}

/// The version an edit was made on, from `If-Match`.
pub struct IfMatch(i32);

impl IfMatch {
    /// The refusal of an edit that does not say on which version it was made.
    pub fn needed() -> Error {
        Error::refused(
            428,
            "if_match_needed",
            "Say in If-Match which version you change: it came as ETag when you read it.",
        )
    }

    /// Refuses the edit if the row has changed since.
    pub fn holds(&self, version: i32) -> Result<(), Error> {
        if self.0 == version {
            return Ok(());
        }
        Err(Error::refused(
            412,
            "changed_meanwhile",
            "Somebody changed this meanwhile. Read it again, and then make your change.",
        ))
    }
}

impl FromRequest for IfMatch {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let version = request.headers().get(IF_MATCH).map(|header| {
            let text = header.to_str().unwrap_or_default().trim();
            // What is no version of ours matches no row. Versions begin at 0.
            text.trim_matches('"').parse().unwrap_or(-1)
        });
        ready(version.map(Self).ok_or_else(Self::needed))
    }
}

/// The media types a client prefers.
pub struct Accept(String);

impl Accept {
    /// Whether the client names this type first.
    pub fn is(&self, media: &str) -> bool {
        self.0
            .split([',', ';'])
            .next()
            .is_some_and(|first| first.trim().eq_ignore_ascii_case(media))
    }
}

impl FromRequest for Accept {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let accept = request
            .headers()
            .get(ACCEPT)
            .and_then(|accept| accept.to_str().ok())
            .unwrap_or_default();
        ready(Ok(Self(accept.to_owned())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    #[expect(dead_code, reason = "only its refusals are looked at")]
    struct Sample {
        rating: u8,
        inner: Option<Box<Sample>>,
    }

    fn fault(body: &str) -> Fault {
        match parse::<Sample>(body.as_bytes()).unwrap_err() {
            Error::Refused(problem) => problem.faults.first().cloned().unwrap(),
            other => panic!("{other}"),
        }
    }

    #[test]
    fn a_fault_points_at_the_field_and_does_not_repeat_what_was_sent() {
        let fault = fault(r#"{"rating": 1, "inner": {"rating": "555-123-4567"}}"#);
        assert_eq!(
            fault,
            Fault::at("/inner/rating", "wrong_value", "Expected u8.")
        );
    }

    #[test]
    fn a_missing_field_is_named() {
        assert_eq!(
            fault(r#"{"inner": null}"#),
            Fault::at("/rating", "required", "rating is needed.")
        );
    }

    #[test]
    fn an_unknown_field_is_named_if_it_looks_like_a_name() {
        assert_eq!(
            fault(r#"{"rating": 1, "phone": 2}"#).pointer.as_deref(),
            Some("/phone")
        );
        assert_eq!(
            fault(r#"{"rating": 1, "555-123-4567": 2}"#)
                .pointer
                .as_deref(),
            Some("/?")
        );
    }

    #[test]
    fn what_is_not_json_is_said_so_with_its_place() {
        let error = parse::<Sample>(b"{\"rating\": }").unwrap_err();
        assert!(
            matches!(error, Error::Refused(problem) if problem.code == "not_json" && problem.status == 400)
        );
    }

    #[test]
    fn a_query_parameter_given_twice_is_refused() {
        #[derive(Debug, serde::Deserialize)]
        #[expect(dead_code, reason = "only its refusals are looked at")]
        struct Asked {
            limit: Option<String>,
        }
        assert!(query::<Asked>("limit=1").is_ok());
        assert!(query::<Asked>("limit=1&limit=2").is_err());
        assert!(query::<Asked>("limit=1%00").is_err());
    }
}
