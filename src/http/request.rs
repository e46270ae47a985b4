//! What surrounds every request: its id, its span, its one line in the log.
//!
//! The line holds the route's pattern and never the address asked for, a header or an IP: those may
//! say who somebody is.

use std::time::Instant;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{HeaderName, HeaderValue, REFERRER_POLICY, X_CONTENT_TYPE_OPTIONS};
use actix_web::middleware::Next;
use tracing::Instrument;

use crate::chance;
use crate::clock::Clock;
use crate::id::RequestId;

/// The header that names the request.
pub const REQUEST_ID_HEADER: HeaderName = HeaderName::from_static("x-request-id");

tokio::task_local! {
    static REQUEST: RequestId;
}

/// The id of the request being served, if one is.
pub fn request_id() -> Option<RequestId> {
    REQUEST.try_with(|id| *id).ok()
}

/// Serves a request under an id and a span of its own.
pub async fn in_scope(
    request: ServiceRequest,
    next: Next<impl MessageBody>,
) -> Result<ServiceResponse<impl MessageBody>, actix_web::Error> {
    let id: RequestId = chance::id(Clock::System.now());
    // A method can be any word, so only one we know is logged.
    let method = match request.method().as_str() {
        known @ ("GET" | "HEAD" | "PUT" | "POST" | "DELETE" | "PATCH" | "OPTIONS") => known,
        _ => "other",
    };
    let span = tracing::info_span!("request", %id, method);
    let begun = Instant::now();
    REQUEST
        .scope(
            id,
            async {
                let mut response = next.call(request).await?;
                let route = response
                    .request()
                    .match_pattern()
                    .unwrap_or_else(|| "no route".to_owned());
                let millis = begun.elapsed().as_micros() / 1000;
                tracing::info!(route, status = response.status().as_u16(), millis, "served");
                let headers = response.headers_mut();
                if let Ok(value) = HeaderValue::from_str(id.as_str()) {
                    headers.insert(REQUEST_ID_HEADER, value);
                }
                headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
                headers.insert(REFERRER_POLICY, HeaderValue::from_static("no-referrer"));
                Ok(response)
            }
            .instrument(span),
        )
        .await
}
