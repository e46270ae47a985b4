//! The languages that somebody reads, from `Accept-Language`. Knows none of them.

use std::future::{Ready, ready};

use actix_web::http::header::ACCEPT_LANGUAGE;
use actix_web::{FromRequest, HttpRequest, dev::Payload};

use crate::error::Error;

/// The most languages that are looked at.
const MOST: usize = 20;

/// The languages that a client asks for.
pub struct Languages(Vec<String>);

impl Languages {
    /// Their tags, the dearest first.
    pub fn tags(&self) -> impl Iterator<Item = &str> {
        self.0.iter().map(String::as_str)
    }

    /// Reads the header. What cannot be read is passed over: a wrong wish is no reason to refuse.
    fn parse(header: &str) -> Self {
        let wish = |part: &str| {
            let (tag, rest) = part.split_once(';').unwrap_or((part, ""));
            let weight = match rest.trim().strip_prefix("q=") {
                Some(text) => text.trim().parse::<f32>().ok()?,
                None => 1.0,
            };
            (weight > 0.0).then(|| (weight, tag.trim().to_owned()))
        };
        let mut wishes: Vec<(f32, String)> = header
            .split(',')
            .take(MOST)
            .filter_map(wish)
            .filter(|(_, tag)| !tag.is_empty())
            .collect();
        // Stable: of two that are as dear, the first stays first.
        wishes.sort_by(|(one, _), (other, _)| other.total_cmp(one));
        Self(wishes.into_iter().map(|(_, tag)| tag).collect())
    }
}

impl FromRequest for Languages {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _payload: &mut Payload) -> Self::Future {
        let header = request.headers().get(ACCEPT_LANGUAGE);
        let header = header.and_then(|header| header.to_str().ok());
        ready(Ok(Self::parse(header.unwrap_or_default())))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_dearest_language_comes_first_and_an_unwanted_one_not_at_all() {
        let read = |header| Languages::parse(header).0;
        assert_eq!(
            read("en;q=0.5, es-MX, fr;q=0, de;q=0.5"),
            ["es-MX", "en", "de"]
        );
        assert_eq!(read("es;q=NaN, ;;, en;q=x"), Vec::<String>::new());
    }
}
