//! Where access tokens are made, sound ones and hostile ones. Whoever makes them knows the public key and, for most, even
//! signs with the server's own key, so that the one thing that is wrong must keep a token out.

use aws_lc_rs::hmac;
use aws_lc_rs::signature::{Ed25519KeyPair, KeyPair};
use data_encoding::{BASE64, BASE64URL, BASE64URL_NOPAD};
use serde_json::{Value, json};
use warmline::id::PersonId;
use warmline::people::ring::Key;

use crate::line::{Actor, Line};

/// The order of Ed25519's group, little end first: a signature stays true when it is added, if the server is careless.
const ORDER: [u8; 32] = [
    0xed, 0xd3, 0xf5, 0x5c, 0x1a, 0x63, 0x12, 0x58, 0xd6, 0x9c, 0xf7, 0xa2, 0xde, 0xf9, 0xde, 0x14,
    0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x10,
];

/// A token and what is wrong with it.
pub(crate) type Case = (String, String);

/// Where tokens are made, sound ones and others.
pub(crate) struct Forge {
    /// The server's own key.
    pub(crate) own: Ed25519KeyPair,
    /// Somebody else's key.
    foreign: Ed25519KeyPair,
    now: i64,
    /// A sound header.
    pub(crate) header: Value,
    /// Sound claims.
    pub(crate) claims: Value,
}

pub(crate) fn pair(pkcs8: &[u8]) -> Ed25519KeyPair {
    Ed25519KeyPair::from_pkcs8(pkcs8).unwrap()
}

fn coded(part: impl AsRef<[u8]>) -> String {
    BASE64URL_NOPAD.encode(part.as_ref())
}

/// The two parts of a token that are signed.
fn body(header: impl AsRef<[u8]>, payload: impl AsRef<[u8]>) -> String {
    format!("{}.{}", coded(header), coded(payload))
}

fn signed(body: &str, key: &Ed25519KeyPair) -> String {
    format!("{body}.{}", coded(key.sign(body.as_bytes())))
}

/// An object with some fields set, or taken out where null is given for them.
pub(crate) fn with(object: &Value, fields: &Value) -> Value {
    let mut object = object.as_object().unwrap().clone();
    for (name, value) in fields.as_object().unwrap() {
        if value.is_null() {
            object.shift_remove(name);
        } else {
            object.insert(name.clone(), value.clone());
        }
    }
    Value::Object(object)
}

/// The claims of a token that the server gave.
pub(crate) fn claims_of(actor: &Actor<'_>) -> Value {
    let token = actor.token.clone().unwrap();
    let payload = token.split('.').nth(1).unwrap();
    serde_json::from_slice(&BASE64URL_NOPAD.decode(payload.as_bytes()).unwrap()).unwrap()
}

impl Forge {
    pub(crate) fn new(line: &Line, actor: &Actor<'_>) -> Self {
        Self {
            own: pair(&line.signing_key),
            foreign: pair(&Key::generate().unwrap()),
            now: line.now().epoch(),
            header: json!({"typ": "at+jwt", "alg": "EdDSA", "kid": "test"}),
            claims: claims_of(actor),
        }
    }

    /// A token whose header differs so far, rightly signed.
    fn headed(&self, fields: &Value) -> String {
        let header = with(&self.header, fields).to_string();
        signed(&body(header, self.claims.to_string()), &self.own)
    }

    /// A token whose claims differ so far, rightly signed.
    pub(crate) fn claiming(&self, fields: &Value) -> String {
        self.carrying(with(&self.claims, fields).to_string())
    }

    /// A token with any payload, rightly signed.
    fn carrying(&self, payload: impl AsRef<[u8]>) -> String {
        signed(&body(self.header.to_string(), payload), &self.own)
    }

    pub(crate) fn sound(&self) -> String {
        self.claiming(&json!({}))
    }

    /// The claims of a token that is made now.
    pub(crate) fn fresh_claims(&self) -> Value {
        let now = self.now;
        with(
            &self.claims,
            &json!({"iat": now, "nbf": now, "exp": now + 600}),
        )
    }

    /// Tokens that must not enter, for one's own account or another's.
    pub(crate) fn hostile(&self, own: PersonId, other: PersonId) -> Vec<Case> {
        [
            self.algorithms(),
            self.keys(),
            self.headers(),
            self.times(),
            self.claims(own),
            self.payloads(other),
            self.shapes(),
        ]
        .concat()
    }

