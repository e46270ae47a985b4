//! Swaps as JSON.

use serde::de::value::SeqAccessDeserializer;
use serde::de::{Error as _, SeqAccess, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use utoipa::openapi::{ArrayBuilder, OneOfBuilder};
use utoipa::openapi::{ObjectBuilder, RefOr, Schema, Type};
use utoipa::{PartialSchema, ToSchema};

use crate::clock::Moment;
use crate::http::Page;
use crate::id::{PersonId, ShiftId, SwapAcceptanceId, SwapOfferId};
use crate::schedule::Seat;
use crate::schedule::swaps::asked::Asked;
use crate::schedule::swaps::{Acceptance, MOST_ADDRESSEES, Offer, OfferState};

/// To whom an offer is made: `"all"`, or a list of people.
#[derive(Clone, Debug)]
pub struct ToWhom(Option<Vec<PersonId>>);

impl<'de> Deserialize<'de> for ToWhom {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        struct AllOrSome;

        impl<'de> Visitor<'de> for AllOrSome {
            type Value = ToWhom;

            fn expecting(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.write_str("\"all\" or a list of people")
            }

            fn visit_str<E: serde::de::Error>(self, text: &str) -> Result<ToWhom, E> {
                if text == "all" {
                    return Ok(ToWhom(None));
                }
                Err(E::custom("Say \"all\", or name people by their ids."))
            }

            fn visit_seq<A: SeqAccess<'de>>(self, items: A) -> Result<ToWhom, A::Error> {
                let people = Vec::deserialize(SeqAccessDeserializer::new(items));
                people
                    .map(|people| ToWhom(Some(people)))
                    .map_err(A::Error::custom)
            }
        }

        deserializer.deserialize_any(AllOrSome)
    }
}

impl Serialize for ToWhom {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match &self.0 {
            None => serializer.serialize_str("all"),
            Some(people) => people.serialize(serializer),
        }
    }
}

impl PartialSchema for ToWhom {
    fn schema() -> RefOr<Schema> {
        let all = ObjectBuilder::new()
            .schema_type(Type::String)
            .enum_values(Some(["all"]));
        let some = ArrayBuilder::new()
            .items(PersonId::schema())
            .min_items(Some(1))
            .max_items(Some(MOST_ADDRESSEES));
        OneOfBuilder::new().item(all).item(some).into()
    }
}

impl ToSchema for ToWhom {}

/// A place to be offered, or a part of it.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct OfferBody {
    /// On which shift the place is.
    shift_id: ShiftId,
    /// Whose place it is, if a supervisor offers it for somebody who is away.
    #[serde(default)]
    pub(super) person_id: Option<PersonId>,
    /// When the part begins that is offered; with the place if not given. A part is of whole quarter hours and at least
    /// 60 minutes long, and so is what remains.
    #[serde(default)]
    starts_at: Option<Moment>,
    /// When it ends; with the place if not given.
    #[serde(default)]
    ends_at: Option<Moment>,
    /// To whom: `"all"`, or 1 to 20 peers.
    to: ToWhom,
    /// The shifts of which one is taken in return; none if the place is given away.
    #[serde(default)]
    #[schema(max_items = 10)]
    in_return: Vec<ShiftId>,
    /// Until when it may be accepted: at the latest, and if not given, until what is offered begins.
    #[serde(default)]
    expires_at: Option<Moment>,
}

impl OfferBody {
    pub(super) fn asked(self, id: SwapOfferId, person: PersonId) -> Asked {
        Asked {
            id,
            shift: self.shift_id,
            person,
            starts: self.starts_at,
            ends: self.ends_at,
            to: self.to.0,
            returns: self.in_return,
            expires_at: self.expires_at,
        }
    }
}

/// An offer to be taken up.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct AcceptanceBody {
    /// A version 7 UUID that you make.
    pub(super) id: SwapAcceptanceId,
    /// Who accepts, if a supervisor does it for somebody who is away.
    #[serde(default)]
    pub(super) person_id: Option<PersonId>,
    /// On which shift you give your place in return; needed if the offer asks for one.
    #[serde(default)]
    pub(super) return_shift_id: Option<ShiftId>,
}

