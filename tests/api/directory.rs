//! The directory of services: kept by supervisors, searched by peers, pointed to by calls.

use chrono::Duration;
use serde_json::{Value, json};
use warmline::chance;
use warmline::id::ResourceId;

use crate::line::{Actor, Line, new_call, support_call};
use crate::story;

fn respite() -> Value {
    json!({"name": "Second Story", "kind": "peer_respite", "region": null, "hours": "always", "languages": ["en", "es-MX"],
        "contact": "+1 831 555 0100", "last_checked": "2026-06-01", "active": true})
}

fn new_resource(line: &Line) -> String {
    let id: ResourceId = chance::id(line.now());
    format!("/api/v1/resources/{id}")
}

async fn names(actor: &Actor<'_>, query: &str) -> Vec<String> {
    let found = actor.get(&format!("/api/v1/resources?{query}")).await;
    assert_eq!(found.status, 200, "{}", found.text);
    let items = found.json()["items"].as_array().unwrap().clone();
    items
        .iter()
        .map(|item| item["name"].as_str().unwrap().to_owned())
        .collect()
}

story! {
    async fn a_supervisor_keeps_a_service_and_a_peer_finds_it(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let path = new_resource(line);
        let made = sol.put(&path, respite()).await;
        assert_eq!(made.status, 201, "{}", made.text);
        assert_eq!(sol.put(&path, respite()).await.status, 200);
        let mut changed = respite();
        changed["hours"] = json!("by appointment");
        assert_eq!(sol.put(&path, changed.clone()).await.code(), "id_taken");
        assert_eq!(ana.put(&path, respite()).await.code(), "forbidden");
        let read = ana.get(&path).await;
        for (field, sent) in respite().as_object().unwrap() {
            assert_eq!(&read.json()[field], sent, "{field}");
        }
        assert_eq!(read.json()["stale"], false);

        let content = format!("{path}/content");
        assert_eq!(sol.put(&content, changed.clone()).await.code(), "if_match_needed");
        assert_eq!(sol.put_on(&content, "\"7\"", changed.clone()).await.code(), "changed_meanwhile");
        let edited = sol.put_on(&content, read.header("etag"), changed).await;
        assert_eq!((edited.status, edited.json()["hours"].clone()), (200, json!("by appointment")));
        assert_eq!(edited.header("etag"), "\"2\"");

        line.pass(Duration::days(200));
        let (sol, ana) = (line.sign_in("Sol", sol.id).await, line.sign_in("Ana", ana.id).await);
        assert_eq!(names(&ana, "stale=true").await, ["Second Story"]);
        let checked = sol.put_nothing(&format!("{path}/check")).await;
        assert_eq!((checked.status, &checked.json()["stale"]), (200, &json!(false)));
        assert_eq!(checked.json()["last_checked"], "2026-12-27");
        let again = sol.put_nothing(&format!("{path}/check")).await;
        assert_eq!(again.header("etag"), checked.header("etag"), "checked once a day");
        assert!(names(&ana, "stale=true").await.is_empty());
        assert_eq!(sol.put_nothing(&format!("{}/check", new_resource(line))).await.status, 404);
    }
}

story! {
    async fn faults_come_at_once_and_a_region_must_be_known(line: &Line) {
        let sol = line.supervisor("Sol").await;
        let mut wrong = respite();
        wrong["name"] = json!("");
        wrong["hours"] = json!("x".repeat(201));
        for strange in ["-0005-01-01", "0000-06-01", "+12026-06-01", "2026-6-1"] {
            wrong["last_checked"] = json!(strange);
            let refused = sol.put(&new_resource(line), wrong.clone()).await;
            assert_eq!((refused.status, refused.codes()), (422, vec!["wrong_value".to_owned()]), "{strange}");
        }
        wrong["last_checked"] = json!("2026-06-11");
        wrong["region"] = json!("alameda_county");
        let codes = sol.put(&new_resource(line), wrong).await.codes();
        assert_eq!(codes, ["name", "too_long", "in_the_future", "unknown_region"]);
    }
}

story! {
    async fn the_directory_is_searched_by_kind_region_language_and_words(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let region = json!({"name": "Alameda County", "population": 1_600_000});
        assert_eq!(sol.put("/api/v1/regions/alameda_county", region).await.status, 201);
        let services = [
            ("Águila Café", "food", json!("alameda_county"), json!(["es"]), true),
            ("berkeley 100% Food_Pantry", "food", Value::Null, json!(["en"]), true),
            ("Closed House", "peer_respite", Value::Null, json!([]), false),
        ];
        for (name, kind, region, languages, active) in services {
            let body = json!({"name": name, "kind": kind, "region": region, "languages": languages, "active": active,
                "contact": "https://example.org"});
            assert_eq!(sol.put(&new_resource(line), body).await.status, 201);
        }
        assert_eq!(names(&ana, "kind=food&region=alameda_county").await.len(), 2, "everywhere is there too");
        assert_eq!(names(&ana, "kind=food&words=%C3%81GUILA%20example").await, ["Águila Café"]);
        assert_eq!(names(&ana, "words=100%25").await, ["berkeley 100% Food_Pantry"]);
        assert!(names(&ana, "words=1%25F").await.is_empty(), "a sign is a sign");
        assert_eq!(names(&ana, "language=es").await, ["Águila Café"]);
        assert_eq!(names(&ana, "active=false").await, ["Closed House"]);
        assert_eq!(names(&ana, "stale=true").await.len(), 3, "nobody ever looked");
        assert_eq!(ana.get("/api/v1/resources?kind=elsewhere").await.status, 422);
        let first = ana.get("/api/v1/resources?limit=2").await.json();
        let next = first["next"].as_str().unwrap();
        let rest = names(&ana, &format!("limit=2&cursor={next}")).await;
        assert_eq!(rest.len(), 1);
        assert!(!first["items"].as_array().unwrap().iter().any(|item| item["name"] == rest[0].as_str()));
    }
}

