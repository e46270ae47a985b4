//! Texts and dates that no database should see: refused at the edge, alike on both.

use serde_json::{Value, json};
use warmline::chance;
use warmline::id::{CallId, TemplateId};
use warmline::role::Role;
use warmline::{cli, routes};

use crate::doors::address;
use crate::line::{Actor, Answer, Line};
use crate::story;

/// What a refusal points at, with the code of each fault.
fn faults(answer: &Answer) -> Vec<(String, String)> {
    let text = |value: &Value| value.as_str().unwrap_or_default().to_owned();
    let errors = answer.json()["errors"]
        .as_array()
        .cloned()
        .unwrap_or_default();
    let faults = errors.iter();
    faults
        .map(|fault| (text(&fault["pointer"]), text(&fault["code"])))
        .collect()
}

fn nul(pointer: &str) -> Vec<(String, String)> {
    vec![(pointer.to_owned(), "nul".to_owned())]
}

/// An address of a route, with a NUL in each variable part.
fn with_nuls(path: &str) -> Option<(String, Vec<(String, String)>)> {
    let variable = path.split('/').filter(|step| step.starts_with('{'));
    let names = variable.map(|step| {
        let name = step.trim_start_matches('{');
        name.split(['}', ':']).next().unwrap()
    });
    let faults: Vec<_> = names.flat_map(|name| nul(&format!("/{name}"))).collect();
    let steps = path.split('/').map(|step| match step.rsplit_once('}') {
        Some((_, ending)) => format!("a%00b{ending}"),
        None => step.to_owned(),
    });
    (!faults.is_empty()).then(|| (steps.collect::<Vec<_>>().join("/"), faults))
}

/// Somebody with every role, signed in anew: one of the routes signs out.
async fn anybody<'a>(line: &'a Line, ana: &Actor<'_>) -> Actor<'a> {
    line.sign_in("Ana", ana.id).await
}

story! {
    async fn a_nul_is_refused_in_every_body_path_and_query(line: &Line) {
        let ana = line.person("Ana", Role::ALL).await;
        let document: Value = serde_json::from_str(&cli::serve::openapi().unwrap()).unwrap();
        let (mut bodies, mut paths, mut queries) = (0, 0, 0);
        for entry in routes::table().entries() {
            let asker = anybody(line, &ana).await;
            let method = || entry.method.as_str().parse().unwrap();
            let operation = &document["paths"][entry.path.replace(":.*}", "}")][entry.method.as_str().to_lowercase()];
            if let Some((path, wanted)) = with_nuls(&entry.path) {
                let answer = asker.ask(method(), &path, None, &[]).await;
                assert_eq!((answer.status, faults(&answer)), (422, wanted), "{} {path}", entry.method);
                paths += 1;
            }
            let path = address(line, &entry.path);
            if !operation["requestBody"]["content"]["text/csv"].is_null() {
                let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
                let needed = parameters.iter().filter(|one| one["in"] == "query" && one["required"] == true);
                let query: Vec<String> = needed.map(|one| format!("{}={}", one["name"].as_str().unwrap(), ana.id)).collect();
                let answer = asker.post_csv(&format!("{path}?{}", query.join("&")), "name\na\0b\n").await;
                assert_eq!((answer.status, faults(&answer)), (422, nul("/1")), "{} {path}", entry.method);
                bodies += 1;
            } else if !operation["requestBody"].is_null() {
                let headers = [("content-type", "application/json"), ("if-match", "1")];
                let body = json!({"name": "a\0b", "deep": [{"x": "\0"}]}).to_string();
                let answer = asker.ask(method(), &path, Some(body), &headers).await;
                let wanted = [nul("/name"), nul("/deep/0/x")].concat();
                assert_eq!((answer.status, faults(&answer)), (422, wanted), "{} {path}", entry.method);
                bodies += 1;
            }
            let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
            for parameter in parameters.iter().filter(|parameter| parameter["in"] == "query") {
                let name = parameter["name"].as_str().unwrap();
                let answer = asker.ask(method(), &format!("{path}?{name}=a%00b"), None, &[]).await;
                assert_eq!((answer.status, faults(&answer)), (422, nul(&format!("/{name}"))), "{} {path}", entry.method);
                queries += 1;
            }
        }
        assert!(bodies > 10 && paths > 15 && queries > 10, "{bodies} {paths} {queries}");
    }
}