    /// The algorithm is none, or one for which the public key is enough, or not the one that signed.
    fn algorithms(&self) -> Vec<Case> {
        let mut cases = Vec::new();
        let claims = self.claims.to_string();
        for alg in ["none", "None", "NONE", "nOnE", ""] {
            let header = with(&self.header, &json!({"alg": alg})).to_string();
            let unsigned = body(&header, &claims);
            cases.push((format!("alg {alg:?}, unsigned"), format!("{unsigned}.")));
            cases.push((format!("alg {alg:?}, signed"), signed(&unsigned, &self.own)));
        }
        let raw = self.own.public_key().as_ref();
        let spki = [
            &b"\x30\x2a\x30\x05\x06\x03\x2b\x65\x70\x03\x21\x00"[..],
            raw,
        ]
        .concat();
        let pem = format!(
            "-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n",
            BASE64.encode(&spki)
        );
        for (form, secret) in [
            ("raw", raw.to_vec()),
            ("in base64", BASE64.encode(raw).into_bytes()),
            ("in base64url", coded(raw).into_bytes()),
            ("in DER", spki.clone()),
            ("in PEM", pem.clone().into_bytes()),
            ("left out", Vec::new()),
        ] {
            for (alg, hash) in [
                ("HS256", hmac::HMAC_SHA256),
                ("HS384", hmac::HMAC_SHA384),
                ("HS512", hmac::HMAC_SHA512),
            ] {
                let header = with(&self.header, &json!({"alg": alg})).to_string();
                let body = body(&header, &claims);
                let tag = hmac::sign(&hmac::Key::new(hash, &secret), body.as_bytes());
                let token = format!("{body}.{}", coded(tag));
                cases.push((format!("{alg} with the public key {form}"), token));
            }
        }
        for alg in ["RS256", "PS256", "ES256", "Ed25519", "eddsa", "HS256"] {
            let token = self.headed(&json!({"alg": alg}));
            cases.push((format!("{alg} over our signature"), token));
        }
        cases.push(("no alg".to_owned(), self.headed(&json!({"alg": null}))));
        cases
    }

    /// The key is another, or is named so that a careless look-up finds one.
    fn keys(&self) -> Vec<Case> {
        let sound = body(self.header.to_string(), self.claims.to_string());
        let mut cases = vec![(
            "a foreign key under our name".to_owned(),
            signed(&sound, &self.foreign),
        )];
        for kid in [
            json!(null),
            json!(""),
            json!("other"),
            json!("TEST"),
            json!(" test"),
            json!("test\u{0}"),
            json!("../../etc/passwd"),
            json!("/dev/null"),
            json!("test' OR '1'='1"),
            json!("'; DROP TABLE people; --"),
            json!(["test"]),
            json!({"test": "test"}),
            json!(0),
            json!(true),
        ] {
            let header = with(&self.header, &json!({"kid": kid})).to_string();
            let token = body(header, self.claims.to_string());
            cases.push((format!("kid {kid}"), signed(&token, &self.own)));
            cases.push((format!("kid {kid}, foreign"), signed(&token, &self.foreign)));
        }
        cases
    }

