//! By what a report may be broken down: a reviewed list, and nothing else can be asked for.

use crate::words::words;

words! {
    /// By what a report may be broken down.
    Dimension {
        Channel = "channel",
        ContactType = "contact_type",
        HourOfWeek = "hour_of_week",
        Reason = "reason",
        AnyReason = "any_reason",
        Returning = "returning",
        InboundFrom = "inbound_from",
        HowHeard = "how_heard",
        AgeBand = "age_band",
        Gender = "gender",
        RaceEthnicity = "race_ethnicity",
        Veteran = "veteran",
        Language = "language",
        Region = "region",
        LivingAlone = "living_alone",
        WouldHaveDoneInstead = "would_have_done_instead",
        Escalation = "escalation",
        HandoffResult = "handoff_result",
        Destination = "destination",
        ContinuumPlace = "continuum_place",
        Instrument = "instrument",
    }
}
