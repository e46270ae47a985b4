# The call form in English. A field has a label and a sentence that helps; a value has a label.
# Read by tired volunteers in the middle of the night: short words, no blame, nothing to puzzle over.

## Stages
Stage-start = As the call begins
Stage-during = During the call
Stage-end = Before you say goodbye
Stage-after = After the call

## Fields
started_at = Began at
    .help = When you picked up. A minute more or less does not matter.
channel = How you spoke
    .help = By voice, in writing, or by calling back.
contact_type = Kind of contact
    .help = If it was not a support contact, this and the times are all we need.
caller-phone = Caller's number
    .help = Only to see whether somebody calls again. The number itself is never kept.
caller-code_word = Caller's code word
    .help = Two or more words the caller chose, for those who would rather not use a number. They are never kept.
returning = Called us before?
    .help = As the caller tells it. There is no need to press.
caller_relation = Who the call is about
    .help = Whether the caller calls for themselves or out of worry for somebody else.
isolation-start-status = First feeling: did you ask?
    .help = Ask early, if it feels right. “Not the right moment” is a good answer too.
isolation-start-rating = How alone at the start
    .help = “Right now, how alone do you feel, from 0 to 10?” Take the number as it is given.
    .minimum = Not at all alone
    .maximum = Completely alone
reasons = What it was about
    .help = Up to five; put the main one first. Your best guess is good enough.
supports_used = What you offered
    .help = Everything you did counts, and listening is a lot.
escalation = Did you bring anybody in?
    .help = Help from a supervisor counts too. You did not have to carry it alone.
handoff_result = What became of the hand-off
    .help = As far as you know when the call ends.
referrals = Where you pointed the caller
    .help = Each place you named, and what the caller made of it. None is fine.
referrals-destination = Place or service
    .help = The nearest fit is good enough.
referrals-result = What the caller made of it
    .help = As they said it. Nobody has to accept anything.
inbound_from = Where the call came from
    .help = Direct, or passed on by another line.
how_heard = How they heard of us
    .help = Only if it comes up by itself.
demographics-age_band = Age
    .help = Only if the caller tells you, and only roughly.
demographics-gender = Gender
    .help = As the caller names it. Please do not guess from a voice.
demographics-race_ethnicity = Race and ethnicity
    .help = As the caller names it, several if they name several. Please do not guess.
demographics-veteran = Served in the armed forces
    .help = Only if the caller tells you.
demographics-language = Language they would rather speak
    .help = Not always the one you spoke together.
demographics-region = Region
    .help = Only the wide area, never a town or a street.
demographics-living_alone = Lives alone
    .help = Only if the caller tells you.
isolation-end-status = Feeling at the end: did you ask?
    .help = Ask once more before goodbye, if it feels right.
isolation-end-rating = How alone at the end
    .help = The same question again. A higher number is not your fault.
    .minimum = Not at all alone
    .maximum = Completely alone
isolation-mode = When you asked for the first number
    .help = Needed with any number: it tells us what the two numbers can show.
would_have_done_instead = Without us, what would they have done?
    .help = “If you had not reached us, what would you have done?” Only in the caller's own words.
caller_rating = “Did this help?”
    .help = The caller's own answer, from 1 to 5. Thank them for any answer.
ended_at = Ended at
    .help = When you said goodbye or the line went quiet.
ended_by = How it ended
    .help = Ending a call that goes too far is part of the work.
peer_impact = What this call did to you
    .help = For your sake and nobody's judgement. You may leave it out.
    .minimum = Nothing much
    .maximum = It was hard
debrief_requested = I would like to talk it over
    .help = A supervisor will come back to you. Asking is always right.
review_flag = Somebody should look at this record
    .help = If something seems off, or you are not sure you filled it in right.
note = Note
    .help = Short, and nothing that says who called: no name, number, address or date of birth. Gone after 30 days.

## No answer, in any list
NoAnswer-not_asked = Not asked
NoAnswer-declined = Would rather not say
NoAnswer-unknown = Not known

