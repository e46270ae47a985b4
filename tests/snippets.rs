//! What evaluators are given to read reports with, run against the real program: the snippets of R and Python, that of Power
//! Query as its parser reads it, the data package and the workbook. Nothing of it was written with the code that made the figures.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

use std::collections::BTreeSet;
use std::io::{BufRead, BufReader, Lines};
use std::path::{Path, PathBuf};
use std::process::{Child, ChildStdout, Command, Stdio};

use reqwest::Client;
use serde_json::{Value, json};
use warmline::chance;
use warmline::clock::{Clock, Moment};
use warmline::id::ReportTokenId;
use warmline::reports::forms::dictionary::{COLUMNS, Kind};

const ROOT: &str = env!("CARGO_MANIFEST_DIR");

/// A demo of the real program, in a folder of its own; both are gone afterwards.
struct Demo {
    folder: PathBuf,
    server: Child,
    /// Held open: a program that cannot say all that it has to say ends.
    _said: Lines<BufReader<ChildStdout>>,
    url: String,
    client: Client,
    token: String,
}

impl Drop for Demo {
    fn drop(&mut self) {
        self.server.kill().ok();
        self.server.wait().unwrap();
        std::fs::remove_dir_all(&self.folder).unwrap();
    }
}

impl Demo {
    /// Starts it, and makes a report token as an evaluator.
    async fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("warmline-snippets-{}", chance::secret()));
        std::fs::create_dir(&folder).unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_warmline"));
        command
            .args(["demo", "--bind", "127.0.0.1:0", "--calls-per-month", "400"])
            .arg("--logins")
            .arg(folder.join("logins.json"))
            .env("WARMLINE_DATA_DIR", folder.join("data"))
            .env("WARMLINE_LOG", "error")
            .env("WARMLINE_REQUESTS_PER_SECOND_PER_ADDRESS", "0")
            .env("WARMLINE_REQUESTS_PER_SECOND_PER_TOKEN", "0")
            .stdout(Stdio::piped())
            .stderr(Stdio::null());
        let mut server = command.spawn().unwrap();
        let mut said = BufReader::new(server.stdout.take().unwrap()).lines();
        let url = said
            .by_ref()
            .map(Result::unwrap)
            .find_map(|line| {
                let (_, rest) = line.split_once("http://")?;
                Some(format!("http://{}", rest.strip_suffix("/api/v1")?))
            })
            .unwrap();
        let mut demo = Self {
            folder,
            server,
            _said: said,
            url,
            client: Client::new(),
            token: String::new(),
        };
        demo.token = demo.make_token().await;
        demo
    }

    async fn make_token(&self) -> String {
        let logins = std::fs::read_to_string(self.folder.join("logins.json")).unwrap();
        let logins: Value = serde_json::from_str(&logins).unwrap();
        let users = logins["users"].as_array().unwrap();
        let evaluator = users
            .iter()
            .find(|user| user["roles"] == json!(["evaluator"]))
            .unwrap();
        let body = json!({"email": evaluator["email"], "password": evaluator["password"]});
        let session = self.client.post(format!("{}/api/v1/session", self.url));
        let session: Value = ask(
            session.header("content-type", "application/json"),
            Some(&body),
        )
        .await
        .1;
        let now = Clock::System.now();
        let id: ReportTokenId = chance::id(now);
        let wish =
            json!({"name": "R on my laptop", "expires_at": now.plus(chrono::Duration::days(30))});
        let token = self
            .client
            .put(format!("{}/api/v1/report-tokens/{id}", self.url))
            .bearer_auth(session["access_token"].as_str().unwrap())
            .header("content-type", "application/json");
        let (status, made) = ask(token, Some(&wish)).await;
        assert_eq!(status, 201, "{made}");
        made["token"].as_str().unwrap().to_owned()
    }

    async fn json(&self, path: &str) -> Value {
        let request = self.client.get(format!("{}/api/v1/{path}", self.url));
        let (status, body) = ask(request.bearer_auth(&self.token), None).await;
        assert_eq!(status, 200, "{path}: {body}");
        body
    }

    /// What a program prints, given the token.
    async fn run(&self, program: &str, arguments: &[&str]) -> String {
        let mut command = Command::new(program);
        command
            .args(arguments)
            .current_dir(ROOT)
            .env("WARMLINE_REPORT_TOKEN", &self.token);
        let output = tokio::task::spawn_blocking(move || command.output())
            .await
            .unwrap()
            .unwrap_or_else(|error| {
                panic!("{program}: {error}. Run scripts/test, which installs what is missing.")
            });
        let needs = "It needs python3-pandas, python3-openpyxl, r-base-core, nodejs and npm: run scripts/test.";
        assert!(
            output.status.success(),
            "{program} {arguments:?}: {} {needs}",
            String::from_utf8_lossy(&output.stderr)
        );
        String::from_utf8(output.stdout).unwrap()
    }
}