story! {
    async fn a_sheet_is_tried_taken_whole_and_exported_as_it_is_read(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let (dry, wet) = ("/api/v1/resources/import?dry_run=true", "/api/v1/resources/import");
        let wrong = "name,kind,contact,active\nFood bank,food,=1+1,yes\nNowhere,elsewhere,x,perhaps\n";
        let tried = sol.post_csv(dry, wrong).await;
        assert_eq!((tried.status, tried.json()["faults"].as_array().unwrap().len()), (200, 2), "{}", tried.text);
        assert_eq!(tried.json()["faults"][0]["pointer"], "/rows/3/kind");
        assert!(!tried.text.contains("elsewhere"));
        assert_eq!(sol.post_csv(wet, wrong).await.codes(), ["wrong_value", "wrong_value"]);
        assert!(names(&ana, "").await.is_empty(), "all or nothing");

        let right = "name,kind,contact,languages,hours\nFood bank,food,=1+1,en es,\"9, 5\"\nRespite,peer_respite,-x,,\n";
        assert_eq!(sol.post_csv(dry, right).await.json()["added"], 2);
        assert!(names(&ana, "").await.is_empty(), "a dry run keeps nothing");
        assert_eq!(sol.post_csv(wet, right).await.json()["added"], 2);
        assert_eq!(sol.post_csv(wet, right).await.json()["unchanged"], 2, "sent again");
        assert_eq!(ana.post_csv(wet, right).await.code(), "forbidden");

        let export = ana.get("/api/v1/resources/export").await;
        assert!(export.header("content-type").starts_with("text/csv"));
        assert!(export.text.contains(",'=1+1,") && export.text.contains(",'-x,"), "{}", export.text);
        assert_eq!(sol.post_csv(wet, &export.text).await.json()["unchanged"], 2);
        let changed = export.text.replace("9, 5", "10 to 5");
        assert_eq!(sol.post_csv(wet, &changed).await.json()["changed"], 1);
        let older = export.text.replace("9, 5", "never");
        assert_eq!(sol.post_csv(wet, &older).await.codes(), ["changed_meanwhile"]);
    }
}

story! {
    async fn what_is_no_sheet_is_refused(line: &Line) {
        let sol = line.supervisor("Sol").await;
        let path = "/api/v1/resources/import";
        assert_eq!(sol.post(path, json!({})).await.code(), "not_csv");
        let large = sol.post_csv(path, &"x".repeat(1024 * 1024 + 1)).await;
        assert_eq!((large.status, large.code()), (413, "too_large".to_owned()));
        let fits = format!("name,kind,contact\n{}", "A,food,1\n".repeat(10_000));
        assert_eq!(sol.post_csv(path, &fits).await.codes(), ["too_many"]);
        assert_eq!(sol.post_csv(path, "name,phone\n").await.codes(), ["column_missing", "column_missing", "unknown_column"]);
    }
}

story! {
    async fn a_referral_points_to_a_service_that_is_active(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let path = new_resource(line);
        assert_eq!(sol.put(&path, respite()).await.status, 201);
        let id = path.rsplit('/').next().unwrap();
        let mut record = support_call(line, Duration::hours(1));
        record["referrals"] = json!([{"destination": "food", "result": "declined"},
            {"destination": "peer_respite", "result": "accepted", "resource_id": id}]);
        let call = ana.log(record.clone()).await;
        assert_eq!(ana.get(&call).await.json()["referrals"], record["referrals"]);
        assert_eq!(ana.put(&call, record.clone()).await.status, 200);
        let mut other = record.clone();
        other["referrals"][1].as_object_mut().unwrap().remove("resource_id");
        assert_eq!(ana.put(&call, other).await.code(), "id_taken");

        let mut closed = respite();
        closed["active"] = json!(false);
        assert_eq!(sol.put_on(&format!("{path}/content"), "\"1\"", closed).await.status, 200);
        let refused = ana.put(&new_call(line), record.clone()).await;
        assert_eq!(refused.codes(), ["unknown_resource"]);
        assert_eq!(refused.json()["errors"][0]["pointer"], "/referrals/1/resource_id");
        assert_eq!(ana.put(&call, record).await.status, 200, "it was active when the call was logged");
    }
}
