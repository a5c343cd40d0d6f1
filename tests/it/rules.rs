//! `docs/rules.md` says what the rule files say.

use std::env;
use std::fmt::Write as _;
use std::fs;

use crate::source;

const RULES: &str = "src/extract/rules";
const PAGE: &str = "docs/rules.md";
const INTRODUCTION: &str = "# Rules

Each rule reads one construction, and each fact names the rule that found it.
This page is made from the headings of the rule files: `UPDATE=1 cargo test` writes it.
";

#[test]
fn the_page_says_what_the_rules_say() {
    let mut page = INTRODUCTION.to_owned();
    for file in rule_files() {
        let text = source::read(&format!("{RULES}/{file}"));
        let lines: Vec<_> = heading(&text).collect();
        page.push_str(&section(&file, &lines));
    }
    if env::var_os("UPDATE").is_some() {
        fs::write(source::root().join(PAGE), &page).unwrap();
    }
    assert!(source::read(PAGE) == page, "{PAGE} is out of date: run with UPDATE=1");
}

#[test]
fn every_rule_has_its_headings_and_its_cases() {
    let files = rule_files();
    assert!(!files.is_empty());
    for file in files {
        let text = source::read(&format!("{RULES}/{file}"));
        let parts: Vec<_> =
            heading(&text).filter_map(|it| it.strip_prefix("## ")).collect();
        assert_eq!(parts, ["Finds", "Gives", "Leaves alone"], "{file}");
        let cases = heading(&text).find_map(|it| it.strip_prefix("Cases: `")).unwrap();
        let cases = source::read(cases.trim_end_matches('`'));
        let tests = cases.lines().filter(|it| it.starts_with("## ")).count();
        assert!(tests >= 5, "{file}: its page has {tests} cases; write five");
    }
}

fn rule_files() -> Vec<String> {
    let files = source::files(RULES).into_iter();
    files.filter(|it| it != "mod.rs").collect()
}

/// The lines of the doc comment at the top of a file.
fn heading(text: &str) -> impl Iterator<Item = &str> {
    let lines = text.lines().map_while(|it| it.strip_prefix("//!"));
    lines.map(str::trim)
}

/// The heading of a rule as a section of the page, one sentence a line.
fn section(file: &str, lines: &[&str]) -> String {
    let mut section = String::new();
    for paragraph in lines.split(|it| it.is_empty()) {
        let (headings, prose): (Vec<&str>, Vec<&str>) =
            paragraph.iter().partition(|it| it.starts_with("## "));
        for heading in headings {
            writeln!(section, "#{heading}").unwrap();
        }
        let prose = prose.join(" ");
        let prose = prose.replace(". ", ".\n");
        let level = if section.is_empty() { "## " } else { "" };
        writeln!(section, "{level}{prose}\n").unwrap();
    }
    writeln!(section, "Rule: `{RULES}/{file}`").unwrap();
    format!("\n{section}")
}
