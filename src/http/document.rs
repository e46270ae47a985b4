//! The OpenAPI document: the route table's rows and the schemas they refer to.

use actix_web::http::Method;
use utoipa::openapi::path::{HttpMethod, Operation};
use utoipa::openapi::schema::ComponentsBuilder;
use utoipa::openapi::security::{HttpAuthScheme, HttpBuilder, SecurityScheme};
use utoipa::openapi::{
    InfoBuilder, LicenseBuilder, OpenApi, OpenApiBuilder, OpenApiVersion, Paths,
};

use super::describe::{BEARER, Schemas};

/// One row of the guest list.
pub struct Entry {
    /// The verb.
    pub method: Method,
    /// The path, with its variable parts in braces.
    pub path: String,
    /// Who may come in.
    pub door: &'static str,
    /// What the document says of it.
    pub(super) operation: Operation,
}

/// The document of these rows.
pub(super) fn document(entries: &[Entry], schemas: &Schemas) -> OpenApi {
    let mut paths = Paths::new();
    for entry in entries {
        let pattern = entry.path.replace(":.*}", "}");
        paths.add_path_operation(
            pattern,
            vec![spelled(&entry.method)],
            entry.operation.clone(),
        );
    }
    let components = ComponentsBuilder::new()
        .schemas_from_iter(schemas.all())
        .security_scheme(
            BEARER,
            SecurityScheme::Http(
                HttpBuilder::new()
                    .scheme(HttpAuthScheme::Bearer)
                    .bearer_format("JWT")
                    .description(Some("The access_token of POST /api/v1/session."))
                    .build(),
            ),
        )
        .build();
    OpenApiBuilder::new()
            .openapi(OpenApiVersion::Version31)
            .info(
                InfoBuilder::new()
                    .title("Warmline")
                    .version(env!("CARGO_PKG_VERSION"))
                    .description(Some(
                        "The backend of a peer-run warm line. Times are RFC 3339 in UTC; a list's `next` is the \
                         cursor of its next page; every refusal is application/problem+json with a stable `code`.",
                    ))
                    .license(Some(
                        LicenseBuilder::new().name("MIT OR Apache-2.0").identifier(Some("MIT OR Apache-2.0")).build(),
                    ))
                    .build(),
            )
            .paths(paths)
            .components(Some(components))
            .build()
}

fn spelled(method: &Method) -> HttpMethod {
    match method.as_str() {
        "PUT" => HttpMethod::Put,
        "POST" => HttpMethod::Post,
        "DELETE" => HttpMethod::Delete,
        _ => HttpMethod::Get,
    }
}
