//! Answers: the few shapes in which a handler may reply.

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_TYPE, ETAG, LINK};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, Responder};
use serde::Serialize;

/// 200 with a body.
pub struct Found<T>(pub T);

impl<T: Serialize> Responder for Found<T> {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        kept_private(StatusCode::OK).json(self.0)
    }
}

/// 200 with a body that nobody keeps: it is true of this moment only.
pub struct Fleeting<T>(pub T);

impl<T: Serialize> Responder for Fleeting<T> {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        HttpResponse::Ok()
            .insert_header((CACHE_CONTROL, "no-store"))
            .json(self.0)
    }
}

/// 200 with a row that may be edited, and its version as `ETag` for the edit's `If-Match`.
pub struct Versioned<T> {
    /// Raised with every change.
    pub version: i32,
    /// The row.
    pub row: T,
}

impl<T: Serialize> Responder for Versioned<T> {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        kept_private(StatusCode::OK)
            .insert_header((ETAG, format!("\"{}\"", self.version)))
            .json(self.row)
    }
}

/// 201 with something that was made for this request alone.
pub struct Made<T>(pub T);

impl<T: Serialize> Responder for Made<T> {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        kept_private(StatusCode::CREATED).json(self.0)
    }
}

/// The answer to a PUT: 201 when the row is new, 200 when it was there already with the same content.
pub struct Created<T> {
    /// Whether this request made it.
    pub new: bool,
    /// The row.
    pub row: T,
}

impl<T: Serialize> Responder for Created<T> {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        kept_private(if self.new {
            StatusCode::CREATED
        } else {
            StatusCode::OK
        })
        .json(self.row)
    }
}

/// 204: it is done, and there is nothing to show.
pub struct Done;

impl Responder for Done {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        HttpResponse::NoContent().finish()
    }
}

/// A page of a list, whose `next` is the cursor of the page after it.
pub trait Page: Serialize {
    /// The cursor of the next page.
    fn next(&self) -> Option<&str>;
}

/// 200 with a page of a list, and the next page's address in `Link`.
pub struct Listed<T>(pub T);

impl<T: Page> Responder for Listed<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let mut response = kept_private(StatusCode::OK);
        if let Some(cursor) = self.0.next() {
            let kept = request
                .query_string()
                .split('&')
                .filter(|pair| !pair.is_empty() && !pair.starts_with("cursor="));
            let query = kept
                .chain([format!("cursor={cursor}").as_str()])
                .collect::<Vec<_>>()
                .join("&");
            response.insert_header((LINK, format!("<{}?{query}>; rel=\"next\"", request.path())));
        }
        response.json(self.0)
    }
}

/// 200 with a CSV file, made anew for this request.
pub struct Exported {
    /// Its text.
    pub text: String,
    /// The name under which it is saved.
    pub file: &'static str,
}

impl Responder for Exported {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        let disposition = format!("attachment; filename=\"{}\"", self.file);
        kept_private(StatusCode::OK)
            .insert_header((CONTENT_DISPOSITION, disposition))
            .insert_header((CONTENT_TYPE, "text/csv; charset=utf-8"))
            .body(self.text)
    }
}

/// An answer for machines outside the API: a health check or a page of the API browser.
pub struct Rendered(pub HttpResponse);

impl Responder for Rendered {
    type Body = BoxBody;

    fn respond_to(self, _request: &HttpRequest) -> HttpResponse {
        self.0
    }
}

/// Answers belong to the person who asked, so no shared cache may hold them.
pub(super) const PRIVATE: &str = "private, no-cache";

fn kept_private(status: StatusCode) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response.insert_header((CACHE_CONTROL, PRIVATE));
    response
}
