//! The audit log: who did what to which row. Never what was in the row.

pub mod store;

use crate::words::words;

words! {
    /// What was done.
    Action {
        SessionStarted = "session_started",
        SessionRefused = "session_refused",
        SessionRefreshed = "session_refreshed",
        RefreshTokenReused = "refresh_token_reused",
        SessionEnded = "session_ended",
        PersonInvited = "person_invited",
        InvitationAccepted = "invitation_accepted",
        TemplateMade = "template_made",
        ScheduleMade = "schedule_made",
        SchedulePublished = "schedule_published",
        ShiftClaimed = "shift_claimed",
        ShiftDropped = "shift_dropped",
        CallLogged = "call_logged",
        MonthClosed = "month_closed",
    }
}
