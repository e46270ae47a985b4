//! Every dependency may be used in a project under MIT or Apache-2.0, and the crates we must not have are absent.

#![expect(
    clippy::unwrap_used,
    clippy::indexing_slicing,
    reason = "a test may panic"
)]

use std::process::Command;

use serde_json::Value;

/// Licences that ask for no more than to be named.
const PERMISSIVE: &[&str] = &[
    "MIT",
    "MIT-0",
    "Apache-2.0",
    "Apache-2.0 WITH LLVM-exception",
    "BSD-1-Clause",
    "BSD-2-Clause",
    "BSD-3-Clause",
    "ISC",
    "Zlib",
    "0BSD",
    "BSL-1.0",
    "CC0-1.0",
    "Unlicense",
    "Unicode-3.0",
    "Unicode-DFS-2016",
    "MPL-2.0",
    "PostgreSQL",
    "OpenSSL",
    "CDLA-Permissive-2.0",
    "NCSA",
];

/// Crates with an open advisory or a licence that binds us, and why.
const BARRED: &[(&str, &str)] = &[
    ("rsa", "RUSTSEC-2023-0071"),
    ("actix-governor", "GPL-3.0"),
    (
        "openssl-sys",
        "this build needs nothing but Rust and a C compiler",
    ),
];

/// Whether a licence expression can be met with permissive licences alone.
fn is_permissive(expression: &str) -> bool {
    // One alternative of each conjunct must be permissive. Old crates write a slash for OR.
    let expression = expression.replace(['(', ')'], " ").replace('/', " OR ");
    expression.split(" AND ").all(|part| {
        part.split(" OR ")
            .any(|licence| PERMISSIVE.contains(&licence.trim()))
    })
}

fn packages() -> Vec<Value> {
    let output = Command::new(env!("CARGO"))
        .args([
            "metadata",
            "--format-version",
            "1",
            "--locked",
            "--filter-platform",
            "x86_64-unknown-linux-gnu",
        ])
        .current_dir(env!("CARGO_MANIFEST_DIR"))
        .output()
        .unwrap();
    assert!(
        output.status.success(),
        "{}",
        String::from_utf8_lossy(&output.stderr)
    );
    let metadata: Value = serde_json::from_slice(&output.stdout).unwrap();
    let used: Vec<&str> = metadata["resolve"]["nodes"]
        .as_array()
        .unwrap()
        .iter()
        .map(|node| node["id"].as_str().unwrap())
        .collect();
    let packages = metadata["packages"].as_array().unwrap().iter();
    packages
        .filter(|package| used.contains(&package["id"].as_str().unwrap()))
        .cloned()
        .collect()
}

#[test]
fn every_dependency_is_under_a_permissive_licence() {
    let packages = packages();
    assert!(packages.len() > 100);
    let wrong: Vec<String> = packages
        .iter()
        .filter(|package| !package["license"].as_str().is_some_and(is_permissive))
        .map(|package| format!("{}: {}", package["name"], package["license"]))
        .collect();
    assert!(wrong.is_empty(), "{wrong:#?}");
}

#[test]
fn no_barred_crate_is_among_the_dependencies() {
    for package in packages() {
        let name = package["name"].as_str().unwrap();
        let barred = BARRED.iter().find(|(barred, _)| *barred == name);
        assert!(barred.is_none(), "{name}: {}", barred.unwrap().1);
    }
}

#[test]
fn an_expression_is_permissive_if_one_of_each_choice_is() {
    assert!(is_permissive("MIT OR Apache-2.0"));
    assert!(is_permissive("MIT/Apache-2.0"));
    assert!(is_permissive("(MIT OR GPL-3.0) AND Unicode-3.0"));
    assert!(!is_permissive("GPL-3.0"));
    assert!(!is_permissive("MIT AND GPL-3.0"));
}