    /// The header leads elsewhere, or says that the token is of another kind.
    fn headers(&self) -> Vec<Case> {
        let x = coded(self.foreign.public_key());
        let jwk = json!({"kty": "OKP", "crv": "Ed25519", "x": x, "kid": "test", "alg": "EdDSA"});
        let mut cases = Vec::new();
        for fields in [
            json!({"jku": "https://attacker.example/keys.json"}),
            json!({"jwk": jwk}),
            json!({"x5u": "https://attacker.example/chain.pem"}),
            json!({"x5c": [BASE64.encode(self.foreign.public_key().as_ref())]}),
            json!({"x5t": "AAAA"}),
            json!({"crit": ["exp"]}),
            json!({"crit": []}),
            json!({"crit": ["b64"], "b64": false}),
            json!({"b64": false}),
            json!({"cty": "JWT"}),
            json!({"zip": "DEF"}),
            json!({"enc": "A256GCM"}),
            json!({"admin": true}),
            json!({"typ": null}),
            json!({"typ": ""}),
            json!({"typ": "JWT"}),
            json!({"typ": "at+JWT "}),
            json!({"typ": "refresh+jwt"}),
            json!({"typ": ["at+jwt"]}),
        ] {
            let header = with(&self.header, &fields).to_string();
            let token = body(header, self.claims.to_string());
            cases.push((format!("header {fields}"), signed(&token, &self.own)));
            let foreign = signed(&token, &self.foreign);
            cases.push((format!("header {fields}, foreign"), foreign));
        }
        let header = self.header.to_string();
        let inner = header.strip_prefix('{').unwrap();
        for header in [
            format!(r#"{{"alg":"none",{inner}"#),
            format!(r#"{{"kid":"other",{inner}"#),
            format!("{header} {{}}"),
            format!("[{header}]"),
            "null".to_owned(),
            String::new(),
        ] {
            let token = body(&header, self.claims.to_string());
            cases.push((format!("header {header}"), signed(&token, &self.own)));
        }
        cases
    }

    /// The times do not hold, or are none.
    fn times(&self) -> Vec<Case> {
        let now = self.now;
        let soon = now + 300;
        let mut cases = Vec::new();
        for (exp, iat, nbf) in [
            (now - 5, now - 605, now - 605),
            (now - 86_400, now - 87_000, now - 87_000),
            (now + 600, now, now + 6),
            (now + 606, now + 6, now),
            (now + 601, now, now),
            (now + 86_400, now, now),
            (soon, now - 86_400, now),
            (i64::MAX, now, now),
            (i64::MAX, i64::MAX, now),
            (i64::MAX, i64::MAX, i64::MAX),
            (soon, i64::MIN, now),
            (i64::MIN, i64::MIN, i64::MIN),
            (-soon, now, now),
            (0, 0, 0),
        ] {
            let fields = json!({"exp": exp, "iat": iat, "nbf": nbf});
            cases.push((format!("claims {fields}"), self.claiming(&fields)));
        }
        for (name, at) in [("exp", soon), ("iat", now), ("nbf", now)] {
            let whole: Value = serde_json::from_str(&format!("{at}.0")).unwrap();
            let broken: Value = serde_json::from_str(&format!("{at}.5")).unwrap();
            for value in [
                json!(null),
                json!(at.to_string()),
                whole,
                broken,
                json!([at]),
                json!(u64::MAX),
                json!(1e300),
                json!(true),
            ] {
                let token = self.claiming(&json!({name: value}));
                cases.push((format!("{name} {value}"), token));
            }
        }
        cases
    }

    /// The token is of another issuer or for another audience, or lacks a claim, or has one that is no id.
    fn claims(&self, own: PersonId) -> Vec<Case> {
        let mut cases = Vec::new();
        for fields in [
            json!({"iss": "attacker"}),
            json!({"iss": ""}),
            json!({"iss": null}),
            json!({"iss": ["warmline", "attacker"]}),
            json!({"aud": "other-api"}),
            json!({"aud": "warmline-api "}),
            json!({"aud": null}),
            json!({"aud": ["warmline-api", "other-api"]}),
            json!({"aud": []}),
            json!({"sub": null}),
            json!({"sub": ""}),
            json!({"sub": "me"}),
            json!({"sub": "ana@oak.example"}),
            json!({"sub": 1}),
            json!({"sub": [own]}),
            json!({"sub": format!("{own}' OR '1'='1")}),
            json!({"sub": "9f0c5d3e-1111-4222-8333-444455556666"}),
            json!({"sid": null}),
            json!({"sid": ""}),
            json!({"sid": {"sid": own}}),
            json!({"sid": own}),
            json!({"jti": null}),
            json!({"jti": "x"}),
            json!({"roles": ["admin"]}),
        ] {
            cases.push((format!("claims {fields}"), self.claiming(&fields)));
        }
        cases
    }

    /// The payload is not what JSON is, or says a thing twice.
    fn payloads(&self, other: PersonId) -> Vec<Case> {
        let claims = self.claims.to_string();
        let inner = claims.strip_prefix('{').unwrap();
        let open = claims.strip_suffix('}').unwrap();
        let (sub, sid) = (&self.claims["sub"], &self.claims["sid"]);
        let late = self.now + 86_400;
        let not_utf8 = |before: &str| [before.as_bytes(), b"\xff\"}"].concat();
        [
            ("sub twice", format!(r#"{{"sub":"{other}",{inner}"#).into()),
            (
                "sub twice, the same",
                format!(r#"{open},"sub":{sub}}}"#).into(),
            ),
            (
                "sub twice, ours first",
                format!(r#"{open},"sub":"{other}"}}"#).into(),
            ),
            ("sid twice", format!(r#"{open},"sid":{sid}}}"#).into()),
            ("exp twice", format!(r#"{open},"exp":{late}}}"#).into()),
            ("iss twice", format!(r#"{{"iss":"attacker",{inner}"#).into()),
            (
                "an unknown claim that is not UTF-8",
                not_utf8(&format!(r#"{open},"name":""#)),
            ),
            (
                "a jti that is not UTF-8",
                not_utf8(&format!(r#"{open},"jti":""#)),
            ),
            ("bytes", vec![0xff, 0xfe, 0x00]),
            ("trailing garbage", format!("{claims}x").into()),
            ("two payloads", format!("{claims}{claims}").into()),
            ("cut", open.to_owned().into()),
            ("in an array", format!("[{claims}]").into()),
            ("as a text", json!(claims).to_string().into()),
            ("a mark before", format!("\u{feff}{claims}").into()),
            ("nothing", Vec::new()),
            ("null", "null".into()),
            ("deep", "[".repeat(20_000).into()),
        ]
        .into_iter()
        .map(|(about, payload): (_, Vec<u8>)| (format!("payload: {about}"), self.carrying(payload)))
        .collect()
    }

    /// The token is cut, padded, spaced, or has too few or too many parts.
    fn shapes(&self) -> Vec<Case> {
        let sound = self.sound();
        let (body, signature) = sound.rsplit_once('.').unwrap();
        let (header, payload) = body.split_once('.').unwrap();
        let raw = BASE64URL_NOPAD.decode(signature.as_bytes()).unwrap();
        let other = self.claiming(&json!({"exp": self.now + 599}));
        let other_payload = other.split('.').nth(1).unwrap();
        let padded =
            |part: &str| BASE64URL.encode(&BASE64URL_NOPAD.decode(part.as_bytes()).unwrap());
        let padded = format!("{}.{}", padded(header), padded(payload));
        let (half, rest) = sound.split_at(sound.len() / 2);
        [
            ("the signature cut", format!("{body}.{}", coded(&raw[..63]))),
            (
                "half the signature",
                format!("{body}.{}", coded(&raw[..32])),
            ),
            (
                "a signature of naughts",
                format!("{body}.{}", coded([0; 64])),
            ),
            (
                "the signature twice",
                format!("{body}.{signature}{signature}"),
            ),
            (
                "the signature's S raised by the order",
                format!("{body}.{}", coded(raised(&raw))),
            ),
            (
                "stray bits after the signature",
                format!("{body}.{}", with_stray_bits(signature)),
            ),
            (
                "the signature of another payload",
                format!("{header}.{other_payload}.{signature}"),
            ),
            ("an empty signature", format!("{body}.")),
            ("two parts", body.to_owned()),
            ("one part", header.to_owned()),
            ("four parts", format!("{sound}.{signature}")),
            (
                "five parts",
                format!("{header}.{payload}.{payload}.{signature}.{signature}"),
            ),
            ("no header", format!(".{payload}.{signature}")),
            ("no payload", format!("{header}..{signature}")),
            ("dots", "..".to_owned()),
            ("padding", format!("{}=", signed(&padded, &self.own))),
            ("padding after the signature", format!("{sound}==")),
            ("in lower case", sound.to_lowercase()),
            ("in upper case", sound.to_uppercase()),
            ("a space inside", format!("{half} {rest}")),
            ("a tab inside", format!("{half}\t{rest}")),
            ("itself twice", format!("{sound},{sound}")),
            ("in quotes", format!("\"{sound}\"")),
            ("Bearer twice", format!("Bearer {sound}")),
            ("100 KB of one letter", "A".repeat(100 << 10)),
            (
                "100 KB after the signature",
                format!("{sound}{}", "A".repeat(100 << 10)),
            ),
            ("100 KB of dots", ".".repeat(100 << 10)),
            ("nothing", String::new()),
        ]
        .into_iter()
        .map(|(about, token)| (about.to_owned(), token))
        .collect()
    }
}

/// A signature with the group's order added to its second half.
fn raised(signature: &[u8]) -> Vec<u8> {
    let mut carry = 0;
    let mut raised = signature[..32].to_vec();
    for (byte, add) in signature[32..].iter().zip(ORDER) {
        let [low, high] = (u16::from(*byte) + u16::from(add) + carry).to_le_bytes();
        raised.push(low);
        carry = u16::from(high);
    }
    raised
}

/// A signature's text whose last letter has a bit set that stands for nothing.
fn with_stray_bits(signature: &str) -> String {
    let letters = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_";
    let last = signature.chars().last().unwrap();
    let next = letters.chars().skip_while(|letter| *letter != last).nth(1);
    let kept = signature.strip_suffix(last).unwrap();
    format!("{kept}{}", next.unwrap())
}
