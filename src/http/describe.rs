//! The OpenAPI description of a handler, read off its own types.
//!
//! What a handler takes and gives is written once, in its signature; a document beside it could lie.

mod outputs;
mod parts;
mod schemas;

use std::collections::BTreeMap;

use utoipa::ToSchema;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{Operation, OperationBuilder, Parameter};
use utoipa::openapi::request_body::RequestBody;
use utoipa::openapi::schema::{Ref, Schema};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{RefOr, Response, ResponseBuilder};

pub(super) use self::schemas::Schemas;
use super::ProblemBody;

/// The name of the token scheme in the document.
pub(super) const BEARER: &str = "bearer";

/// An operation as far as the types have told it.
#[derive(Default)]
pub struct Sketch {
    parameters: Vec<Parameter>,
    body: Option<RequestBody>,
    responses: BTreeMap<u16, Response>,
    secured: bool,
    schemas: Schemas,
}

impl Sketch {
    /// Says that a token is needed.
    pub fn secured(&mut self) {
        self.secured = true;
        self.refuses(401, "No valid token.");
        self.refuses(403, "Not for your role, or the account is suspended.");
    }

    /// Adds a refusal.
    pub fn refuses(&mut self, status: u16, about: &str) {
        self.answers::<ProblemBody<'_>>(status, "application/problem+json", about);
    }

    /// Says what the body is.
    pub(super) fn takes(&mut self, body: RequestBody) {
        self.body = Some(body);
    }

    /// Adds an answer with a body.
    pub fn answers<T: ToSchema>(&mut self, status: u16, media: &str, about: &str) {
        let content = ContentBuilder::new()
            .schema(Some(self.schema::<T>()))
            .build();
        let known = self.responses.remove(&status);
        let response = match known {
            Some(mut response) => {
                response.content.insert(media.to_owned(), RefOr::T(content));
                response
            }
            None => ResponseBuilder::new()
                .description(about)
                .content(media, content)
                .build(),
        };
        self.responses.insert(status, response);
    }

    /// A reference to a type's schema, which is added to the document.
    fn schema<T: ToSchema>(&mut self) -> RefOr<Schema> {
        let mut inner = Vec::new();
        T::schemas(&mut inner);
        self.schemas.extend(inner);
        self.schemas.extend([(T::name().into_owned(), T::schema())]);
        RefOr::Ref(Ref::from_schema_name(T::name()))
    }

    /// The finished operation, and the schemas it refers to.
    pub(super) fn finish(mut self, summary: &str, name: &str, door: &str) -> (Operation, Schemas) {
        self.refuses(429, "Too often; try again after Retry-After seconds.");
        self.refuses(500, "Something broke on our side.");
        self.refuses(503, "Busy; try again after Retry-After seconds.");
        let (room, _verb) = name.split_once('_').unwrap_or((name, ""));
        let mut operation = OperationBuilder::new()
            .summary(Some(summary))
            .description(Some(format!("For: {door}.")))
            .operation_id(Some(name))
            .tag(room)
            .request_body(self.body);
        for parameter in self.parameters {
            operation = operation.parameter(parameter);
        }
        for (status, response) in self.responses {
            operation = operation.response(status.to_string(), response);
        }
        if self.secured {
            operation =
                operation.security(SecurityRequirement::new::<_, [&str; 0], &str>(BEARER, []));
        }
        (operation.build(), self.schemas)
    }
}

/// The schema of an object that holds the fields of two: what `serde(flatten)` makes.
pub fn joined(first: RefOr<Schema>, second: RefOr<Schema>) -> RefOr<Schema> {
    match (first, second) {
        (RefOr::T(Schema::Object(mut first)), RefOr::T(Schema::Object(second))) => {
            first.properties.extend(second.properties);
            first.required.extend(second.required);
            first.into()
        }
        (first, _) => first,
    }
}

/// One argument of a handler.
pub trait Part {
    /// Adds what the argument says to the operation.
    fn sketch(sketch: &mut Sketch);
}

/// What a handler gives.
pub trait Output {
    /// Adds the answers to the operation.
    fn sketch(sketch: &mut Sketch);
}
