//! The audit log: who did what to which row. Never what was in the row.

pub mod api;
pub mod chain;
pub mod changes;
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
        PasswordResetMade = "password_reset_made",
        PasswordReset = "password_reset",
        PasswordChanged = "password_changed",
        ProfileChanged = "profile_changed",
        RolesChanged = "roles_changed",
        PersonSuspended = "person_suspended",
        PersonRestored = "person_restored",
        SecondFactorBegun = "second_factor_begun",
        SecondFactorConfirmed = "second_factor_confirmed",
        SecondFactorRemoved = "second_factor_removed",
        RecoveryCodeUsed = "recovery_code_used",
        ProofRefused = "proof_refused",
        ReportTokenMade = "report_token_made",
        ReportTokenRevoked = "report_token_revoked",
        QualificationAdded = "qualification_added",
        QualificationRecorded = "qualification_recorded",
        QualificationWithdrawn = "qualification_withdrawn",
        TemplateMade = "template_made",
        ScheduleMade = "schedule_made",
        SchedulePublished = "schedule_published",
        ShiftClaimed = "shift_claimed",
        ShiftDropped = "shift_dropped",
        TemplateChanged = "template_changed",
        TemplateRetired = "template_retired",
        ScheduleFilled = "schedule_filled",
        ScheduleTakenBack = "schedule_taken_back",
        HolidayAdded = "holiday_added",
        HolidayRemoved = "holiday_removed",
        ShiftMade = "shift_made",
        ShiftChanged = "shift_changed",
        ShiftCancelled = "shift_cancelled",
        ShiftRestored = "shift_restored",
        AvailabilityChanged = "availability_changed",
        ExceptionRecorded = "exception_recorded",
        ExceptionWithdrawn = "exception_withdrawn",
        TimeOffRecorded = "time_off_recorded",
        TimeOffWithdrawn = "time_off_withdrawn",
        DutyTokenMade = "duty_token_made",
        DutyTokenRevoked = "duty_token_revoked",
        CalendarFeedMade = "calendar_feed_made",
        CalendarFeedRevoked = "calendar_feed_revoked",
        PlaceImported = "place_imported",
        ShiftAssigned = "shift_assigned",
        ShiftTakenBack = "shift_taken_back",
        RulesOverridden = "rules_overridden",
        WaitBegun = "wait_begun",
        WaitLeft = "wait_left",
        WaitFilled = "wait_filled",
        PlaceConfirmed = "place_confirmed",
        CheckedIn = "checked_in",
        CheckedOut = "checked_out",
        NoShowNoted = "no_show_noted",
        NoShowTakenBack = "no_show_taken_back",
        CoverRequested = "cover_requested",
        CoverWithdrawn = "cover_withdrawn",
        CoverAsked = "cover_asked",
        CoverDeclined = "cover_declined",
        PlaceCovered = "place_covered",
        SwapOffered = "swap_offered",
        SwapWithdrawn = "swap_withdrawn",
        SwapDeclined = "swap_declined",
        SwapAccepted = "swap_accepted",
        SwapRefused = "swap_refused",
        SwapSettled = "swap_settled",
        SwapUndone = "swap_undone",
        CallLogged = "call_logged",
        CallRead = "call_read",
        NoteKept = "note_kept",
        NoteRead = "note_read",
        NoteDestroyed = "note_destroyed",
        NoteKeyDestroyed = "note_key_destroyed",
        MonthClosed = "month_closed",
        MonthReleased = "month_released",
        ReleaseBlocked = "release_blocked",
        ReportPulled = "report_pulled",
        AuditRead = "audit_read",
        SettingsChanged = "settings_changed",
        RegionAdded = "region_added",
        DraftSaved = "draft_saved",
        DraftDiscarded = "draft_discarded",
        CallAmended = "call_amended",
        DebriefRequested = "debrief_requested",
        DebriefClaimed = "debrief_claimed",
        DebriefGivenBack = "debrief_given_back",
        DebriefDone = "debrief_done",
        RetentionDone = "retention_done",
        CallerKeyShredded = "caller_key_shredded",
        MeasureTaken = "measure_taken",
        ResourceAdded = "resource_added",
        ResourceChanged = "resource_changed",
        ResourceChecked = "resource_checked",
        TallyRecorded = "tally_recorded",
        TallyCorrected = "tally_corrected",
        CallsImported = "calls_imported",
    }
}

words! {
    /// What came of it.
    Outcome {
        Done = "done",
        Refused = "refused",
    }
}

impl Action {
    /// What came of it: an action that is by its nature a refusal was refused.
    pub const fn outcome(self) -> Outcome {
        match self {
            Self::SessionRefused | Self::RefreshTokenReused | Self::ProofRefused => {
                Outcome::Refused
            }
            _ => Outcome::Done,
        }
    }
}
