# El formulario de llamadas en español. Cada campo tiene un nombre y una frase de ayuda; cada valor, un nombre.
# Lo leen personas voluntarias y cansadas, a veces de madrugada: palabras cortas, sin reproches, nada que descifrar.

## Etapas
Stage-start = Al comenzar la llamada
Stage-during = Durante la llamada
Stage-end = Antes de despedirte
Stage-after = Después de la llamada

## Campos
started_at = Hora de inicio
    .help = Cuando contestaste. Un minuto más o menos no importa.
channel = Cómo hablaron
    .help = De voz, por escrito o devolviendo la llamada.
contact_type = Tipo de contacto
    .help = Si no fue un contacto de apoyo, basta con esto y las horas.
caller-phone = Número de quien llama
    .help = Solo para saber si alguien vuelve a llamar. El número nunca se guarda.
caller-code_word = Palabras clave de quien llama
    .help = Dos o más palabras que eligió quien llama, si prefiere no usar un número. Nunca se guardan.
returning = ¿Ya había llamado?
    .help = Según lo que cuente. No hace falta insistir.
caller_relation = Por quién llama
    .help = Si llama por sí misma o porque le preocupa otra persona.
isolation-start-status = Primer sentir: ¿preguntaste?
    .help = Pregunta pronto, si te parece bien. «No era el momento» también es una buena respuesta.
isolation-start-rating = Cuánta soledad al principio
    .help = «En este momento, ¿cuánta soledad sientes, de 0 a 10?» Anota el número tal como te lo den.
    .minimum = Ninguna soledad
    .maximum = Soledad total
reasons = De qué se trató
    .help = Hasta cinco; pon primero el principal. Con tu mejor impresión basta.
supports_used = Qué ofreciste
    .help = Todo lo que hiciste cuenta, y escuchar es mucho.
escalation = ¿Pediste ayuda a alguien?
    .help = Hablar con quien supervisa también cuenta. No tenías que llevarlo a solas.
handoff_result = Cómo resultó el traspaso
    .help = Hasta donde sepas al terminar la llamada.
referrals = Adónde orientaste a la persona
    .help = Cada lugar que nombraste y qué le pareció. Si no hubo ninguno, está bien.
referrals-destination = Lugar o servicio
    .help = Elige lo que más se acerque.
referrals-result = Qué le pareció
    .help = Como lo dijo. Nadie tiene que aceptar nada.
inbound_from = De dónde vino la llamada
    .help = Directa o pasada por otra línea.
how_heard = Cómo supo de la línea
    .help = Solo si sale en la conversación.
demographics-age_band = Edad
    .help = Solo si te la dice, y solo aproximada.
demographics-gender = Género
    .help = Como lo nombre quien llama. Por favor, no lo adivines por la voz.
demographics-race_ethnicity = Raza y origen étnico
    .help = Como lo nombre quien llama; varios, si nombra varios. Por favor, no lo adivines.
demographics-veteran = Sirvió en las fuerzas armadas
    .help = Solo si te lo dice.
demographics-language = Idioma que prefiere
    .help = No siempre es el que hablaron.
demographics-region = Región
    .help = Solo la zona amplia, nunca un pueblo ni una calle.
demographics-living_alone = Vive a solas
    .help = Solo si te lo dice.
isolation-end-status = Sentir al final: ¿preguntaste?
    .help = Pregunta otra vez antes de despedirte, si te parece bien.
isolation-end-rating = Cuánta soledad al final
    .help = La misma pregunta otra vez. Un número más alto no es culpa tuya.
    .minimum = Ninguna soledad
    .maximum = Soledad total
isolation-mode = Cuándo preguntaste por el primer número
    .help = Hace falta con cualquier número: así sabemos qué pueden mostrar los dos.
would_have_done_instead = Sin la línea, ¿qué habría hecho?
    .help = «Si no nos hubieras encontrado, ¿qué habrías hecho?» Solo lo que diga quien llama.
caller_rating = «¿Te ayudó esta llamada?»
    .help = La respuesta de quien llama, de 1 a 5. Agradece cualquier respuesta.
ended_at = Hora de fin
    .help = Cuando se despidieron o se cortó la llamada.
ended_by = Cómo terminó
    .help = Terminar una llamada que va demasiado lejos es parte del trabajo.
peer_impact = Cómo te afectó esta llamada
    .help = Es para cuidarte; nadie te juzga. Puedes dejarlo sin contestar.
    .minimum = Casi nada
    .maximum = Fue dura
debrief_requested = Quiero hablar de esta llamada
    .help = Alguien de supervisión se pondrá en contacto contigo. Pedirlo siempre está bien.
review_flag = Alguien debería revisar este registro
    .help = Si algo no cuadra o no sabes si lo llenaste bien.
