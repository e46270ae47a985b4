//! The route table: takes only handlers whose first argument is a door.
//!
//! Rows are grouped by path, so that a wrong verb is answered 405 with `Allow` and not 404.

use std::collections::BTreeSet;

use actix_web::body::MessageBody;
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::header::{ALLOW, HeaderValue};
use actix_web::http::{Method, StatusCode};
use actix_web::middleware::{Next, from_fn};
use actix_web::web::{self, ServiceConfig};
use actix_web::{
    FromRequest, Handler, HttpMessage, HttpResponse, Resource, Responder, ResponseError, Route,
};
use utoipa::openapi::OpenApi;

use super::describe::{Output, Part, Schemas, Sketch};
use super::document::{Entry, document};
use crate::door::Door;
use crate::error::Error;

/// The arguments of a handler that says who may call it.
///
/// A handler whose first argument is a door has a place in the table:
///
/// ```
/// use warmline::door::{As, Peer};
/// use warmline::error::Error;
/// use warmline::http::{Done, Table};
///
/// async fn ring_the_bell(_who: As<Peer>) -> Result<Done, Error> {
///     Ok(Done)
/// }
/// let table = Table::default().at("/bell", |at| at.put("Ring the bell", ring_the_bell));
/// ```
///
/// The same handler without a door does not compile:
///
/// ```compile_fail
/// use warmline::error::Error;
/// use warmline::http::{Done, Table};
///
/// async fn ring_the_bell() -> Result<Done, Error> {
///     Ok(Done)
/// }
/// let table = Table::default().at("/bell", |at| at.put("Ring the bell", ring_the_bell));
/// ```
#[diagnostic::on_unimplemented(
    message = "this handler does not say who may call it",
    label = "the first argument must be a door: `As<Peer>`, `As<Supervisor>`, …, or `Anyone` or `Stranger`, said out loud",
    note = "and each further argument must be one the API can describe"
)]
pub trait Guarded {
    /// The first argument.
    type Door: Door;
    /// Describes all arguments.
    fn sketch(sketch: &mut Sketch);
}

macro_rules! guarded {
    ($($part:ident)*) => {
        impl<D: Door, $($part: Part),*> Guarded for (D, $($part,)*) {
            type Door = D;
            fn sketch(sketch: &mut Sketch) {
                D::sketch(sketch);
                $($part::sketch(sketch);)*
            }
        }
    };
}

guarded!();
guarded!(A);
guarded!(A B);
guarded!(A B C);

/// The whole API.
#[derive(Default)]
pub struct Table {
    prefix: &'static str,
    entries: Vec<Entry>,
    resources: Vec<Resource>,
    schemas: Schemas,
}

/// One path and its verbs.
pub struct Place {
    path: String,
    resource: Resource,
    entries: Vec<Entry>,
    schemas: Schemas,
}

impl Table {
    /// A table whose paths all begin so.
    #[must_use]
    pub fn under(mut self, prefix: &'static str) -> Self {
        self.prefix = prefix;
        self
    }

    /// Adds a path with its verbs.
    #[must_use]
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that makes resources"
    )]
    pub fn at(mut self, path: &str, verbs: impl FnOnce(Place) -> Place) -> Self {
        let path = format!("{}{path}", self.prefix);
        let resource = web::resource(path.as_str());
        let place = verbs(Place {
            path,
            resource,
            entries: Vec::new(),
            schemas: Schemas::default(),
        });
        let allow = place
            .entries
            .iter()
            .map(|entry| entry.method.as_str())
            .collect::<Vec<_>>()
            .join(", ");
        self.resources
            .push(place.resource.default_service(wrong_verb(allow)));
        self.entries.extend(place.entries);
        self.schemas.join(place.schemas);
        self
    }

    /// Every verb, path and door.
    pub fn entries(&self) -> &[Entry] {
        &self.entries
    }

    /// Puts the table into a server.
    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that mounts routes"
    )]
    pub fn mount(self, server: &mut ServiceConfig) {
        for resource in self.resources {
            server.service(resource);
        }
        server.default_service(nothing_here());
    }

    /// The OpenAPI document of the table.
    pub fn document(&self) -> OpenApi {
        document(&self.entries, &self.schemas)
    }

    /// The names in the document that types with different schemas share.
    pub fn shared_names(&self) -> &BTreeSet<String> {
        self.schemas.shared()
    }
}

