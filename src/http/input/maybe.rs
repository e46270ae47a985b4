//! A JSON body that may be left out.

use std::future::Future;
use std::pin::Pin;

use actix_web::dev::Payload;
use actix_web::{FromRequest, HttpRequest, web};
use serde::de::DeserializeOwned;

use super::{not_declared, parse, says_json, whole};
use crate::error::Error;

/// A JSON body, or none at all.
pub struct BodyIfAny<T>(pub Option<T>);

impl<T: DeserializeOwned + 'static> FromRequest for BodyIfAny<T> {
    type Error = Error;
    type Future = Pin<Box<dyn Future<Output = Result<Self, Error>>>>;

    fn from_request(request: &HttpRequest, payload: &mut Payload) -> Self::Future {
        let is_json = says_json(request);
        let bytes = web::Bytes::from_request(request, payload);
        Box::pin(async move {
            let bytes = whole(bytes).await?;
            if bytes.is_empty() {
                return Ok(Self(None));
            }
            if !is_json {
                return Err(not_declared());
            }
            parse(&bytes).map(Some).map(Self)
        })
    }
}