story! {
    async fn a_date_of_another_age_is_refused_wherever_one_is_read(line: &Line) {
        let ana = line.person("Ana", Role::ALL).await;
        for date in ["+262142-06-01", "-0001-06-01", "1899-12-31", "0000-01-01", "2026-6-1"] {
            let id: TemplateId = chance::id(line.now());
            let template = json!({"name": "Evening", "weekdays": ["monday"], "starts": "20:00", "ends": "00:00",
                "min_crew": 1, "max_crew": 2, "valid_from": "2026-06-01", "valid_until": null});
            let schedule = json!({"starts_on": "2026-06-01", "ends_on": "2026-06-02"});
            let earned = json!({"qualification": "wrap", "earned_on": "2026-06-01", "expires_on": null});
            for (path, body, field) in [
                ("shift-templates", &template, "valid_from"),
                ("shift-templates", &template, "valid_until"),
                ("schedules", &schedule, "starts_on"),
                ("schedules", &schedule, "ends_on"),
                ("people/me/qualifications", &earned, "earned_on"),
                ("people/me/qualifications", &earned, "expires_on"),
            ] {
                let mut body = body.clone();
                body[field] = json!(date);
                let answer = ana.put(&format!("/api/v1/{path}/{id}"), body).await;
                let wanted = vec![(format!("/{field}"), "wrong_value".to_owned())];
                assert_eq!((answer.status, faults(&answer)), (422, wanted), "{path} {field} {date}");
            }
            let date = date.replace('+', "%2B");
            for query in ["calls?from=", "calls?to=", "shifts?to=2026-06-02&from=", "gaps?from=", "gaps?to="] {
                assert_eq!(ana.get(&format!("/api/v1/{query}{date}")).await.codes(), ["wrong_value"], "{query}{date}");
            }
            let month = format!("/api/v1/reporting-months/{}/closure", date.get(..7).unwrap());
            let closed = ana.put_nothing(&month).await;
            assert!(date.starts_with("2026") || closed.status == 422, "{month} {}", closed.text);
        }
        let long_ago = format!("/api/v1/calls?cursor=-8000000000000.{}", chance::id::<CallId>(line.now()));
        assert_eq!(ana.get(&long_ago).await.codes(), ["wrong_value"]);
    }
}

story! {
    async fn the_last_day_that_can_be_sent_can_be_planned(line: &Line) {
        let sol = line.supervisor("Sol").await;
        for (starts, ends, shifts) in [("08:00", "12:00", 1), ("12:00", "18:00", 0), ("22:00", "06:00", 0)] {
            let id: TemplateId = chance::id(line.now());
            let template = json!({"name": "Last", "weekdays": ["friday"], "starts": starts, "ends": ends,
                "min_crew": 1, "max_crew": 2, "valid_from": "9999-12-31", "valid_until": "9999-12-31"});
            assert_eq!(sol.put(&format!("/api/v1/shift-templates/{id}"), template).await.status, 201);
            let dates = json!({"starts_on": "9999-12-31", "ends_on": "9999-12-31"});
            let made = sol.put(&format!("/api/v1/schedules/{id}"), dates).await;
            assert_eq!((made.status, &made.json()["shifts"]), (201, &json!(shifts)), "{starts} {}", made.text);
        }
        let list = "/api/v1/shifts?from=9999-12-30&to=9999-12-31T23:59:59Z";
        assert_eq!(sol.get(list).await.json()["items"].as_array().unwrap().len(), 1);
    }
}

story! {
    async fn a_name_with_a_control_character_is_refused(line: &Line) {
        let ana = line.person("Ana", Role::ALL).await;
        let id: TemplateId = chance::id(line.now());
        let template = json!({"name": "Even\u{7}ing", "weekdays": ["monday"], "starts": "20:00", "ends": "00:00",
            "min_crew": 1, "max_crew": 2, "valid_from": "2026-06-01"});
        let token = json!({"name": "a\u{1b}[1m", "expires_at": line.now().plus(chrono::Duration::days(1))});
        for (path, body) in [
            (format!("/api/v1/shift-templates/{id}"), template),
            ("/api/v1/qualifications/wrap".to_owned(), json!({"name": "Wrap\nper"})),
            (format!("/api/v1/report-tokens/{id}"), token),
            ("/api/v1/me/profile".to_owned(), json!({"name": "Ana\u{9b}"})),
        ] {
            let headers = [("content-type", "application/json"), ("if-match", "1")];
            let answer = ana.ask("PUT".parse().unwrap(), &path, Some(body.to_string()), &headers).await;
            assert_eq!((answer.status, answer.json()["errors"][0]["pointer"].as_str()), (422, Some("/name")), "{path}");
        }
    }
}
