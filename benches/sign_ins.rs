//! What a flood of sign-ins does to everybody else: 300 clients sign in as fast as they can, half of
//! them wrongly, while another asks every 20 ms whether the server is alive.
//!
//! Once without limits, to show what the bound on hashing does alone, and once with the limits a
//! server has by default. The clients take their share of the same machine.

#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    clippy::indexing_slicing,
    reason = "a benchmark may panic and print"
)]

#[path = "support/server.rs"]
mod server;

use std::collections::BTreeMap;
use std::net::{IpAddr, Ipv4Addr};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use reqwest::Client;
use serde_json::{Value, json};
use warmline::chance;

use server::{Server, UNLIMITED};

const CLIENTS: usize = 300;
const EVERY: Duration = Duration::from_millis(20);
/// Whoever asks whether the server is alive does not share the flood's address.
const BYSTANDER: IpAddr = IpAddr::V4(Ipv4Addr::new(127, 0, 0, 2));

fn seconds() -> Duration {
    let text = std::env::var("BENCH_SECONDS").unwrap_or_else(|_| "30".to_owned());
    Duration::from_secs(text.parse().unwrap())
}

/// How many answers there were of each status; 0 counts what got none.
type Answers = BTreeMap<u16, u32>;

/// One client: right and wrong by turns, each time at once after the answer.
async fn sign_in_again_and_again(
    client: Client,
    (index, url): (usize, String),
    right: Value,
    until: Instant,
) -> Answers {
    let mut answers = Answers::new();
    for turn in index.. {
        if Instant::now() >= until {
            break;
        }
        // A new e-mail each time: one that failed before would have to wait, and cost nothing.
        let wrong =
            json!({"email": format!("{index}.{turn}@oak.example"), "password": "not the password"});
        let body = if turn % 2 == 0 { &right } else { &wrong };
        let status = match client.post(&url).json(body).send().await {
            Ok(answer) => {
                let status = answer.status().as_u16();
                answer.bytes().await.map_or(0, |_| status)
            }
            Err(_) => 0,
        };
        *answers.entry(status).or_default() += 1;
    }
    answers
}

/// Asks every 20 ms, whether the last was answered or not, and gives all times in milliseconds.
/// In a thread of its own, so that it does not queue behind the flood's own clients.
fn ask_whether_alive(url: &str, until: Instant) -> Vec<f64> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .unwrap();
    runtime.block_on(async {
        let client = Client::builder().local_address(BYSTANDER).build().unwrap();
        let mut ticks = tokio::time::interval(EVERY);
        let mut asked = Vec::new();
        while Instant::now() < until {
            // Meant, and not really sent: a wait to be sent is a wait too.
            let meant = ticks.tick().await;
            let request = client.get(format!("{url}/healthz"));
            asked.push(tokio::spawn(async move {
                let answer = request.send().await.unwrap();
                assert_eq!(answer.status(), 200);
                answer.bytes().await.unwrap();
                meant.elapsed().as_secs_f64() * 1000.0
            }));
        }
        let mut times = Vec::new();
        for answer in asked {
            times.push(answer.await.unwrap());
        }
        times.sort_by(f64::total_cmp);
        times
    })
}

async fn flood(name: &str, folder: &Path, settings: &[&str]) {
    let database = format!("sqlite:{}", folder.join("line.db").display());
    let server = Server::start(folder, &database, settings);
    let at_rest = server.peak_memory();
    // Made in advance: that takes a while, and would be felt as if the server were slow.
    let clients: Vec<Client> = (0..CLIENTS).map(|_| Client::new()).collect();
    let until = Instant::now() + seconds();
    let bystander = std::thread::spawn({
        let url = server.url.clone();
        move || ask_whether_alive(&url, until)
    });
    let url = format!("{}/api/v1/session", server.url);
    let clients = clients.into_iter().enumerate().map(|(index, client)| {
        let (to, right) = ((index, url.clone()), server.login(0));
        tokio::spawn(sign_in_again_and_again(client, to, right, until))
    });
    let mut answers = Answers::new();
    for client in clients.collect::<Vec<_>>() {
        for (status, count) in client.await.unwrap() {
            *answers.entry(status).or_default() += count;
        }
    }
    let times = tokio::task::spawn_blocking(|| bystander.join().unwrap());
    let times = times.await.unwrap();
    let at = |hundredth: usize| times[(times.len() - 1) * hundredth / 100];
    println!("{name}");
    print!("  answers a second  ");
    for status in [200, 401, 429, 503] {
        let count = answers.remove(&status).unwrap_or_default();
        print!(
            " {status}: {:.1}  ",
            f64::from(count) / seconds().as_secs_f64()
        );
    }
    println!("others: {answers:?}");
    println!(
        "  GET /healthz       median {:.1} ms, p99 {:.1} ms, longest {:.1} ms, of {}",
        at(50),
        at(99),
        at(100),
        times.len()
    );
    println!(
        "  peak memory        {} MiB, of which {at_rest} before the flood\n",
        server.peak_memory()
    );
}

#[tokio::main]
async fn main() {
    let folder: PathBuf = std::env::temp_dir().join(format!("warmline-bench-{}", chance::secret()));
    println!(
        "{CLIENTS} clients sign in, right and wrong by turns, for {} s\n",
        seconds().as_secs()
    );
    flood("without limits", &folder.join("unlimited"), UNLIMITED).await;
    flood(
        "with the limits of the defaults",
        &folder.join("limited"),
        &[],
    )
    .await;
    std::fs::remove_dir_all(folder).unwrap();
}
