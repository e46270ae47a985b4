//! Which columns of an older log look as if they said who called. Errs on the side of refusing.

use unicode_normalization::UnicodeNormalization;

use crate::calls::note;

/// Words in the name of a column that holds something of a person, or free text in which it may stand.
const WORDS: &[&str] = &[
    "name",
    "names",
    "firstname",
    "lastname",
    "fullname",
    "surname",
    "nombre",
    "nombres",
    "apellido",
    "apellidos",
    "phone",
    "telephone",
    "tel",
    "telefono",
    "mobile",
    "movil",
    "cell",
    "cellphone",
    "celular",
    "fax",
    "ani",
    "callerid",
    "email",
    "mail",
    "correo",
    "address",
    "addr",
    "street",
    "direccion",
    "calle",
    "domicilio",
    "dob",
    "birth",
    "birthdate",
    "birthday",
    "nacimiento",
    "zip",
    "zipcode",
    "postal",
    "postcode",
    "postcodigo",
    "ssn",
    "itin",
    "ip",
    "case",
    "casenumber",
    "caso",
    "expediente",
    "mrn",
    "medicaid",
    "medicare",
    "license",
    "passport",
    "pasaporte",
    "id",
    "ids",
    "identifier",
    "identificador",
    "num",
    "note",
    "notes",
    "nota",
    "notas",
    "narrative",
    "comment",
    "comments",
    "comentario",
    "comentarios",
    "observaciones",
    "description",
    "descripcion",
    "recording",
    "diagnosis",
    "diagnostico",
    "url",
];

/// Whether the name of a column says that it tells who called.
pub fn by_name(column: &str) -> bool {
    let accents = |letter: &char| !('\u{300}'..='\u{36f}').contains(letter);
    let mut spaced = String::new();
    let mut after_small = false;
    for letter in column.nfd().filter(accents) {
        if letter.is_uppercase() && after_small {
            spaced.push(' ');
        }
        after_small = letter.is_lowercase();
        let letter = if letter.is_alphanumeric() {
            letter
        } else {
            ' '
        };
        spaced.extend(letter.to_lowercase());
    }
    spaced.split(' ').any(|word| WORDS.contains(&word))
}

/// Whether a cell looks like something that tells who called: an address, a number, a date.
pub fn by_content(cell: &str) -> bool {
    let cell = cell.trim();
    note::holds_electronic_address(cell) || is_number(cell) || is_date(cell)
}

/// Numbers of phones, of social security, ZIP codes.
fn is_number(cell: &str) -> bool {
    let parts: Vec<&str> = cell
        .split([' ', '-', '.', '(', ')', '+', '/'])
        .filter(|part| !part.is_empty())
        .collect();
    let digits = |part: &&str| part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.is_empty() || !parts.iter().all(digits) {
        return false;
    }
    let lengths: Vec<usize> = parts.iter().map(|part| part.len()).collect();
    matches!(lengths.as_slice(), [5] | [5 | 3, 4] | [3, 2, 4]) || lengths.iter().sum::<usize>() >= 7
}

/// Dates, which may be of birth.
fn is_date(cell: &str) -> bool {
    let parts: Vec<&str> = cell.split(['/', '-', '.']).collect();
    let digits = |part: &&str| {
        !part.is_empty() && part.len() <= 4 && part.bytes().all(|byte| byte.is_ascii_digit())
    };
    parts.len() == 3 && parts.iter().all(digits)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_column_is_known_by_its_name_in_either_language() {
        for column in [
            "Caller Name",
            "callerPhone",
            "E-mail Address",
            "DOB",
            "Zip Code",
            "Dirección",
            "Teléfono",
            "Case Number",
            "CALL_ID",
            "IP",
            "Narrative",
            "Fecha de nacimiento",
        ] {
            assert!(by_name(column), "{column}");
        }
        for column in [
            "Call Date",
            "Contact Type",
            "Reason",
            "Gender",
            "Idioma",
            "Motivo",
            "Minutes",
            "Zone",
        ] {
            assert!(!by_name(column), "{column}");
        }
    }

    #[test]
    fn a_cell_is_known_by_its_look() {
        for cell in [
            "jo@mail.example",
            "see https://x.example",
            "(510) 555-0100",
            "+15105550100",
            "510.555.0100",
            "555-0100",
            "123-45-6789",
            "94704",
            "94704-1234",
            "10.0.0.7",
            "2001:db8::1",
            "1/2/1970",
            "1970-01-02",
            "call jo@mail.example back",
        ] {
            assert!(by_content(cell), "{cell}");
        }
        for cell in [
            "",
            "support",
            "8",
            "25-34",
            "988",
            "Called 911",
            "yes",
            "housing; food",
            "10",
        ] {
            assert!(!by_content(cell), "{cell}");
        }
    }
}
