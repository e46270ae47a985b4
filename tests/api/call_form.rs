//! The form of a call, told as a phone's client that knows nothing else of the record; and the proposal.

use chrono::Duration;
use serde_json::{Map, Value, json};
use warmline::chance;
use warmline::role::Role;

use crate::line::{Line, new_call};
use crate::story;

/// A client that fills in whatever form it is given.
struct Phone<'f> {
    form: &'f Value,
    /// Which of the values it chooses.
    taste: usize,
    draft: Value,
}

impl<'f> Phone<'f> {
    fn fill(form: &'f Value, proposal: &Value, taste: usize) -> Value {
        let mut phone = Phone {
            form,
            taste,
            draft: json!({}),
        };
        for field in phone.form["fields"].as_array().unwrap() {
            phone.fill_in(field, proposal);
        }
        phone.draft
    }

    fn fill_in(&mut self, field: &Value, proposal: &Value) {
        let conditions = field["shown_when"].as_array().unwrap();
        let shown = conditions.iter().all(|condition| {
            let held = self.draft.pointer(condition["pointer"].as_str().unwrap());
            held.is_some_and(|held| condition["is_one_of"].as_array().unwrap().contains(held))
        });
        let pointers = field["needed_with"].as_array().unwrap().iter();
        let mut pointers = pointers.map(|pointer| pointer.as_str().unwrap());
        let needed =
            field["required"] == true || pointers.any(|at| self.draft.pointer(at).is_some());
        // Leaves out now and then what may be left out.
        if shown && (needed || !self.taste.is_multiple_of(5)) {
            let pointer = field["pointer"].as_str().unwrap().to_owned();
            let answer = proposal
                .pointer(&pointer)
                .filter(|_| self.taste.is_multiple_of(2));
            let answer = answer
                .cloned()
                .unwrap_or_else(|| self.answer(field, proposal));
            put(&mut self.draft, &pointer, answer);
        }
    }

    fn answer(&self, field: &Value, proposal: &Value) -> Value {
        let values = field["values"].as_array().unwrap();
        let number = |name: &str| usize::try_from(field[name].as_u64().unwrap()).unwrap();
        let taken = |skip: usize| values[(self.taste + skip) % values.len()]["value"].clone();
        match field["kind"].as_str().unwrap() {
            "moment" => proposal[&field["name"].as_str().unwrap()].clone(),
            "one_of" | "language" => taken(0),
            "ranked" => (0..=self.taste % number("maximum")).map(taken).collect(),
            "several_of" => {
                let answers = values.iter().filter(|value| value["no_answer"] == false);
                answers
                    .skip(self.taste % 3)
                    .map(|value| value["value"].clone())
                    .collect()
            }
            "scale" => {
                json!(number("minimum") + self.taste % (number("maximum") + 1 - number("minimum")))
            }
            "yes_no" => json!(self.taste.is_multiple_of(2)),
            "list" => (0..self.taste % number("maximum"))
                .map(|step| {
                    let fields = field["fields"].as_array().unwrap();
                    let item = fields.iter().map(|field| {
                        let values = field["values"].as_array().unwrap();
                        let name = field["pointer"].as_str().unwrap().trim_start_matches('/');
                        let taken = &values[(self.taste + step) % values.len()]["value"];
                        (name.to_owned(), taken.clone())
                    });
                    Value::Object(item.collect())
                })
                .collect(),
            other => panic!("this phone cannot draw {other}"),
        }
    }
}

/// Puts a value where a JSON pointer leads, with the objects on the way.
fn put(draft: &mut Value, pointer: &str, answer: Value) {
    let (parents, name) = pointer.rsplit_once('/').unwrap();
    let parents = parents.split('/').filter(|step| !step.is_empty());
    let place = parents.fold(draft, |place, step| {
        let fields = place.as_object_mut().unwrap();
        fields
            .entry(step)
            .or_insert_with(|| Value::Object(Map::new()))
    });
    place[name] = answer;
}