## Values
Channel-voice = Voice call
Channel-text = Text message
Channel-chat = Chat
Channel-video = Video call
Channel-callback = I called back
Channel-voicemail_return = I answered a voicemail

ContactType-support = Support
ContactType-information_only = Information only
ContactType-third_party_concern = Worried about somebody else
ContactType-silent = Silence
ContactType-hang_up = Hung up
ContactType-wrong_number = Wrong number
ContactType-prank = Prank
ContactType-sexual_misuse = Sexual misuse of the line
ContactType-abusive = Abusive
ContactType-test = Test call
ContactType-admin = Our own business

Returning-first_time = First time
Returning-returning = Has called before

CallerRelation-self = Themselves
CallerRelation-family = A family member
CallerRelation-friend = A friend
CallerRelation-professional = Somebody they work with
CallerRelation-other = Somebody else

RatingStatus-asked = Asked and answered
RatingStatus-not_appropriate = Not the right moment

CallReason-loneliness_isolation = Loneliness
CallReason-anxiety_stress = Anxiety or stress
CallReason-low_mood = Feeling low
CallReason-grief_loss = Grief or loss
CallReason-relationships_family = Family and relationships
CallReason-romantic = Love and partners
CallReason-trauma = Trauma
CallReason-voices_unusual_experiences = Voices or unusual experiences
CallReason-sleep = Sleep
CallReason-physical_health_pain = Physical health or pain
CallReason-medication_question = Question about medication
CallReason-substance_use_concern = Alcohol or drug use
CallReason-self_harm_thoughts = Thoughts of self-harm
CallReason-suicidal_thoughts = Thoughts of suicide
CallReason-safety_violence = Safety or violence
CallReason-housing = Housing
CallReason-food_basic_needs = Food and basic needs
CallReason-money_benefits = Money or benefits
CallReason-work_education = Work or school
CallReason-legal_justice = Law and courts
CallReason-caregiving = Caring for somebody
CallReason-identity_belonging = Identity and belonging
CallReason-meaning_spiritual = Meaning or faith
CallReason-service_navigation = Finding the right service
CallReason-good_news = Good news
CallReason-daily_chat = A friendly chat
CallReason-other = Something else

Support-listening = Listening
Support-shared_experience = Shared experience
Support-validation = Letting feelings be real
Support-coping_ideas = Ideas for coping
Support-problem_exploration = Thinking it through together
Support-wrap_plan = Wellness plan (WRAP)
Support-information = Information
Support-referral = Pointing to a service
Support-boundary_set = Setting a boundary
Support-safety_talk = Talking about safety
Support-other = Something else

Escalation-none = Nobody
Escalation-supervisor_consulted = Asked a supervisor
Escalation-professional_consulted = Asked a professional
Escalation-number_988_given = Gave the number 988
Escalation-warm_handoff_988 = Stayed on the line to 988
Escalation-mobile_crisis = Mobile crisis team
Escalation-emergency_with_consent = Emergency help, with consent
Escalation-emergency_without_consent = Emergency help, without consent
Escalation-mandated_report = Report required by law
Escalation-poison_medical = Poison or medical emergency

HandoffResult-completed = It worked
HandoffResult-not_completed = It did not work out
HandoffResult-caller_declined = The caller did not want it
HandoffResult-disconnected = The line was cut

