//! What stands before a name, or after one.

/// A title that people are addressed by.
pub(super) fn is_title(word: &str) -> bool {
    is_formal(word)
        || matches!(
            word,
            "doctor"
                | "professor"
                | "reverend"
                | "pastor"
                | "father"
                | "sister"
                | "brother"
                | "sir"
                | "madam"
                | "aunt"
                | "auntie"
                | "aunty"
                | "uncle"
                | "grandma"
                | "grandpa"
                | "granny"
                | "nana"
                | "nurse"
                | "officer"
                | "deputy"
                | "judge"
                | "coach"
                | "counselor"
                | "therapist"
                | "sergeant"
                | "rabbi"
                | "imam"
                | "cousin"
        )
}

/// A title that is written before nothing but a name.
pub(super) fn is_formal(word: &str) -> bool {
    matches!(
        word,
        "mr" | "mrs"
            | "ms"
            | "mx"
            | "dr"
            | "prof"
            | "rev"
            | "mister"
            | "missus"
            | "señor"
            | "señora"
            | "sgt"
            | "herr"
            | "frau"
    )
}

/// Somebody's relation to somebody.
pub(super) fn is_kin(word: &str) -> bool {
    matches!(
        word,
        "husband"
            | "wife"
            | "son"
            | "daughter"
            | "mother"
            | "mom"
            | "mum"
            | "father"
            | "dad"
            | "brother"
            | "sister"
            | "partner"
            | "boyfriend"
            | "girlfriend"
            | "fiance"
            | "fiancé"
            | "fiancee"
            | "fiancée"
            | "friend"
            | "roommate"
            | "neighbor"
            | "neighbour"
            | "boss"
            | "coworker"
            | "colleague"
            | "therapist"
            | "counselor"
            | "psychiatrist"
            | "doctor"
            | "nurse"
            | "sponsor"
            | "landlord"
            | "ex"
            | "uncle"
            | "aunt"
            | "cousin"
            | "nephew"
            | "niece"
            | "grandson"
            | "granddaughter"
            | "stepson"
            | "stepdaughter"
            | "stepfather"
            | "stepmother"
            | "stepdad"
            | "stepmom"
            | "grandmother"
            | "grandfather"
            | "kid"
            | "child"
            | "baby"
            | "girl"
            | "boy"
            | "twin"
            | "spouse"
            | "caseworker"
            | "supervisor"
            | "manager"
            | "peer"
            | "house"
            | "address"
            | "name"
            | "wedding"
            | "funeral"
            | "birthday"
    )
}

/// Whether the three words before, the nearest first, end by announcing a name.
pub(super) fn names_somebody(last: &str, second: &str, third: &str) -> bool {
    let is = |word: &str| {
        matches!(
            word,
            "is" | "was" | "be" | "being" | "are" | "were" | "got" | "gets" | "goes"
        )
    };
    let who = |word: &str| {
        matches!(
            word,
            "me" | "him" | "her" | "them" | "myself" | "himself" | "herself" | "us"
        )
    };
    let name = |word: &str| matches!(word, "name" | "names" | "nickname" | "surname");
    match last {
        "named" | "alias" | "nicknamed" => true,
        "name" | "surname" | "nickname" => {
            matches!(second, "first" | "last" | "maiden" | "full" | "real")
        }
        "is" | "was" | "are" => {
            name(second) || (matches!(second, "birth" | "person") && name(third))
        }
        "called" => {
            is(second)
                || matches!(
                    second,
                    "he's" | "she's" | "who's" | "somebody" | "someone" | "man" | "woman"
                )
        }
        "by" => is(third) || second == "goes",
        _ => who(last) && matches!(second, "call" | "calls" | "named" | "called" | "name"),
    }
}

/// Whether the two words before are how somebody gives their own name.
pub(super) fn calls_oneself(last: &str, second: &str) -> bool {
    matches!(last, "i'm" | "im")
        || (last == "am" && second == "i")
        || (last == "is" && second == "this")
}

/// A small word within a name.
pub(super) fn is_particle(word: &str) -> bool {
    matches!(
        word,
        "de" | "del"
            | "della"
            | "di"
            | "da"
            | "van"
            | "von"
            | "der"
            | "den"
            | "la"
            | "le"
            | "el"
            | "al"
            | "bin"
            | "y"
    )
}

/// What a person does, said after their name.
pub(super) fn is_deed(word: &str) -> bool {
    matches!(
        word,
        "is" | "was"
            | "has"
            | "had"
            | "said"
            | "says"
            | "told"
            | "called"
            | "calls"
            | "wants"
            | "wanted"
            | "thinks"
            | "feels"
            | "felt"
            | "asked"
            | "lives"
            | "lived"
            | "began"
            | "works"
            | "worked"
            | "went"
            | "came"
            | "left"
            | "died"
            | "and"
            | "who"
            | "will"
            | "would"
            | "does"
            | "did"
            | "doesn't"
            | "didn't"
            | "wasn't"
            | "isn't"
            | "thought"
            | "knows"
            | "knew"
            | "talked"
            | "spoke"
            | "shouted"
            | "spent"
            | "took"
            | "gave"
            | "made"
    )
}
