//! What the line has decided, and its regions.

use serde_json::json;
use warmline::role::Role;

use crate::line::{Line, new_call, support_call};
use crate::story;

story! {
    async fn an_admin_changes_the_settings_on_the_version_that_was_read(line: &Line) {
        let (ada, sol) = (line.person("Ada", &[Role::Admin]).await, line.supervisor("Sol").await);
        let read = ada.get("/api/v1/settings").await;
        let mut wanted = read.json();
        assert_eq!((&wanted["notes_on"], &wanted["caller_codes"]), (&json!(false), &json!("as_said")));
        wanted["rest_hours"] = json!(11);
        wanted["caller_codes"] = json!("by_phone");
        let version = read.header("etag").to_owned();
        let headers = [("content-type", "application/json"), ("if-match", version.as_str())];
        let put = |body: &serde_json::Value| ada.ask(reqwest::Method::PUT, "/api/v1/settings", Some(body.to_string()), &headers);
        let changed = put(&wanted).await;
        assert_eq!((changed.status, changed.json()), (200, wanted.clone()), "{}", changed.text);
        assert_eq!(put(&wanted).await.code(), "changed_meanwhile");
        let read = sol.get("/api/v1/settings").await;
        assert_eq!((read.json(), read.header("etag")), (wanted.clone(), changed.header("etag")));
        wanted["withhold_under"] = json!(4);
        wanted["week_hours"] = json!(0);
        assert_eq!(put(&wanted).await.codes(), ["out_of_range", "out_of_range"]);
    }
}

story! {
    async fn a_region_is_large_and_is_named_in_a_call(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let large = json!({"name": "Alameda County", "population": 1_600_000});
        assert_eq!(sol.put("/api/v1/regions/alameda_county", large.clone()).await.status, 201);
        assert_eq!(sol.put("/api/v1/regions/alameda_county", large).await.status, 200);
        let small = json!({"name": "Alpine County", "population": 1_200});
        assert_eq!(sol.put("/api/v1/regions/alpine_county", small).await.codes(), ["too_small"]);
        assert_eq!(ana.get("/api/v1/regions").await.json()["items"][0]["code"], "alameda_county");
        let mut record = support_call(line, chrono::Duration::hours(1));
        record["demographics"] = json!({"region": "alpine_county"});
        assert_eq!(ana.put(&new_call(line), record.clone()).await.codes(), ["unknown_region"]);
        record["demographics"] = json!({"age_band": "25_34", "gender": "woman", "race_ethnicity": ["asian", "white"], "veteran": "no",
            "language": "es", "region": "alameda_county", "living_alone": "declined"});
        record["caller_rating"] = json!("4");
        record["peer_impact"] = json!(2);
        record["review_flag"] = json!(true);
        let path = ana.log(record.clone()).await;
        let read = ana.get(&path).await.json();
        for field in ["demographics", "caller_rating", "peer_impact", "review_flag"] {
            assert_eq!(read[field], record[field], "{field}");
        }
        assert_eq!(ana.put(&path, record).await.status, 200);
    }
}