story! {
    async fn a_phone_that_only_knows_the_form_logs_calls_and_reads_them_back(line: &Line) {
        let sol = line.supervisor("Sol").await;
        for (code, name) in [("alameda_county", "Alameda County"), ("marin_county", "Marin County")] {
            let region = json!({"name": name, "population": 200_000});
            assert_eq!(sol.put(&format!("/api/v1/regions/{code}"), region).await.status, 201);
        }
        let shift = line.shift(&sol, "2026-06-10", "13:00", "23:00", (1, 2)).await;
        let ana = line.peer("Ana").await;
        assert_eq!(ana.put_nothing(&format!("/api/v1/shifts/{shift}/claims/me")).await.status, 201);
        line.pass(Duration::hours(2));

        let ana = line.sign_in("Ana", ana.id).await;
        let form = ana.get("/api/v1/call-form?language=es").await;
        assert_eq!((form.status, form.header("content-language")), (200, "es"));
        let form = form.json();
        for taste in 0..33 {
            let proposal = ana.get("/api/v1/call-proposal").await.json();
            assert_eq!((&proposal["shift_id"], &proposal["contact_type"]), (&json!(shift), &json!("support")), "{proposal}");
            let record = Phone::fill(&form, &proposal, taste);
            let (path, sent) = (new_call(line), record.clone());
            let logged = ana.put(&path, record).await;
            assert_eq!(logged.status, 201, "{taste}: {sent}\n{}", logged.text);
            let read = ana.get(&path).await.json();
            assert_eq!(read["shift_id"], json!(shift));
            holds(&read, &sent);
        }
        let logged = ana.get("/api/v1/calls?limit=200").await.json();
        assert_eq!(logged["items"].as_array().unwrap().len(), 33);
    }
}

/// Whether what was read holds what was sent; what is a set may come in another order.
fn holds(read: &Value, sent: &Value) {
    for (field, sent) in sent.as_object().unwrap() {
        let read = &read[field];
        match sent {
            Value::Object(_) => holds(read, sent),
            Value::Array(items)
                if ["supports_used", "race_ethnicity"].contains(&field.as_str()) =>
            {
                let read = read.as_array().unwrap();
                assert_eq!(read.len(), items.len(), "{field}");
                assert!(items.iter().all(|item| read.contains(item)), "{field}");
            }
            _ => assert_eq!(read, sent, "{field}"),
        }
    }
}

story! {
    async fn the_form_is_kept_by_a_phone_and_fetched_anew_when_it_changes(line: &Line) {
        let (ana, sol) = (line.peer("Ana").await, line.supervisor("Sol").await);
        let path = "/api/v1/call-form";
        let first = sol.get(path).await;
        let tag = first.header("etag").to_owned();
        assert_eq!(first.header("cache-control"), "private, max-age=300");
        assert_eq!(first.header("vary"), "Authorization, Accept-Language");
        let weak = format!("W/{tag}");
        let again = ana.ask(reqwest::Method::GET, path, None, &[("if-none-match", weak.as_str())]).await;
        assert_eq!((again.status, again.text.as_str(), again.header("etag")), (304, "", tag.as_str()));
        let region = json!({"name": "Marin County", "population": 260_000});
        assert_eq!(sol.put("/api/v1/regions/marin_county", region).await.status, 201);
        let changed = sol.get(path).await;
        assert_ne!(changed.header("etag"), tag);
        let fields = changed.json()["fields"].clone();
        let mut fields = fields.as_array().unwrap().iter();
        let region = fields.find(|field| field["pointer"] == "/demographics/region").unwrap();
        assert_eq!(region["values"].as_array().unwrap().last().unwrap()["label"], "Marin County");
    }
}

story! {
    async fn the_form_speaks_the_language_that_is_asked_for(line: &Line) {
        let ana = line.peer("Ana").await;
        let in_language = |query: &'static str, header: &'static str| {
            let ana = &ana;
            async move {
                let headers = [("accept-language", header)];
                let answer = ana.ask(reqwest::Method::GET, &format!("/api/v1/call-form{query}"), None, &headers).await;
                let form = answer.json();
                assert_eq!(form["language"], answer.header("content-language"));
                form["fields"][0]["label"].as_str().unwrap().to_owned()
            }
        };
        assert_eq!(in_language("", "").await, "Began at");
        assert_eq!(in_language("", "fr, es-MX;q=0.9, en;q=0.1").await, "Hora de inicio");
        assert_eq!(in_language("?language=en", "es").await, "Began at");
        let unknown = ana.get("/api/v1/call-form?language=fr").await;
        assert_eq!((unknown.status, unknown.json()["errors"][0]["pointer"].clone()), (422, json!("/language")));
    }
}

