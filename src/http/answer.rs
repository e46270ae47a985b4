//! Answers: the few shapes in which a handler may reply.

use std::marker::PhantomData;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_TYPE, ETAG, IF_NONE_MATCH, LINK,
    VARY,
};
use actix_web::{HttpRequest, HttpResponse, HttpResponseBuilder, Responder, ResponseError};
use serde::Serialize;

use crate::digest;
use crate::error::Error;

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

/// A finished document with its `ETag`, as JSON of `T` or as CSV; 304 to who has it already.
pub struct Released<T> {
    media: &'static str,
    file: Option<String>,
    body: Vec<u8>,
    of: PhantomData<T>,
}

impl<T> Released<T> {
    /// A JSON document.
    pub fn json(text: String) -> Self {
        Self {
            media: "application/json",
            file: None,
            body: text.into_bytes(),
            of: PhantomData,
        }
    }

    /// A text of another type.
    pub fn text(media: &'static str, text: String) -> Self {
        Self {
            media,
            ..Self::json(text)
        }
    }

    /// A CSV document that is saved under this name.
    pub fn csv(text: String, file: &str) -> Self {
        Self::file("text/csv; charset=utf-8", text.into_bytes(), file)
    }

    /// Any file, saved under this name.
    pub fn file(media: &'static str, body: Vec<u8>, file: &str) -> Self {
        let disposition = format!("attachment; filename=\"{file}\"");
        Self {
            media,
            file: Some(disposition),
            body,
            of: PhantomData,
        }
    }
}

impl<T> Responder for Released<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let tag = tag(&self.body);
        let unchanged = has_already(request, &tag);
        let mut response = kept_private(if unchanged {
            StatusCode::NOT_MODIFIED
        } else {
            StatusCode::OK
        });
        response
            .insert_header((ETAG, tag))
            .insert_header((VARY, "Accept"));
        if unchanged {
            return response.finish();
        }
        if let Some(disposition) = self.file {
            response.insert_header((CONTENT_DISPOSITION, disposition));
        }
        response
            .insert_header((CONTENT_TYPE, self.media))
            .body(self.body)
    }
}

/// 200 with a file of several reports, with its `ETag`; 304 to who has it already.
pub struct Packed(Released<()>);

impl Packed {
    /// A file that is saved under this name.
    pub fn new(media: &'static str, body: Vec<u8>, file: &str) -> Self {
        Self(Released::file(media, body, file))
    }
}

impl Responder for Packed {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        self.0.respond_to(request)
    }
}

/// 200 with something that changes seldom and may be kept for a while, in the asker's language; 304 to who has it.
pub struct Lasting<T> {
    /// The language it is written in.
    pub language: &'static str,
    /// What it is.
    pub row: T,
}

impl<T: Serialize> Responder for Lasting<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let Ok(text) = serde_json::to_string(&self.row) else {
            return Error::broken("an answer could not be written").error_response();
        };
        let tag = tag(&text);
        let unchanged = has_already(request, &tag);
        let mut response = HttpResponse::build(if unchanged {
            StatusCode::NOT_MODIFIED
        } else {
            StatusCode::OK
        });
        response
            .insert_header((CACHE_CONTROL, "private, max-age=300"))
            .insert_header((ETAG, tag))
            .insert_header((VARY, "Authorization, Accept-Language"));
        if unchanged {
            return response.finish();
        }
        response
            .insert_header((CONTENT_LANGUAGE, self.language))
            .insert_header((CONTENT_TYPE, "application/json"))
            .body(text)
    }
}

fn tag(body: impl AsRef<[u8]>) -> String {
    format!("\"{}\"", digest::sha256(body.as_ref()))
}

/// Whether the asker has what bears this tag. A cache in between may have made the tag a weak one.
fn has_already(request: &HttpRequest, tag: &str) -> bool {
    let header = request.headers().get(IF_NONE_MATCH);
    let known = header.and_then(|header| header.to_str().ok());
    known.is_some_and(|known| {
        known
            .split(',')
            .any(|one| one.trim().trim_start_matches("W/") == tag)
    })
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

/// 200 with a calendar and its `ETag`; 304 to who has it already.
pub struct Calendar(pub String);

impl Responder for Calendar {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let tag = tag(&self.0);
        let unchanged = has_already(request, &tag);
        let mut response = kept_private(if unchanged {
            StatusCode::NOT_MODIFIED
        } else {
            StatusCode::OK
        });
        response.insert_header((ETAG, tag));
        if unchanged {
            return response.finish();
        }
        response
            .insert_header((CONTENT_TYPE, "text/calendar; charset=utf-8"))
            .body(self.0)
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
fn kept_private(status: StatusCode) -> HttpResponseBuilder {
    let mut response = HttpResponse::build(status);
    response.insert_header((CACHE_CONTROL, "private, no-cache"));
    response
}
