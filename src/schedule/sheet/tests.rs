//! Rosters as sheets: written, read, and what is wrong with them.

use super::*;
use crate::schedule::Needs;

const WALL: Wall = Wall(chrono_tz::America::Los_Angeles);

fn span(from: u32, to: u32) -> Span {
    let at = |hour| Moment::parse(&format!("2026-06-10T{hour:02}:00:00Z")).unwrap();
    Span {
        starts: at(from),
        ends: at(to),
    }
}

fn claim(number: u8, place: u8, span: Span) -> Claim {
    let id = format!("0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a{number:02}");
    Claim {
        id: id.parse().unwrap(),
        shift: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b".parse().unwrap(),
        seat: if place > 50 { Seat::Shadow } else { Seat::Crew },
        place,
        person: id.parse().unwrap(),
        name: format!("=Ana {number}"),
        span,
        claimed_at: span.starts,
        version: 0,
    }
}

/// In Los Angeles from 08:00 to 12:00, for two and a trainee.
fn staffed(claims: Vec<Claim>) -> Staffed {
    Staffed {
        shift: Shift {
            id: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6b".parse().unwrap(),
            schedule: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6c".parse().unwrap(),
            template: "0199a3f2-7c1d-7e07-9b5a-3f1c2d4e5a6d".parse().unwrap(),
            name: "Morning".to_owned(),
            local_date: "2026-06-10".parse().unwrap(),
            span: span(15, 19),
            needs: Needs {
                shadows: 1,
                ..Needs::only(crate::schedule::Crew::new(1, 2).unwrap())
            },
            published: true,
            cancelled: false,
            version: 1,
        },
        claims,
        leads: BTreeSet::new(),
    }
}

fn crew(claims: &[Claim]) -> Crew {
    let email = |claim: &Claim| {
        format!(
            "p{}@oak.example",
            claim.name.len() + usize::from(claim.place)
        )
    };
    Crew {
        emails: claims
            .iter()
            .map(|claim| (claim.person, email(claim).parse().unwrap()))
            .collect(),
        confirmed: claims.iter().take(1).map(|claim| claim.id).collect(),
    }
}

#[test]
fn each_place_has_a_row_and_a_shared_one_a_row_for_each_part() {
    let claims = vec![claim(1, 1, span(16, 18)), claim(2, 51, span(15, 19))];
    let text = csv(&[staffed(claims.clone())], &crew(&claims), WALL).unwrap();
    let sheet = Sheet::read(&text, b',').unwrap();
    let rows: Vec<String> = sheet
        .rows
        .iter()
        .map(|row| [3, 4, 7, 8, 11].map(|column| row.cell(column)).join(" "))
        .collect();
    assert_eq!(
        rows,
        [
            "08:00 09:00 crew 1 ",
            "09:00 11:00 crew 1 yes",
            "11:00 12:00 crew 1 ",
            "08:00 12:00 crew 2 ",
            "08:00 12:00 shadow 51 no",
        ]
    );
    assert!(text.contains("'=Ana 1"), "no spreadsheet runs a name");
}

#[test]
fn what_is_written_is_read_as_a_wish_about_the_same_shift_and_time() {
    let claims = vec![claim(1, 1, span(16, 18)), claim(2, 51, span(15, 19))];
    let staffed = staffed(claims.clone());
    let text = csv(std::slice::from_ref(&staffed), &crew(&claims), WALL).unwrap();
    let wishes = read(&text).unwrap();
    assert_eq!(
        (wishes.items.len(), wishes.empty, wishes.refused),
        (2, 3, 0)
    );
    for (wish, claim) in wishes.items.iter().zip(&claims) {
        assert!(wish.is_about(&staffed.shift, claim.span, WALL));
        assert!(!wish.is_about(&staffed.shift, span(15, 18), WALL));
        assert_eq!(wish.seat, claim.seat);
    }
}

#[test]
fn faults_name_row_and_column_and_all_of_them() {
    let text = "local_date,starts,ends,person_email,seat\n\
        10.6.2026,8am,12:00,ana,driver\n2026-06-10,08:00,12:00,ana@oak.example,\n\
        2026-06-10,08:00,12:00,Ana@oak.example,shadow\n2026-06-10,08:00,12:00,,\n";
    let wishes = read(text).unwrap();
    let said: Vec<_> = wishes
        .faults
        .iter()
        .map(|fault| (fault.pointer.as_deref().unwrap(), fault.code))
        .collect();
    assert_eq!(
        said,
        [
            ("/rows/2/local_date", "wrong_value"),
            ("/rows/2/starts", "wrong_value"),
            ("/rows/2/person_email", "wrong_value"),
            ("/rows/2/seat", "wrong_value"),
            ("/rows/4/person_email", "repeated"),
        ]
    );
    assert_eq!(
        (wishes.items.len(), wishes.empty, wishes.refused),
        (1, 1, 2)
    );
    assert_eq!(
        read("local_date,starts,ends\n").unwrap_err()[0].code,
        "column_missing"
    );
}
