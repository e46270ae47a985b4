//! For machines and engineers: is it alive, is it ready, what can it do. Knows nobody and no call.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header::{CACHE_CONTROL, LOCATION};
use actix_web::web::Data;
use serde::Deserialize;
use utoipa::IntoParams;
use utoipa_swagger_ui::{Config, Url};

use crate::door::Anyone;
use crate::error::Error;
use crate::http::{Part, Path, Rendered, Sketch};
use crate::line;

/// The OpenAPI document, written once at start.
pub struct Document(pub String);

impl Part for Data<Document> {
    fn sketch(_sketch: &mut Sketch) {}
}

/// A file of the API browser.
#[derive(Deserialize, IntoParams)]
pub struct BrowserPath {
    /// The file's name.
    file: String,
}

/// The process is alive.
pub async fn alive(_who: Anyone) -> Rendered {
    Rendered(
        HttpResponse::Ok()
            .content_type("text/plain")
            .body("alive\n"),
    )
}

/// The database answers and holds a line.
pub async fn ready(who: Anyone) -> Result<Rendered, Error> {
    match who.read(line::store::find).await {
        Ok(_line) => Ok(Rendered(
            HttpResponse::Ok()
                .content_type("text/plain")
                .body("ready\n"),
        )),
        Err(error) => {
            tracing::warn!(%error, "not ready");
            Err(Error::busy(5))
        }
    }
}

/// The OpenAPI document.
pub async fn document(_who: Anyone, document: Data<Document>) -> Rendered {
    Rendered(
        HttpResponse::Ok()
            .content_type("application/json")
            .body(document.0.clone()),
    )
}

/// The way to the API browser.
pub async fn to_browser(_who: Anyone) -> Rendered {
    Rendered(
        HttpResponse::PermanentRedirect()
            .insert_header((LOCATION, "/docs/"))
            .finish(),
    )
}

/// The API browser, from this program and from nowhere else.
pub async fn browser(_who: Anyone, Path(asked): Path<BrowserPath>) -> Result<Rendered, Error> {
    let config = Arc::new(Config::new([Url::new("Warmline", "/openapi.json")]));
    let file = utoipa_swagger_ui::serve(&asked.file, config).map_err(Error::broken)?;
    let file = file.ok_or_else(Error::not_found)?;
    let response = HttpResponse::Ok()
        .content_type(file.content_type)
        .insert_header((CACHE_CONTROL, "max-age=3600"))
        .body(file.bytes.to_vec());
    Ok(Rendered(response))
}
