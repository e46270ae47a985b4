//! Answers that bear a tag of what is in them: who has them already is told so in place of being given them again.

use std::marker::PhantomData;

use actix_web::body::BoxBody;
use actix_web::http::StatusCode;
use actix_web::http::header::{
    CACHE_CONTROL, CONTENT_DISPOSITION, CONTENT_LANGUAGE, CONTENT_TYPE, ETAG, HeaderName,
    IF_NONE_MATCH, VARY,
};
use actix_web::{HttpRequest, HttpResponse, Responder, ResponseError};
use serde::Serialize;

use super::answer::PRIVATE;
use crate::digest;
use crate::error::Error;

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
        let shape = Shape {
            kept: PRIVATE,
            varies: "Accept",
            media: self.media,
            also: self.file.map(|file| (CONTENT_DISPOSITION, file)),
        };
        shape.of(self.body, request)
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
        let shape = Shape {
            kept: "private, max-age=300",
            varies: "Authorization, Accept-Language",
            media: "application/json",
            also: Some((CONTENT_LANGUAGE, self.language.to_owned())),
        };
        shape.of(text.into_bytes(), request)
    }
}

/// 200 with a calendar and its `ETag`; 304 to who has it already.
pub struct Calendar(pub String);

impl Responder for Calendar {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let shape = Shape {
            kept: PRIVATE,
            varies: "Accept",
            media: "text/calendar; charset=utf-8",
            also: None,
        };
        shape.of(self.0.into_bytes(), request)
    }
}

/// What an answer is like beside its body.
struct Shape {
    kept: &'static str,
    varies: &'static str,
    media: &'static str,
    also: Option<(HeaderName, String)>,
}

impl Shape {
    /// 200 with the body and its tag, or 304 without it.
    fn of(self, body: Vec<u8>, request: &HttpRequest) -> HttpResponse {
        let tag = format!("\"{}\"", digest::sha256(&body));
        let unchanged = has_already(request, &tag);
        let mut response = HttpResponse::build(if unchanged {
            StatusCode::NOT_MODIFIED
        } else {
            StatusCode::OK
        });
        response
            .insert_header((CACHE_CONTROL, self.kept))
            .insert_header((VARY, self.varies))
            .insert_header((ETAG, tag));
        if unchanged {
            return response.finish();
        }
        if let Some(header) = self.also {
            response.insert_header(header);
        }
        response
            .insert_header((CONTENT_TYPE, self.media))
            .body(body)
    }
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
