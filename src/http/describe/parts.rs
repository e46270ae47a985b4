//! What each kind of input tells of an operation.

use utoipa::openapi::Required;
use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::path::{ParameterBuilder, ParameterIn};
use utoipa::openapi::request_body::RequestBodyBuilder;
use utoipa::{IntoParams, PartialSchema, ToSchema};

use super::{Part, Sketch};
use crate::http::{Accept, Body, BodyIfAny, IfMatch, Languages, Path, Query};

/// What a body says to an operation.
fn sketch_body<T: ToSchema>(sketch: &mut Sketch, required: Required) {
    let content = ContentBuilder::new()
        .schema(Some(sketch.schema::<T>()))
        .build();
    sketch.body = Some(
        RequestBodyBuilder::new()
            .required(Some(required))
            .content("application/json", content)
            .build(),
    );
    sketch.refuses(400, "The body is not JSON or did not arrive whole.");
    sketch.refuses(408, "The body did not arrive in time.");
    sketch.refuses(413, "The body is too large.");
    sketch.refuses(415, "The body is not declared as application/json.");
    sketch.refuses(422, "Some fields need mending; errors names each.");
}

impl<T: ToSchema> Part for Body<T> {
    fn sketch(sketch: &mut Sketch) {
        sketch_body::<T>(sketch, Required::True);
    }
}

impl<T: ToSchema> Part for BodyIfAny<T> {
    fn sketch(sketch: &mut Sketch) {
        sketch_body::<T>(sketch, Required::False);
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