impl Place {
    /// A GET.
    #[must_use]
    pub fn get<H: Handler<A>, A: FromRequest + Guarded + 'static>(
        self,
        summary: &str,
        handler: H,
    ) -> Self
    where
        H::Output: Responder + Output + 'static,
    {
        self.verb(Method::GET, summary, handler)
    }

    /// A PUT.
    #[must_use]
    pub fn put<H: Handler<A>, A: FromRequest + Guarded + 'static>(
        self,
        summary: &str,
        handler: H,
    ) -> Self
    where
        H::Output: Responder + Output + 'static,
    {
        self.verb(Method::PUT, summary, handler)
    }

    /// A POST.
    #[must_use]
    pub fn post<H: Handler<A>, A: FromRequest + Guarded + 'static>(
        self,
        summary: &str,
        handler: H,
    ) -> Self
    where
        H::Output: Responder + Output + 'static,
    {
        self.verb(Method::POST, summary, handler)
    }

    /// A DELETE.
    #[must_use]
    pub fn delete<H: Handler<A>, A: FromRequest + Guarded + 'static>(
        self,
        summary: &str,
        handler: H,
    ) -> Self
    where
        H::Output: Responder + Output + 'static,
    {
        self.verb(Method::DELETE, summary, handler)
    }

    #[expect(
        clippy::disallowed_methods,
        reason = "the one place that makes routes, behind the bound that names a door"
    )]
    fn verb<H: Handler<A>, A: FromRequest + Guarded + 'static>(
        mut self,
        method: Method,
        summary: &str,
        handler: H,
    ) -> Self
    where
        H::Output: Responder + Output + 'static,
    {
        let mut sketch = Sketch::default();
        A::sketch(&mut sketch);
        H::Output::sketch(&mut sketch);
        let (operation, schemas) = sketch.finish(summary, &operation_name::<H>(), A::Door::NAME);
        self.schemas.join(schemas);
        self.entries.push(Entry {
            method: method.clone(),
            path: self.path.clone(),
            door: A::Door::NAME,
            operation,
        });
        self.resource = self.resource.route(
            Route::new()
                .method(method)
                .to(handler)
                .wrap(from_fn(in_front::<A::Door>)),
        );
        self
    }
}

/// Opens the door before the handler's other arguments are looked at, so that who may not come in
/// learns nothing about the rest of the request.
async fn in_front<D: Door>(
    request: ServiceRequest,
    next: Next<impl MessageBody + 'static>,
) -> Result<ServiceResponse, actix_web::Error> {
    let opened = D::open(request.request()).await;
    match opened {
        Ok(door) => {
            request.extensions_mut().insert(door);
            Ok(next.call(request).await?.map_into_boxed_body())
        }
        Err(refusal) => Ok(request.into_response(refusal.error_response())),
    }
}

/// `warmline::schedule::api::claim` is the operation `schedule_claim`.
fn operation_name<H>() -> String {
    let path: Vec<&str> = std::any::type_name::<H>()
        .split("::")
        .filter(|step| *step != "api")
        .collect();
    path.get(1..).unwrap_or_default().join("_")
}

#[expect(clippy::disallowed_methods, reason = "an answer that opens no door")]
fn wrong_verb(allow: String) -> Route {
    web::to(move || {
        let refusal = Error::refused(405, "wrong_verb", format!("Here one may only {allow}."));
        let mut response = refusal.error_response();
        if let Ok(allow) = HeaderValue::from_str(&allow) {
            response.headers_mut().insert(ALLOW, allow);
        }
        async move { response }
    })
}

#[expect(clippy::disallowed_methods, reason = "an answer that opens no door")]
fn nothing_here() -> Route {
    web::to(|| async {
        let refusal = Error::refused(
            StatusCode::NOT_FOUND.as_u16(),
            "no_such_path",
            "There is nothing at this address.",
        );
        HttpResponse::from_error(refusal)
    })
}