async fn ask(request: reqwest::RequestBuilder, body: Option<&Value>) -> (u16, Value) {
    let request = match body {
        Some(body) => request.body(body.to_string()),
        None => request,
    };
    let answer = request.send().await.unwrap();
    let status = answer.status().as_u16();
    (
        status,
        serde_json::from_str(&answer.text().await.unwrap()).unwrap(),
    )
}

fn python() -> String {
    std::env::var("WARMLINE_PYTHON").unwrap_or_else(|_| "/usr/bin/python3".to_owned())
}

/// A cell as text, a number as it is.
fn cell(text: &str) -> Value {
    match text.parse::<f64>() {
        Ok(number) => json!(number),
        Err(_) if text.is_empty() => Value::Null,
        Err(_) => json!(text),
    }
}

/// The figures of a JSON report in the columns that the readers print.
fn expected(report: &Value) -> Vec<Vec<Value>> {
    let number = |value: &Value| value.as_f64().map_or(Value::Null, |number| json!(number));
    let text = |value: &Value| cell(value.as_str().unwrap_or_default());
    let figures = report["figures"].as_array().unwrap();
    let row = |one: &Value| {
        vec![
            text(&one["by"]),
            text(&one["level"]),
            text(&one["group"]),
            text(&one["statistic"]),
            number(&one["value"]),
            text(&one["status"]),
            number(&one["low"]),
            number(&one["high"]),
            number(&one["n"]["value"]),
            number(&one["missing"]["value"]),
            json!(one["few"].as_bool().unwrap().to_string()),
        ]
    };
    figures.iter().map(row).collect()
}

/// The rows of tab-separated text below its header.
fn rows(text: &str) -> Vec<Vec<Value>> {
    let lines = text.lines().skip(1);
    lines
        .map(|line| line.split('\t').map(cell).collect())
        .collect()
}

#[tokio::test(flavor = "multi_thread")]
async fn the_snippets_the_data_package_and_the_workbook_hold_what_was_released_and_nothing_that_is_withheld()
 {
    let demo = Demo::start().await;
    let periods = demo.json("reports").await["periods"].clone();
    let period = |wanted: &dyn Fn(&str) -> bool| {
        let all = periods.as_array().unwrap().iter();
        let mut all = all.map(|period| period.as_str().unwrap().to_owned());
        all.find(|period| wanted(period)).unwrap()
    };
    let month = period(&|period| period.len() == 7 && !period.contains('Q'));
    // In January the demo's fiscal year is the calendar year.
    let year = period(&|period| period.starts_with("FY") || period.len() == 4);

    let mut seen = BTreeSet::new();
    for (report, period) in [
        ("isolation-change", &month),
        ("escalation", &year),
        ("reach", &year),
        ("access", &month),
    ] {
        let json = demo
            .json(&format!("reports/{report}?period={period}"))
            .await;
        let expected = expected(&json);
        let by_python = ["tests/snippets/read.py", &demo.url, report, period];
        assert_eq!(
            rows(&demo.run(&python(), &by_python).await),
            expected,
            "Python, {report}"
        );
        let by_r = [
            "tests/snippets/read.R",
            "docs/snippets",
            &demo.url,
            report,
            period,
        ];
        assert_eq!(
            rows(&demo.run("Rscript", &by_r).await),
            expected,
            "R, {report}"
        );
        seen.extend(expected.iter().map(|row| row[5].to_string()));
    }
    let both = ["\"shown\"", "\"withheld\""].map(str::to_owned);
    assert!(both.iter().all(|status| seen.contains(status)), "{seen:?}");

    as_documented(&demo, &month).await;
    power_query(&demo, &month).await;
    pack(&demo, &year).await;
}

/// The snippets as their first lines say that they are run: a table with NA where a figure is withheld.
async fn as_documented(demo: &Demo, month: &str) {
    let report = demo
        .json(&format!("reports/isolation-change?period={month}"))
        .await;
    let figures = report["figures"].as_array().unwrap();
    let withheld = figures.iter().filter(|one| one["status"] == "withheld");
    let first = format!(
        "isolation-change {month}: {} figures, {} withheld",
        figures.len(),
        withheld.count()
    );
    for (program, snippet, none) in [
        (python().as_str(), "docs/snippets/read_report.py", "NaN"),
        ("Rscript", "docs/snippets/read_report.R", "NA"),
    ] {
        let printed = demo
            .run(program, &[snippet, &demo.url, "isolation-change", month])
            .await;
        let mut lines = printed.lines();
        assert_eq!(lines.next().unwrap(), first);
        let words: Vec<Vec<&str>> = lines
            .map(|line| line.split_whitespace().collect())
            .collect();
        let mut marked = words.iter().filter(|line| line.last() == Some(&"withheld"));
        assert!(marked.all(|line| line[3] == none), "{printed}");
        let eligible = words.iter().find(|line| line[2] == "eligible").unwrap();
        let value: f64 = eligible[3].parse().unwrap();
        assert_eq!(json!(value), json!(figures[0]["value"].as_f64()));
    }
}

