//! The OpenAPI description of a handler, read off its own types.
//!
//! What a handler takes and gives is written once, in its signature; a document beside it could lie.

use std::collections::BTreeMap;

use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{
    Operation, OperationBuilder, Parameter, ParameterBuilder, ParameterIn,
};
use utoipa::openapi::request_body::{RequestBody, RequestBodyBuilder};
use utoipa::openapi::schema::{Ref, Schema};
use utoipa::openapi::security::SecurityRequirement;
use utoipa::openapi::{RefOr, Required, Response, ResponseBuilder};
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::{
    Accept, Body, Created, Done, Exported, Found, IfMatch, Languages, Lasting, Listed, Made, Path,
    ProblemBody, Query, Released, Rendered, Versioned,
};
use crate::error::Error;

/// The name of the token scheme in the document.
pub(super) const BEARER: &str = "bearer";

/// An operation as far as the types have told it.
#[derive(Default)]
pub struct Sketch {
    parameters: Vec<Parameter>,
    body: Option<RequestBody>,
    responses: BTreeMap<u16, Response>,
    secured: bool,
    schemas: BTreeMap<String, RefOr<Schema>>,
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
        self.schemas.insert(T::name().into_owned(), T::schema());
        RefOr::Ref(Ref::from_schema_name(T::name()))
    }

    /// The finished operation, and the schemas it refers to.
    pub(super) fn finish(
        mut self,
        summary: &str,
        name: &str,
        door: &str,
    ) -> (Operation, BTreeMap<String, RefOr<Schema>>) {
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

impl<T: ToSchema> Part for Body<T> {
    fn sketch(sketch: &mut Sketch) {
        let content = ContentBuilder::new()
            .schema(Some(sketch.schema::<T>()))
            .build();
        sketch.body = Some(
            RequestBodyBuilder::new()
                .required(Some(Required::True))
                .content("application/json", content)
                .build(),
        );
        sketch.refuses(400, "The body is not JSON or did not arrive whole.");
        sketch.refuses(408, "The body did not arrive in time.");
        sketch.refuses(413, "The body is too large.");
        sketch.refuses(415, "The body is not declared as application/json.");
        sketch.refuses(422, "Some fields need mending; errors names each.");
    }
}

impl<T: IntoParams> Part for Path<T> {
    fn sketch(sketch: &mut Sketch) {
        sketch
            .parameters
            .extend(T::into_params(|| Some(ParameterIn::Path)));
        sketch.refuses(404, "Nothing here, or not yours to see.");
        sketch.refuses(422, "A part of the path is malformed.");
    }
}

impl<T: IntoParams> Part for Query<T> {
    fn sketch(sketch: &mut Sketch) {
        sketch
            .parameters
            .extend(T::into_params(|| Some(ParameterIn::Query)));
        sketch.refuses(400, "The query cannot be read.");
        sketch.refuses(422, "A parameter is malformed, unknown or repeated.");
    }
}

/// What a handler gives.
pub trait Output {
    /// Adds the answers to the operation.
    fn sketch(sketch: &mut Sketch);
}

impl<T: Output> Output for Result<T, Error> {
    fn sketch(sketch: &mut Sketch) {
        T::sketch(sketch);
    }
}

impl<T: ToSchema> Output for Found<T> {
    fn sketch(sketch: &mut Sketch) {
        sketch.answers::<T>(200, "application/json", "Here it is.");
    }
}

impl<T: ToSchema> Output for Made<T> {
    fn sketch(sketch: &mut Sketch) {
        sketch.answers::<T>(201, "application/json", "Made.");
        sketch.refuses(409, "Refused; errors gives all reasons.");
    }
}

impl<T: ToSchema> Output for Versioned<T> {
    fn sketch(sketch: &mut Sketch) {
        let about = "Here it is; `ETag` is its version.";
        sketch.answers::<T>(200, "application/json", about);
    }
}

impl<T: ToSchema> Output for Listed<T> {
    fn sketch(sketch: &mut Sketch) {
        sketch.answers::<T>(
            200,
            "application/json",
            "A page; `next` is the cursor of the page after it.",
        );
    }
}

impl<T: ToSchema> Output for Created<T> {
    fn sketch(sketch: &mut Sketch) {
        sketch.answers::<T>(
            200,
            "application/json",
            "It was there already, with the same content.",
        );
        sketch.answers::<T>(201, "application/json", "Made.");
        sketch.refuses(409, "Refused; errors gives all reasons.");
    }
}

impl Output for Done {
    fn sketch(sketch: &mut Sketch) {
        sketch
            .responses
            .insert(204, ResponseBuilder::new().description("Done.").build());
        sketch.refuses(409, "Refused; errors gives all reasons.");
    }
}

impl<T: ToSchema> Output for Released<T> {
    fn sketch(sketch: &mut Sketch) {
        sketch.answers::<T>(200, "application/json", "As it was released.");
        let text = ContentBuilder::new().schema(Some(String::schema())).build();
        if let Some(response) = sketch.responses.get_mut(&200) {
            response
                .content
                .insert("text/csv".to_owned(), RefOr::T(text));
        }
        sketch.responses.insert(
            304,
            ResponseBuilder::new()
                .description("You have it already.")
                .build(),
        );
    }
}

impl<T: ToSchema> Output for Lasting<T> {
    fn sketch(sketch: &mut Sketch) {
        let about = "Here it is; it may be kept for a while.";
        sketch.answers::<T>(200, "application/json", about);
        sketch.responses.insert(
            304,
            ResponseBuilder::new()
                .description("You have it already.")
                .build(),
        );
    }
}

impl Output for Exported {
    fn sketch(sketch: &mut Sketch) {
        let text = ContentBuilder::new().schema(Some(String::schema())).build();
        let response = ResponseBuilder::new()
            .description("Here it is.")
            .content("text/csv", text);
        sketch.responses.insert(200, response.build());
    }
}

impl Output for Rendered {
    fn sketch(sketch: &mut Sketch) {
        sketch.responses.insert(
            200,
            ResponseBuilder::new().description("Here it is.").build(),
        );
    }
}

/// What `If-Match` says to an operation.
fn sketch_if_match(sketch: &mut Sketch, required: Required) {
    let header = ParameterBuilder::new()
        .name("If-Match")
        .parameter_in(ParameterIn::Header)
        .required(required)
        .description(Some(
            "The version that is changed: the `ETag` it was read with.",
        ))
        .schema(Some(String::schema()));
    sketch.parameters.push(header.build());
    sketch.refuses(412, "It was changed meanwhile.");
    sketch.refuses(428, "If-Match is missing.");
}

/// Where only some changes need it.
impl Part for Option<IfMatch> {
    fn sketch(sketch: &mut Sketch) {
        sketch_if_match(sketch, Required::False);
    }
}

impl Part for IfMatch {
    fn sketch(sketch: &mut Sketch) {
        sketch_if_match(sketch, Required::True);
        sketch.refuses(409, "Refused; errors gives all reasons.");
    }
}

impl Part for Accept {
    fn sketch(_sketch: &mut Sketch) {}
}

impl Part for Languages {
    fn sketch(sketch: &mut Sketch) {
        let header = ParameterBuilder::new()
            .name("Accept-Language")
            .parameter_in(ParameterIn::Header)
            .required(Required::False)
            .description(Some("The languages you read, such as `es-MX, en;q=0.5`."))
            .schema(Some(String::schema()));
        sketch.parameters.push(header.build());
    }
}
