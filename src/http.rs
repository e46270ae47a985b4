//! The HTTP machinery of every room: input, answers, refusals, the route table. Names no room.

pub mod address;
mod answer;
pub mod cursor;
mod describe;
mod document;
mod flag;
mod input;
mod languages;
pub mod limits;
mod request;
mod table;
mod tagged;
mod upload;

pub use answer::{
    Created, Done, Exported, Fleeting, Found, Listed, Made, Page, Rendered, Versioned,
};
pub use describe::{Output, Part, Sketch, joined};
pub use document::Entry;
pub use flag::Flag;
pub use input::{Accept, Body, BodyIfAny, IfMatch, Path, Query};
pub use languages::Languages;
pub use request::{REQUEST_ID_HEADER, in_scope, request_id};
pub use table::{Guarded, Place, Table};
pub use tagged::{Calendar, Lasting, Packed, Released};
pub use upload::Csv;

use actix_web::http::StatusCode;
use actix_web::http::header::{CONTENT_TYPE, HeaderValue, RETRY_AFTER, WWW_AUTHENTICATE};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;

use crate::error::{Error, Fault, Problem};
use crate::id::RequestId;

/// The body of every refusal: RFC 9457 problem details with a stable code.
#[derive(Serialize, utoipa::ToSchema)]
#[schema(as = Problem)]
pub struct ProblemBody<'a> {
    /// Always `about:blank`: `code` tells problems apart.
    #[serde(rename = "type")]
    kind: &'static str,
    /// The meaning of the status.
    title: &'static str,
    /// The HTTP status again.
    status: u16,
    /// A stable code for programs.
    code: &'a str,
    /// A sentence for people.
    detail: &'a str,
    /// Every fault or reason, not only the first.
    errors: &'a [Fault],
    /// Name this when asking for help.
    request_id: Option<RequestId>,
}

impl ResponseError for Error {
    fn status_code(&self) -> StatusCode {
        match self {
            Self::Refused(problem) => {
                StatusCode::from_u16(problem.status).unwrap_or(StatusCode::BAD_REQUEST)
            }
            Self::Taken | Self::Broken(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        match self {
            Self::Refused(problem) => respond(self.status_code(), problem),
            Self::Taken | Self::Broken(_) => {
                tracing::error!(error = %self, "request failed");
                let detail = "Something went wrong on our side. Please try again, and tell us the request id if it stays.";
                respond_with(self.status_code(), "internal", detail, &[])
            }
        }
    }
}

fn respond(status: StatusCode, problem: &Problem) -> HttpResponse {
    let mut response = respond_with(status, problem.code, &problem.detail, &problem.faults);
    if let Some(seconds) = problem.retry_after {
        response
            .headers_mut()
            .insert(RETRY_AFTER, HeaderValue::from(seconds));
    }
    if status == StatusCode::UNAUTHORIZED {
        response
            .headers_mut()
            .insert(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
    }
    response
}

fn respond_with(status: StatusCode, code: &str, detail: &str, errors: &[Fault]) -> HttpResponse {
    let body = ProblemBody {
        kind: "about:blank",
        title: status.canonical_reason().unwrap_or("Refused"),
        status: status.as_u16(),
        code,
        detail,
        errors,
        request_id: request_id(),
    };
    let mut response = HttpResponse::build(status).json(body);
    response.headers_mut().insert(
        CONTENT_TYPE,
        HeaderValue::from_static("application/problem+json"),
    );
    response
}
