//! Why a request is not granted. Knows no HTTP library and no database.
//!
//! A `Problem` is for the asker and becomes RFC 9457 problem+json; the other kinds say nothing to
//! the asker but to come again. No text here may repeat what the asker sent.

use serde::Serialize;

/// One thing that is wrong, or one reason for a refusal.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, utoipa::ToSchema)]
pub struct Fault {
    /// Where in the body it is (a JSON pointer), or which parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pointer: Option<String>,
    /// A stable code for programs.
    pub code: &'static str,
    /// A sentence for people.
    pub detail: String,
}

impl Fault {
    /// A fault of one field.
    pub fn at(pointer: impl Into<String>, code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            pointer: Some(pointer.into()),
            code,
            detail: detail.into(),
        }
    }

    /// A reason that belongs to no field.
    pub fn reason(code: &'static str, detail: impl Into<String>) -> Self {
        Self {
            pointer: None,
            code,
            detail: detail.into(),
        }
    }
}

/// A refusal with everything the asker needs to know.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The HTTP status.
    pub status: u16,
    /// A stable code for programs.
    pub code: &'static str,
    /// A sentence for people.
    pub detail: String,
    /// Every fault or reason, not only the first.
    pub faults: Vec<Fault>,
    /// Seconds after which to try again.
    pub retry_after: Option<u32>,
}

/// Why something was not done.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// The asker is told why.
    #[error("{}", .0.code)]
    Refused(Box<Problem>),
    /// A unique key is there already.
    #[error("a unique key is there already")]
    Taken,
    /// Something broke. Logged once; the asker is told nothing.
    #[error("{0}")]
    Broken(String),
}

impl Error {
    /// Something broke.
    #[expect(clippy::needless_pass_by_value, reason = "`map_err` hands it by value")]
    pub fn broken(why: impl ToString) -> Self {
        Self::Broken(why.to_string())
    }

    /// A refusal without a list of faults.
    pub fn refused(status: u16, code: &'static str, detail: impl Into<String>) -> Self {
        Self::Refused(Box::new(Problem {
            status,
            code,
            detail: detail.into(),
            faults: Vec::new(),
            retry_after: None,
        }))
    }

    /// The row is absent, or is somebody else's: the asker cannot tell which.
    pub fn not_found() -> Self {
        Self::refused(
            404,
            "not_found",
            "There is nothing here, or it is not yours to see.",
        )
    }

    /// The input is wrong in these places.
    pub fn invalid(faults: Vec<Fault>) -> Self {
        let detail = match faults.as_slice() {
            [only] => only.detail.clone(),
            _ => "Some of what was sent needs mending; see errors.".to_owned(),
        };
        Self::Refused(Box::new(Problem {
            status: 422,
            code: "invalid",
            detail,
            faults,
            retry_after: None,
        }))
    }

    /// The rules refuse, for all of these reasons; the first is the code of the whole.
    pub fn conflict(reasons: Vec<Fault>) -> Self {
        let (code, detail) = match reasons.first() {
            Some(first) => (first.code, first.detail.clone()),
            None => ("conflict", "This cannot be done now.".to_owned()),
        };
        Self::Refused(Box::new(Problem {
            status: 409,
            code,
            detail,
            faults: reasons,
            retry_after: None,
        }))
    }

    /// The id belongs to a row with another content.
    pub fn id_taken() -> Self {
        Self::refused(
            409,
            "id_taken",
            "This id was used before with other content. Make a new id.",
        )
    }

    /// A key that is there already means that the client's id is.
    #[must_use]
    pub fn or_id_taken(self) -> Self {
        match self {
            Self::Taken => Self::id_taken(),
            other => other,
        }
    }

    /// The asker came too often, and may come again after so many seconds.
    pub fn too_often(code: &'static str, detail: impl Into<String>, retry_after: u32) -> Self {
        Self::Refused(Box::new(Problem {
            status: 429,
            code,
            detail: detail.into(),
            faults: Vec::new(),
            retry_after: Some(retry_after),
        }))
    }

    /// Too much is asked at once.
    pub fn busy(retry_after: u32) -> Self {
        Self::Refused(Box::new(Problem {
            status: 503,
            code: "busy",
            detail: "The line is busy just now. Nothing was lost; please try again.".to_owned(),
            faults: Vec::new(),
            retry_after: Some(retry_after),
        }))
    }
}