/// Who took an offer up.
#[derive(Serialize, ToSchema)]
pub struct AcceptanceView {
    /// Its id.
    id: SwapAcceptanceId,
    /// Who.
    person_id: PersonId,
    /// On which shift they give their place in return; null if for nothing.
    return_shift_id: Option<ShiftId>,
    /// When.
    accepted_at: Moment,
    /// By whom: a supervisor, if they did it for them.
    accepted_by: PersonId,
    /// When it was refused or taken back.
    refused_at: Option<Moment>,
    /// By whom.
    refused_by: Option<PersonId>,
    /// When the places changed hands.
    settled_at: Option<Moment>,
    /// By whom it was approved, or accepted if it needed no approval.
    settled_by: Option<PersonId>,
    /// When they changed hands again.
    undone_at: Option<Moment>,
    /// By whom.
    undone_by: Option<PersonId>,
}

impl AcceptanceView {
    fn new(acceptance: &Acceptance) -> Self {
        Self {
            id: acceptance.id,
            person_id: acceptance.person,
            return_shift_id: acceptance.gives.map(|(_, shift)| shift),
            accepted_at: acceptance.accepted.at,
            accepted_by: acceptance.accepted.person,
            refused_at: acceptance.refused.map(|by| by.at),
            refused_by: acceptance.refused.map(|by| by.person),
            settled_at: acceptance.settled.map(|by| by.at),
            settled_by: acceptance.settled.map(|by| by.person),
            undone_at: acceptance.undone.map(|by| by.at),
            undone_by: acceptance.undone.map(|by| by.person),
        }
    }
}

/// A place, or a part of it, that is or was offered.
#[derive(Serialize, ToSchema)]
pub struct SwapView {
    /// Its id.
    id: SwapOfferId,
    /// How far it has come.
    state: OfferState,
    /// The shift.
    shift_id: ShiftId,
    /// Whose place it is.
    person_id: PersonId,
    /// What colleagues call them.
    name: String,
    /// As what they are there.
    seat: Seat,
    /// When what is offered begins.
    starts_at: Moment,
    /// When it ends.
    ends_at: Moment,
    /// To whom: `"all"`, or the peers named. Whoever is named sees themselves alone.
    to: ToWhom,
    /// The shifts of which one is taken in return.
    in_return: Vec<ShiftId>,
    /// When it was offered.
    offered_at: Moment,
    /// By whom: a supervisor, if they did it for them.
    offered_by: PersonId,
    /// Until when it may be accepted.
    expires_at: Moment,
    /// When it was withdrawn.
    withdrawn_at: Option<Moment>,
    /// Who declined. Whoever is named sees themselves alone.
    declined_by: Vec<PersonId>,
    /// Who took it up; all but the last were refused. Peers see their own, and the offerer all.
    acceptances: Vec<AcceptanceView>,
}

impl SwapView {
    /// An offer as everybody concerned sees it, or as one of the others does: of others than themselves they learn
    /// nothing.
    pub(super) fn new(offer: &Offer, only: Option<PersonId>, now: Moment) -> Self {
        let shown = |person| only.is_none_or(|me| me == person);
        let named = offer.to.iter().filter(|one| shown(one.person));
        let declined = named.clone().filter(|one| one.declined.is_some());
        let acceptances = offer.acceptances.iter().filter(|one| shown(one.person));
        let to = ToWhom((!offer.to.is_empty()).then(|| named.map(|one| one.person).collect()));
        Self {
            id: offer.id,
            state: offer.state(now),
            shift_id: offer.place.shift,
            person_id: offer.place.person,
            name: offer.place.name.clone(),
            seat: offer.place.seat,
            starts_at: offer.span.starts,
            ends_at: offer.span.ends,
            to,
            in_return: offer.returns.clone(),
            offered_at: offer.offered.at,
            offered_by: offer.offered.person,
            expires_at: offer.expires_at,
            withdrawn_at: offer.withdrawn.map(|by| by.at),
            declined_by: declined.map(|one| one.person).collect(),
            acceptances: acceptances.map(AcceptanceView::new).collect(),
        }
    }
}

/// A page of offers.
#[derive(Serialize, ToSchema)]
pub struct SwapList {
    /// The offers, the newest first.
    pub(super) items: Vec<SwapView>,
    /// The cursor of the next page.
    pub(super) next: Option<String>,
}

impl Page for SwapList {
    fn next(&self) -> Option<&str> {
        self.next.as_deref()
    }
}
