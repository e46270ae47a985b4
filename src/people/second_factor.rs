//! The second factor: time-based one-time passwords (RFC 6238: SHA-1, six digits, half a minute) and
//! recovery codes. Handed secrets and the time.

use data_encoding::BASE32_NOPAD;
use qrcode::QrCode;
use qrcode::render::svg;
use totp_rs::{Builder, Totp};

use crate::clock::Moment;
use crate::digest;
use crate::error::Error;

/// How many recovery codes come with a second factor.
pub const RECOVERY_CODES: usize = 10;

/// A shared secret, as somebody's app is told of it.
pub struct Enrolment {
    /// The secret in base 32, to be typed.
    pub secret: String,
    /// The `otpauth:` address that a QR code carries.
    pub address: String,
    /// The QR code.
    pub qr_svg: String,
}

/// What an app needs to make codes from a secret.
pub fn enrolment(secret: &[u8], line: &str, account: &str) -> Result<Enrolment, Error> {
    // A colon would end the issuer's name.
    let issuer = line.replace(':', " ");
    let totp = totp(secret, Some(&issuer), account)?;
    let address = totp.to_url().map_err(Error::broken)?;
    let code = QrCode::new(&address).map_err(Error::broken)?;
    let drawn = code
        .render::<svg::Color<'_>>()
        .min_dimensions(240, 240)
        .build();
    Ok(Enrolment {
        secret: BASE32_NOPAD.encode(secret),
        address,
        qr_svg: drawn,
    })
}

/// The half-minute whose code this is, if it is one of now and newer than the last one used.
///
/// A code of the half-minute before or after is taken too: clocks differ, and people type slowly.
pub fn step_of(
    secret: &[u8],
    code: &str,
    last_step: i64,
    now: Moment,
) -> Result<Option<i64>, Error> {
    let now = u64::try_from(now.epoch()).unwrap_or_default();
    let step = totp(secret, None, "code")?.check(code, now);
    let step = step.and_then(|step| i64::try_from(step).ok());
    Ok(step.filter(|step| *step > last_step))
}

/// Whether a code could be of an app; otherwise it may be a recovery code.
pub fn is_of_app(code: &str) -> bool {
    code.len() == 6 && code.bytes().all(|digit| digit.is_ascii_digit())
}

/// The recovery code of ten random bytes: sixteen letters and digits in groups of four.
pub fn recovery_code(bytes: [u8; 10]) -> String {
    let letters = BASE32_NOPAD.encode(&bytes).to_lowercase();
    let groups: Vec<String> = letters
        .as_bytes()
        .chunks(4)
        .map(|group| String::from_utf8_lossy(group).into_owned())
        .collect();
    groups.join("-")
}

/// The form in which a recovery code is kept. It has 80 bits of its own, so a plain digest is enough.
pub fn recovery_digest(code: &str) -> String {
    let plain: String = code.chars().filter(char::is_ascii_alphanumeric).collect();
    digest::sha256(plain.to_lowercase().as_bytes())
}

fn totp(secret: &[u8], issuer: Option<&str>, account: &str) -> Result<Totp, Error> {
    let builder = Builder::new()
        .with_secret(secret)
        .with_issuer(issuer.map(str::to_owned))
        .with_account_name(account.to_owned());
    builder.build().map_err(Error::broken)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(seconds: i64) -> Moment {
        Moment::new(chrono::DateTime::from_timestamp(seconds, 0).unwrap())
    }

    #[test]
    fn codes_are_those_of_rfc_6238() {
        // Appendix B, SHA-1, the last six digits of eight.
        for (seconds, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
        ] {
            let step = step_of(b"12345678901234567890", code, 0, at(seconds)).unwrap();
            assert_eq!(step, Some(seconds / 30), "{code}");
        }
    }

    #[test]
    fn a_code_is_taken_once_and_half_a_minute_early_or_late() {
        let secret = b"12345678901234567890";
        assert_eq!(step_of(secret, "287082", 1, at(59)).unwrap(), None, "used");
        assert_eq!(step_of(secret, "287082", 0, at(89)).unwrap(), Some(1));
        assert_eq!(step_of(secret, "287082", 0, at(90)).unwrap(), None);
        assert_eq!(step_of(secret, "287082", 0, at(29)).unwrap(), Some(1));
        assert_eq!(step_of(secret, "28708", 0, at(59)).unwrap(), None);
    }

    #[test]
    fn an_app_is_told_the_line_the_account_and_the_secret() {
        let told = enrolment(b"12345678901234567890", "Oak: Line", "ana@oak.example").unwrap();
        assert_eq!(told.secret, "GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ");
        assert!(
            told.address.starts_with("otpauth://totp/Oak%20%20Line:ana"),
            "{}",
            told.address
        );
        assert!(
            told.address
                .contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ")
        );
        assert!(told.qr_svg.contains("<svg"));
    }

    #[test]
    fn a_recovery_code_is_known_however_it_is_typed() {
        let code = recovery_code([0, 1, 2, 3, 4, 5, 6, 7, 8, 255]);
        assert_eq!(code.len(), 19);
        let typed = code.to_uppercase().replace('-', " ");
        assert_eq!(recovery_digest(&typed), recovery_digest(&code));
    }
}