Destination-crisis_center_hub = Crisis center
Destination-crisis_line = Crisis line
Destination-crisis_trained_responder = Crisis-trained responder
Destination-medical_triage = Medical triage
Destination-mobile_crisis = Mobile crisis team
Destination-urgent_care = Urgent care
Destination-intensive_community = Intensive community care
Destination-observation_23h = 23-hour observation
Destination-crisis_residential = Crisis residential home
Destination-stabilization_unit = Stabilization unit
Destination-hospital = Hospital
Destination-transportation = A ride
Destination-warm_line = Another warm line
Destination-peer_respite = Peer respite
Destination-peer_support_group = Peer support group
Destination-recovery_center = Recovery center
Destination-school_peer_program = Peer program at school
Destination-outpatient = Outpatient care
Destination-substance_use_service = Alcohol and drug service
Destination-primary_care = Family doctor
Destination-care_court_support = CARE Court support
Destination-assertive_outreach = Assertive outreach (AOT)
Destination-full_service_partnership = Full service partnership (FSP)
Destination-housing = Housing help
Destination-food = Food help
Destination-benefits_legal = Benefits or legal help
Destination-employment_education = Work or school help
Destination-domestic_violence = Domestic violence help
Destination-veterans = Help for veterans
Destination-directory_211 = 211 directory
Destination-other = Somewhere else

ReferralResult-accepted = Wants to try it
ReferralResult-declined = Not for them
ReferralResult-information_only = Took the information

InboundFrom-direct = Direct
InboundFrom-line_988 = From 988
InboundFrom-line_911 = From 911
InboundFrom-line_211 = From 211
InboundFrom-other_line = From another line

HowHeard-previous_caller = Called before
HowHeard-line_988 = From 988
HowHeard-line_211 = From 211
HowHeard-other_warm_line = Another warm line
HowHeard-crisis_line = A crisis line
HowHeard-hospital = A hospital
HowHeard-provider = A doctor or therapist
HowHeard-social_service = A social service
HowHeard-family_friend = Family or friends
HowHeard-web = The web
HowHeard-social_media = Social media
HowHeard-print = A flyer or newspaper
HowHeard-other = Some other way

AgeBand-13_17 = 13 to 17
AgeBand-18_24 = 18 to 24
AgeBand-25_34 = 25 to 34
AgeBand-35_44 = 35 to 44
AgeBand-45_54 = 45 to 54
AgeBand-55_64 = 55 to 64
AgeBand-65_74 = 65 to 74
AgeBand-75_89 = 75 to 89
AgeBand-90_plus = 90 or older

Gender-woman = Woman
Gender-man = Man
Gender-non_binary = Non-binary
Gender-another = Another gender

Ethnicity-american_indian_alaska_native = American Indian or Alaska Native
Ethnicity-asian = Asian
Ethnicity-black_african_american = Black or African American
Ethnicity-hispanic_latino = Hispanic or Latino
Ethnicity-middle_eastern_north_african = Middle Eastern or North African
Ethnicity-native_hawaiian_pacific_islander = Native Hawaiian or Pacific Islander
Ethnicity-white = White
Ethnicity-other = Something else

YesOrNo-yes = Yes
YesOrNo-no = No

Language-en = English
Language-es = Spanish
Language-zh = Chinese
Language-vi = Vietnamese
Language-tl = Tagalog
Language-ko = Korean
Language-hy = Armenian
Language-ru = Russian
Language-ar = Arabic
Language-fa = Persian
Language-ase = American Sign Language

IsolationMode-prospective = At the start of the call
IsolationMode-retrospective = At the end, looking back

WouldHaveDoneInstead-nothing = Nothing
WouldHaveDoneInstead-called_988 = Called 988
WouldHaveDoneInstead-called_911 = Called 911
WouldHaveDoneInstead-gone_to_emergency = Gone to an emergency room
WouldHaveDoneInstead-hospital_admission = Gone into hospital
WouldHaveDoneInstead-called_provider = Called a doctor or therapist
WouldHaveDoneInstead-called_friend_family = Called family or friends
WouldHaveDoneInstead-other = Something else

CallerRating-1 = 1, not at all
CallerRating-2 = 2, a little
CallerRating-3 = 3, somewhat
CallerRating-4 = 4, quite a lot
CallerRating-5 = 5, very much

EndedBy-mutual = We both said goodbye
EndedBy-caller = The caller ended it
EndedBy-peer_boundary = I ended it to keep a boundary
EndedBy-time_limit = Our time was up
EndedBy-dropped = The line was cut
EndedBy-transferred = Handed over