note = Nota
    .help = Breve y sin nada que diga quién llamó: ni nombre, ni número, ni dirección, ni fecha de nacimiento. Se borra a los 30 días.

## Sin respuesta, en cualquier lista
NoAnswer-not_asked = No se preguntó
NoAnswer-declined = Prefiere no decirlo
NoAnswer-unknown = No se sabe

## Valores
Channel-voice = Llamada de voz
Channel-text = Mensaje de texto
Channel-chat = Chat
Channel-video = Videollamada
Channel-callback = Devolví la llamada
Channel-voicemail_return = Respondí a un mensaje de voz

ContactType-support = Apoyo
ContactType-information_only = Solo información
ContactType-third_party_concern = Le preocupa otra persona
ContactType-silent = Silencio
ContactType-hang_up = Colgó
ContactType-wrong_number = Número equivocado
ContactType-prank = Broma
ContactType-sexual_misuse = Uso sexual indebido de la línea
ContactType-abusive = Maltrato
ContactType-test = Llamada de prueba
ContactType-admin = Asunto interno

Returning-first_time = Primera vez
Returning-returning = Ya había llamado

CallerRelation-self = Por sí misma
CallerRelation-family = Por un familiar
CallerRelation-friend = Por una amistad
CallerRelation-professional = Por alguien a quien atiende
CallerRelation-other = Por otra persona

RatingStatus-asked = Pregunté y contestó
RatingStatus-not_appropriate = No era el momento

CallReason-loneliness_isolation = Soledad
CallReason-anxiety_stress = Ansiedad o estrés
CallReason-low_mood = Ánimo bajo
CallReason-grief_loss = Duelo o pérdida
CallReason-relationships_family = Familia y relaciones
CallReason-romantic = Amor y pareja
CallReason-trauma = Experiencias traumáticas
CallReason-voices_unusual_experiences = Voces o vivencias poco comunes
CallReason-sleep = Sueño
CallReason-physical_health_pain = Salud física o dolor
CallReason-medication_question = Duda sobre medicamentos
CallReason-substance_use_concern = Consumo de alcohol o drogas
CallReason-self_harm_thoughts = Pensamientos de hacerse daño
CallReason-suicidal_thoughts = Pensamientos de suicidio
CallReason-safety_violence = Seguridad o violencia
CallReason-housing = Vivienda
CallReason-food_basic_needs = Comida y necesidades básicas
CallReason-money_benefits = Dinero o prestaciones
CallReason-work_education = Trabajo o estudios
CallReason-legal_justice = Leyes y tribunales
CallReason-caregiving = Cuidar de alguien
CallReason-identity_belonging = Identidad y pertenencia
CallReason-meaning_spiritual = Sentido de la vida o fe
CallReason-service_navigation = Encontrar el servicio adecuado
CallReason-good_news = Buenas noticias
CallReason-daily_chat = Una charla amistosa
CallReason-other = Otra cosa

Support-listening = Escuchar
Support-shared_experience = Compartir mi experiencia
Support-validation = Dar valor a lo que siente
Support-coping_ideas = Ideas para sobrellevarlo
Support-problem_exploration = Pensarlo en conjunto
Support-wrap_plan = Plan de bienestar (WRAP)
Support-information = Información
Support-referral = Orientar hacia un servicio
Support-boundary_set = Poner un límite
Support-safety_talk = Hablar de la seguridad
Support-other = Otra cosa

Escalation-none = A nadie
Escalation-supervisor_consulted = Consulté a supervisión
Escalation-professional_consulted = Consulté a un profesional
Escalation-number_988_given = Di el número 988
Escalation-warm_handoff_988 = Acompañé el traspaso al 988
Escalation-mobile_crisis = Equipo móvil de crisis
Escalation-emergency_with_consent = Emergencias, con consentimiento
Escalation-emergency_without_consent = Emergencias, sin consentimiento
Escalation-mandated_report = Aviso obligado por ley
Escalation-poison_medical = Intoxicación o urgencia médica

HandoffResult-completed = Funcionó
HandoffResult-not_completed = No se logró
HandoffResult-caller_declined = Quien llama no quiso
HandoffResult-disconnected = Se cortó la llamada