story! {
    async fn the_form_asks_what_the_line_has_decided_to_ask(line: &Line) {
        let (ada, ana) = (line.person("Ada", &[Role::Admin]).await, line.peer("Ana").await);
        let read = ada.get("/api/v1/settings").await;
        let mut settings = read.json();
        settings["notes_on"] = json!(true);
        settings["caller_codes"] = json!("by_phone_or_code_word");
        let headers = [("content-type", "application/json"), ("if-match", read.header("etag"))];
        let asked = |form: Value| form["fields"].as_array().unwrap().iter()
            .filter(|field| ["/caller/phone", "/caller/code_word"].contains(&field["pointer"].as_str().unwrap())).count()
            + usize::from(form["note"]["pointer"] == "/text");
        assert_eq!(asked(ana.get("/api/v1/call-form").await.json()), 0);
        let changed = ada.ask(reqwest::Method::PUT, "/api/v1/settings", Some(settings.to_string()), &headers).await;
        assert_eq!(changed.status, 200, "{}", changed.text);
        assert_eq!(asked(ana.get("/api/v1/call-form").await.json()), 3);
    }
}

story! {
    async fn a_proposal_follows_the_last_call_and_is_a_peers_own(line: &Line) {
        let (ana, ben) = (line.peer("Ana").await, line.peer("Ben").await);
        let ended_at = line.now().minus(Duration::minutes(7));
        let started_at = ended_at.minus(Duration::minutes(9));
        ana.log(json!({"started_at": started_at, "ended_at": ended_at, "contact_type": "silent", "channel": "text"})).await;
        let minutes = |minutes| json!(line.now().minus(Duration::minutes(minutes)));
        assert_eq!(ana.get("/api/v1/call-proposal").await.json(), json!({"shift_id": null, "time_zone": "America/Los_Angeles",
            "started_at": minutes(7), "ended_at": minutes(0), "channel": "text", "contact_type": "support"}));
        let of_ben = ben.get("/api/v1/call-proposal").await.json();
        assert_eq!((&of_ben["started_at"], &of_ben["channel"]), (&minutes(20), &json!("voice")));
    }
}

story! {
    async fn a_peers_whole_path_from_signing_in_to_an_amendment(line: &Line) {
        let ana = line.peer("Ana").await;
        let form = ana.get("/api/v1/call-form?language=es").await.json();
        assert!(form["fields"].as_array().unwrap().len() > 20);
        let proposal = ana.get("/api/v1/call-proposal").await.json();
        let mut record = json!({"started_at": proposal["started_at"], "channel": proposal["channel"]});
        let path = new_call(line);
        let draft = format!("{path}/draft");
        assert_eq!(ana.put(&draft, record.clone()).await.status, 201);
        record["contact_type"] = proposal["contact_type"].clone();
        record["reasons"] = json!(["sleep"]);
        assert_eq!(ana.put(&draft, record.clone()).await.status, 200);
        let saved = ana.get(&draft).await.json();
        assert_eq!(saved["record"], record);
        // The call ends: what was saved is logged, and the draft is gone.
        record["ended_at"] = proposal["ended_at"].clone();
        let logged = ana.put(&path, record.clone()).await;
        assert_eq!(logged.status, 201, "{}", logged.text);
        assert_eq!(ana.get(&draft).await.status, 404);
        record["reasons"] = json!(["loneliness_isolation", "sleep"]);
        let amendment: warmline::id::AmendmentId = chance::id(line.now());
        let amended = ana.put_on(&format!("{path}/amendments/{amendment}"), "\"1\"", json!({"record": record})).await;
        assert_eq!(amended.status, 201, "{}", amended.text);
        let read = ana.get(&path).await;
        assert_eq!((&read.json()["reasons"], read.header("etag")), (&record["reasons"], "\"2\""));
    }
}
