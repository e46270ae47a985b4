//! A CSV body, larger than any JSON one may be.

use std::future::Future;
use std::pin::Pin;
use std::time::Duration;

use actix_web::dev::Payload;
use actix_web::http::header::CONTENT_TYPE;
use actix_web::{FromRequest, HttpRequest, web};
use utoipa::PartialSchema;
use utoipa::openapi::Required;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::request_body::RequestBodyBuilder;

use super::describe::{Part, Sketch};
use crate::error::{Error, Fault};

/// The largest sheet, in bytes.
const LARGEST: usize = 1024 * 1024;
/// How long a client may take to send it: a poor network needs its time for a megabyte.
const DEADLINE: Duration = Duration::from_mins(1);

/// The text of a CSV body.
pub struct Csv(pub String);

impl FromRequest for Csv {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_csv = request
            .headers()
            .get(CONTENT_TYPE)
            .and_then(|kind| kind.to_str().ok())
            .and_then(|kind| kind.split(';').next())
            .is_some_and(|kind| kind.trim().eq_ignore_ascii_case("text/csv"));
        let payload = web::Payload::from_request(request, payload);
        Box::pin(async move {
            if !is_csv {
                let detail = "Send the body as text/csv.";
                return Err(Error::refused(415, "not_csv", detail));
            }
            let cut_off = || {
                let detail = "The body did not arrive whole. Please try again.";
                Error::refused(400, "cut_off", detail)
            };
            let payload = payload.await.map_err(|_broken| cut_off())?;
            let received = tokio::time::timeout(DEADLINE, payload.to_bytes_limited(LARGEST)).await;
            let bytes = received
                .map_err(|_late| {
                    let detail = "The body did not arrive in time. Please try again.";
                    Error::refused(408, "too_slow", detail)
                })?
                .map_err(|_large| {
                    let detail = "A sheet has at most 1 MiB. Please send it in parts.";
                    Error::refused(413, "too_large", detail)
                })?
                .map_err(|_broken| cut_off())?;
            let text = String::from_utf8(bytes.to_vec()).map_err(|_bytes| {
                let detail = "The sheet is not in UTF-8. Save it as \"CSV UTF-8\".";
                Error::refused(400, "not_utf_8", detail)
            })?;
            // No text of ours holds one; see `input/nul.rs`.
            if let Some(at) = text.find('\0') {
                let row = text.bytes().take(at).filter(|byte| *byte == b'\n').count();
                let detail = format!("Line {} of the sheet holds a NUL character.", row + 1);
                let fault = Fault::at(format!("/{row}"), "nul", detail);
                return Err(Error::invalid(vec![fault]));
            }
            Ok(Self(text))
        })
    }
}

impl Part for Csv {
    fn sketch(sketch: &mut Sketch) {
        let content = ContentBuilder::new().schema(Some(String::schema())).build();
        sketch.takes(
            RequestBodyBuilder::new()
                .required(Some(Required::True))
                .content("text/csv", content)
                .build(),
        );
        sketch.refuses(
            400,
            "The body is not text in UTF-8 or did not arrive whole.",
        );
        sketch.refuses(408, "The body did not arrive in time.");
        sketch.refuses(413, "The sheet is larger than 1 MiB.");
        sketch.refuses(415, "The body is not declared as text/csv.");
        sketch.refuses(422, "Some rows need mending; errors names each.");
    }
}