Destination-crisis_center_hub = Centro de crisis
Destination-crisis_line = Línea de crisis
Destination-crisis_trained_responder = Personal formado en crisis
Destination-medical_triage = Valoración médica
Destination-mobile_crisis = Equipo móvil de crisis
Destination-urgent_care = Atención urgente
Destination-intensive_community = Atención comunitaria intensiva
Destination-observation_23h = Observación de 23 horas
Destination-crisis_residential = Residencia de crisis
Destination-stabilization_unit = Unidad de estabilización
Destination-hospital = Un hospital
Destination-transportation = Transporte
Destination-warm_line = Otra línea de apoyo
Destination-peer_respite = Casa de respiro entre pares
Destination-peer_support_group = Grupo de apoyo entre pares
Destination-recovery_center = Centro de recuperación
Destination-school_peer_program = Programa de pares en la escuela
Destination-outpatient = Consulta externa
Destination-substance_use_service = Servicio de alcohol y drogas
Destination-primary_care = Médico de cabecera
Destination-care_court_support = Apoyo de CARE Court
Destination-assertive_outreach = Acercamiento asertivo (AOT)
Destination-full_service_partnership = Programa de servicio integral (FSP)
Destination-housing = Ayuda de vivienda
Destination-food = Ayuda de comida
Destination-benefits_legal = Prestaciones o ayuda legal
Destination-employment_education = Ayuda de empleo o estudios
Destination-domestic_violence = Ayuda contra la violencia doméstica
Destination-veterans = Ayuda para veteranos
Destination-directory_211 = Directorio 211
Destination-other = Otro lugar

ReferralResult-accepted = Quiere probarlo
ReferralResult-declined = No lo quiere
ReferralResult-information_only = Se quedó con la información

InboundFrom-direct = Directa
InboundFrom-line_988 = Del 988
InboundFrom-line_911 = Del 911
InboundFrom-line_211 = Del 211
InboundFrom-other_line = De otra línea

HowHeard-previous_caller = Ya había llamado
HowHeard-line_988 = Por el 988
HowHeard-line_211 = Por el 211
HowHeard-other_warm_line = Por otra línea de apoyo
HowHeard-crisis_line = Por una línea de crisis
HowHeard-hospital = Por un hospital
HowHeard-provider = Por su médico o terapeuta
HowHeard-social_service = Por un servicio social
HowHeard-family_friend = Por familia o amistades
HowHeard-web = Por internet
HowHeard-social_media = Por redes sociales
HowHeard-print = Por un folleto o periódico
HowHeard-other = De otra manera

AgeBand-13_17 = De 13 a 17 años
AgeBand-18_24 = De 18 a 24 años
AgeBand-25_34 = De 25 a 34 años
AgeBand-35_44 = De 35 a 44 años
AgeBand-45_54 = De 45 a 54 años
AgeBand-55_64 = De 55 a 64 años
AgeBand-65_74 = De 65 a 74 años
AgeBand-75_89 = De 75 a 89 años
AgeBand-90_plus = 90 años o más

Gender-woman = Mujer
Gender-man = Hombre
Gender-non_binary = No binario
Gender-another = Otro género

Ethnicity-american_indian_alaska_native = Indígena americano o nativo de Alaska
Ethnicity-asian = Origen asiático
Ethnicity-black_african_american = Negro o afroamericano
Ethnicity-hispanic_latino = Hispano o latino
Ethnicity-middle_eastern_north_african = De Oriente Medio o África del Norte
Ethnicity-native_hawaiian_pacific_islander = Nativo de Hawái o de las islas del Pacífico
Ethnicity-white = Blanco
Ethnicity-other = Otro origen

YesOrNo-yes = Sí
YesOrNo-no = No

Language-en = Inglés
Language-es = Español
Language-zh = Chino
Language-vi = Vietnamita
Language-tl = Tagalo
Language-ko = Coreano
Language-hy = Armenio
Language-ru = Ruso
Language-ar = Árabe
Language-fa = Persa
Language-ase = Lengua de señas americana

IsolationMode-prospective = Al comenzar la llamada
IsolationMode-retrospective = Al final, mirando atrás

WouldHaveDoneInstead-nothing = Nada
WouldHaveDoneInstead-called_988 = Llamar al 988
WouldHaveDoneInstead-called_911 = Llamar al 911
WouldHaveDoneInstead-gone_to_emergency = Ir a urgencias
WouldHaveDoneInstead-hospital_admission = Ingresar en un hospital
WouldHaveDoneInstead-called_provider = Llamar a su médico o terapeuta
WouldHaveDoneInstead-called_friend_family = Llamar a familia o amistades
WouldHaveDoneInstead-other = Otra cosa

CallerRating-1 = 1, nada
CallerRating-2 = 2, un poco
CallerRating-3 = 3, algo
CallerRating-4 = 4, bastante
CallerRating-5 = 5, mucho

EndedBy-mutual = Nos despedimos
EndedBy-caller = La terminó quien llamó
EndedBy-peer_boundary = La terminé para mantener un límite
EndedBy-time_limit = Se acabó el tiempo
EndedBy-dropped = Se cortó
EndedBy-transferred = Se traspasó