/// What the snippet of Power Query asks for is answered, and each column is of the type that it gives to it. Excel runs nowhere
/// but on a desk: Microsoft's parser says what the snippet means.
async fn power_query(demo: &Demo, month: &str) {
    let parameters = [
        ("Line", demo.url.as_str()),
        ("Token", &demo.token),
        ("Period", month),
    ];
    let parameters = parameters.map(|(name, value)| format!("{name}={value}"));
    let snippet = [
        "tests/snippets/power_query.mjs",
        "target/javascript",
        "docs/snippets/read_report.pq",
    ];
    let arguments: Vec<&str> = snippet
        .into_iter()
        .chain(parameters.iter().map(String::as_str))
        .collect();
    let says: Value = serde_json::from_str(&demo.run("node", &arguments).await).unwrap();
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let address = format!("{}/{}", text(&says["line"]), text(&says["RelativePath"]));
    let query: Vec<(String, String)> = serde_json::from_value(json!(
        says["Query"]
            .as_object()
            .unwrap()
            .iter()
            .collect::<Vec<_>>()
    ))
    .unwrap();
    let request = demo.client.get(address).query(&query);
    let request = request.header("authorization", text(&says["Headers"]["Authorization"]));
    let answer = request.send().await.unwrap();
    assert_eq!(answer.status(), 200);
    let body = answer.bytes().await.unwrap();
    let mut reader = csv::Reader::from_reader(body.as_ref());
    let columns = reader.headers().unwrap().clone();
    let rows: Vec<csv::StringRecord> = reader.records().map(Result::unwrap).collect();
    assert!(rows.len() > 20 && text(&says["culture"]) == "en-US");
    for column in says["columns"].as_array().unwrap() {
        let (name, kind) = (text(&column[0]), text(&column[1]));
        let at = columns.iter().position(|column| column == name).unwrap();
        for value in rows
            .iter()
            .map(|row| &row[at])
            .filter(|value| !value.is_empty())
        {
            let is_of_it = match kind.as_str() {
                "Int64.Type" => value.parse::<i64>().is_ok(),
                "type number" => value.parse::<f64>().is_ok(),
                "type logical" => value.parse::<bool>().is_ok(),
                "type datetimezone" => Moment::parse(value).is_some(),
                _ => false,
            };
            assert!(is_of_it, "{name}, {kind}: {value}");
        }
    }
}

/// The funder pack of a year, held against what it says of itself.
async fn pack(demo: &Demo, year: &str) {
    let path = format!(
        "{}/api/v1/reports/funder-pack?period={year}&format=zip",
        demo.url
    );
    let answer = demo.client.get(path).bearer_auth(&demo.token).send().await;
    let file = demo.folder.join("pack.zip");
    std::fs::write(&file, answer.unwrap().bytes().await.unwrap()).unwrap();
    let file = file.to_str().unwrap();
    let told = demo.run(&python(), &["tests/snippets/pack.py", file]).await;
    let told: Value = serde_json::from_str(&told).unwrap();
    let least = |name: &str, least: u64| told[name].as_u64().unwrap() >= least;
    assert!(least("figures", 700) && least("compared", 100), "{told}");
    assert!(least("withheld", 20), "{told}");
    assert_eq!(told["sheets"][0], "Notes");
}

/// The names in double quotes of a text.
fn quoted(text: &str) -> BTreeSet<&str> {
    text.split('"').skip(1).step_by(2).collect()
}

#[test]
fn the_document_for_evaluators_leads_to_each_snippet() {
    let document = std::fs::read_to_string(format!("{ROOT}/docs/evaluators.md")).unwrap();
    let mut snippets = 0;
    for file in std::fs::read_dir(Path::new(ROOT).join("docs/snippets")).unwrap() {
        let name = file.unwrap().file_name().into_string().unwrap();
        assert!(document.contains(&format!("(snippets/{name})")), "{name}");
        snippets += 1;
    }
    assert_eq!(snippets, 3);
    for column in &COLUMNS {
        assert!(
            document.contains(&format!("`{}`", column.name)),
            "{} is not explained",
            column.name
        );
    }
}

#[test]
fn power_query_gives_each_column_that_is_no_text_its_type() {
    let snippet = std::fs::read_to_string(format!("{ROOT}/docs/snippets/read_report.pq")).unwrap();
    let typed = quoted(&snippet);
    for column in &COLUMNS {
        let is_text = matches!(column.kind, Kind::Text | Kind::Word(_) | Kind::Month);
        assert_eq!(typed.contains(column.name), !is_text, "{}", column.name);
        let kind = match column.kind {
            Kind::Integer => "Int64.Type",
            Kind::Number => "type number",
            Kind::Boolean => "type logical",
            Kind::Moment => "type datetimezone",
            _ => continue,
        };
        let typed = format!("{{\"{}\", {kind}}}", column.name);
        assert!(snippet.contains(&typed), "{typed}");
    }
}
