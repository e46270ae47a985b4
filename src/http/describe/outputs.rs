//! What each kind of answer tells of an operation.

use utoipa::openapi::content::ContentBuilder;
use utoipa::openapi::{RefOr, ResponseBuilder};
use utoipa::{PartialSchema, ToSchema};

use super::{Output, Sketch};
use crate::error::Error;
use crate::http::{
    Calendar, Created, Done, Exported, Fleeting, Found, Lasting, Listed, Made, Packed, Released,
    Rendered, Versioned,
};

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

impl<T: ToSchema> Output for Fleeting<T> {
    fn sketch(sketch: &mut Sketch) {
        let about = "Here it is, as of now; keep no copy.";
        sketch.answers::<T>(200, "application/json", about);
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
        sketch.answers::<T>(200, "application/json", "The report.");
        sketch.also(&["text/csv", XLSX, "image/svg+xml"]);
        if let Some(response) = sketch.responses.get_mut(&200) {
            let any = ContentBuilder::new().schema(Some(serde_json::Value::schema()));
            response
                .content
                .insert(DATA_PACKAGE.to_owned(), RefOr::T(any.build()));
        }
        sketch.unchanged();
    }
}

impl Output for Packed {
    fn sketch(sketch: &mut Sketch) {
        let about = ResponseBuilder::new().description("The file.").build();
        sketch.responses.insert(200, about);
        sketch.also(&[XLSX, "application/zip"]);
        sketch.unchanged();
    }
}

const DATA_PACKAGE: &str = "application/vnd.datapackage+json";
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

impl Sketch {
    /// The answer has these forms too.
    fn also(&mut self, media: &[&str]) {
        if let Some(response) = self.responses.get_mut(&200) {
            for media in media {
                let text = ContentBuilder::new().schema(Some(String::schema())).build();
                response.content.insert((*media).to_owned(), RefOr::T(text));
            }
        }
    }

    /// Who has it already is told so.
    fn unchanged(&mut self) {
        let about = ResponseBuilder::new()
            .description("You have it already.")
            .build();
        self.responses.insert(304, about);
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

impl Output for Calendar {
    fn sketch(sketch: &mut Sketch) {
        let text = ContentBuilder::new().schema(Some(String::schema())).build();
        let response = ResponseBuilder::new()
            .description("Here it is; `ETag` says which text it is.")
            .content("text/calendar", text);
        sketch.responses.insert(200, response.build());
        sketch.responses.insert(
            304,
            ResponseBuilder::new()
                .description("You have it already.")
                .build(),
        );
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
