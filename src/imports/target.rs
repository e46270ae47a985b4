//! What a column of an older log may become. There is no target that would keep who called.

use crate::words::words;

/// What a column becomes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Target {
    /// Nothing: it is not read.
    Drop,
    /// A code of the phone number that called. The number itself is not kept.
    Caller,
    /// The e-mail of the peer who answered.
    Peer,
    /// A part of the times.
    Time(TimePart),
    /// An answer of the record.
    Answer(Field),
}

words! {
    /// Parts from which a call's times are made.
    TimePart {
        StartedAt = "started_at",
        StartedOn = "started_on",
        StartedTime = "started_time",
        EndedAt = "ended_at",
        EndedTime = "ended_time",
        Minutes = "minutes",
        Seconds = "seconds",
        Length = "length",
    }
}

impl TimePart {
    /// Whether it is read by formats.
    pub const fn has_formats(self) -> bool {
        !matches!(self, Self::Minutes | Self::Seconds | Self::Length)
    }
}

words! {
    /// Fields of the record that a column may become.
    Field {
        ContactType = "contact_type",
        Channel = "channel",
        CallerRelation = "caller_relation",
        Returning = "returning",
        InboundFrom = "inbound_from",
        HowHeard = "how_heard",
        Reasons = "reasons",
        IsolationMode = "isolation.mode",
        IsolationStart = "isolation.start",
        IsolationEnd = "isolation.end",
        WouldHaveDoneInstead = "would_have_done_instead",
        SupportsUsed = "supports_used",
        Escalation = "escalation",
        HandoffResult = "handoff_result",
        Referrals = "referrals",
        EndedBy = "ended_by",
        CallerRating = "caller_rating",
        AgeBand = "demographics.age_band",
        Gender = "demographics.gender",
        RaceEthnicity = "demographics.race_ethnicity",
        Veteran = "demographics.veteran",
        Language = "demographics.language",
        Region = "demographics.region",
        LivingAlone = "demographics.living_alone",
        PeerImpact = "peer_impact",
    }
}

impl Field {
    /// Whether it holds several answers, so that several columns may become it.
    pub const fn is_list(self) -> bool {
        matches!(
            self,
            Self::Reasons | Self::SupportsUsed | Self::Referrals | Self::RaceEthnicity
        )
    }
}

impl Target {
    /// The target of a name in the mapping.
    pub fn of(name: &str) -> Option<Self> {
        match name {
            "drop" => Some(Self::Drop),
            "caller" => Some(Self::Caller),
            "peer" => Some(Self::Peer),
            other => (other.parse().ok().map(Self::Time))
                .or_else(|| other.parse().ok().map(Self::Answer)),
        }
    }
}
