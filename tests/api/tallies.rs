//! What telephony counted, hour by hour.

use serde_json::{Value, json};

use crate::line::Line;
use crate::story;

fn figures(offered: u32, answered: u32) -> Value {
    json!({"offered": offered, "answered": answered, "abandoned": 1, "wait_seconds": 240})
}

story! {
    async fn an_hour_is_recorded_once_and_corrected_on_the_version_that_was_read(line: &Line) {
        let (sol, ana) = (line.supervisor("Sol").await, line.peer("Ana").await);
        let path = "/api/v1/hourly-tallies/2026-06-09T14";
        let made = sol.put(path, figures(12, 9)).await;
        assert_eq!(made.status, 201, "{}", made.text);
        assert_eq!(made.json()["starts_at"], "2026-06-09T21:00:00Z");
        assert_eq!(sol.put(path, figures(12, 9)).await.status, 200);
        assert_eq!(sol.put(path, figures(12, 10)).await.code(), "if_match_needed");
        assert_eq!(sol.put_on(path, "\"9\"", figures(12, 10)).await.code(), "changed_meanwhile");
        let read = sol.get(path).await;
        let corrected = sol.put_on(path, read.header("etag"), figures(12, 10)).await;
        assert_eq!((corrected.status, &corrected.json()["version"]), (200, &json!(2)));
        assert_eq!(ana.get(path).await.code(), "forbidden");
        assert_eq!(sol.get("/api/v1/hourly-tallies/2026-06-09T15").await.status, 404);
    }
}

story! {
    async fn impossible_figures_and_hours_are_refused(line: &Line) {
        let sol = line.supervisor("Sol").await;
        let put = async |hour: &str, body| sol.put(&format!("/api/v1/hourly-tallies/{hour}"), body).await.codes();
        assert_eq!(put("2026-06-10T11", figures(3, 3)).await, ["too_few_offered"]);
        assert_eq!(put("2026-06-10T12", figures(9, 3)).await, ["not_over"]);
        assert_eq!(put("2026-03-08T02", figures(9, 3)).await, ["no_such_hour"]);
        assert_eq!(put("2025-11-02T01", figures(9, 3)).await, ["shown_twice"]);
        assert_eq!(put("2025-11-02T01-09:00", figures(9, 3)).await, ["wrong_offset"]);
        assert_eq!(put("yesterday", figures(9, 3)).await, ["wrong_value"]);
    }
}

story! {
    async fn the_hour_that_comes_twice_is_kept_twice(line: &Line) {
        let sol = line.supervisor("Sol").await;
        for (hour, offered) in [("2025-11-02T01-07:00", 5), ("2025-11-02T01-08:00", 7), ("2025-11-02T02", 9)] {
            let made = sol.put(&format!("/api/v1/hourly-tallies/{hour}"), figures(offered, 3)).await;
            assert_eq!(made.status, 201, "{}", made.text);
        }
        let page = sol.get("/api/v1/hourly-tallies?from=2025-11-02&to=2025-11-03&limit=2").await.json();
        let offered = |page: &Value| page["items"].as_array().unwrap().iter().map(|item| item["offered"].as_u64().unwrap()).collect::<Vec<_>>();
        assert_eq!((offered(&page), page["time_zone"].as_str().unwrap()), (vec![5, 7], "America/Los_Angeles"));
        let rest = format!("/api/v1/hourly-tallies?from=2025-11-02&to=2025-11-03&cursor={}", page["next"].as_str().unwrap());
        assert_eq!(offered(&sol.get(&rest).await.json()), [9]);
    }
}

story! {
    async fn a_sheet_of_hours_is_tried_taken_whole_and_corrected_with_versions(line: &Line) {
        let sol = line.supervisor("Sol").await;
        let (dry, wet) = ("/api/v1/hourly-tallies/import?dry_run=true", "/api/v1/hourly-tallies/import");
        let head = "hour,offered,answered,abandoned,wait_seconds,version\n";
        let wrong = format!("{head}2026-06-09T10,5,4,2,10,\n2026-06-09T11,5,4,1,10,\n2026-06-10T12,1,1,0,3,\n");
        let tried = sol.post_csv(dry, &wrong).await;
        assert_eq!(tried.json()["faults"][0]["pointer"], "/rows/2/offered", "{}", tried.text);
        assert_eq!(sol.post_csv(wet, &wrong).await.codes(), ["too_few_offered", "not_over"]);
        let right = format!("{head}2026-06-09T10,7,4,2,10,\n2026-06-09T11,5,4,1,10,\n");
        assert_eq!(sol.post_csv(dry, &right).await.json()["added"], 2);
        assert_eq!(sol.get("/api/v1/hourly-tallies").await.json()["items"], json!([]));
        assert_eq!(sol.post_csv(wet, &right).await.json()["added"], 2);
        assert_eq!(sol.post_csv(wet, &right).await.json()["unchanged"], 2);
        let other = format!("{head}2026-06-09T10,8,4,2,10,\n");
        assert_eq!(sol.post_csv(wet, &other).await.codes(), ["other_figures"]);
        let corrected = format!("{head}2026-06-09T10,8,4,2,10,1\n");
        assert_eq!(sol.post_csv(wet, &corrected).await.json()["changed"], 1);
        let read = sol.get("/api/v1/hourly-tallies/2026-06-09T10").await.json();
        assert_eq!((&read["offered"], &read["version"]), (&json!(8), &json!(2)));
    }
}
