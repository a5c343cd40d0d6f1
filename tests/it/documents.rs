//! The documents agree with the repository.

use std::collections::BTreeSet;

use newsgraph::rdf::{Names, Query, Store, write_article};

use crate::cases;
use crate::layers::{HOMES, LAYERS};
use crate::source;

#[test]
fn the_architecture_shows_the_layers() {
    let rows = source::table(&source::read("ARCHITECTURE.md"), "## Layers");
    let shown: Vec<Vec<String>> = rows
        .iter()
        .map(|cells| cells[1].split(", ").map(|it| it.replace('`', "")).collect())
        .collect();
    assert_eq!(shown, LAYERS);
}

#[test]
fn the_architecture_shows_the_homes() {
    let rows = source::table(&source::read("ARCHITECTURE.md"), "## Homes");
    let shown: Vec<_> = rows
        .iter()
        .map(|cells| (cells[0].replace('`', ""), cells[1].replace('`', "")))
        .collect();
    let homes: Vec<_> = HOMES
        .iter()
        .map(|(foreign, home)| ((*foreign).to_owned(), (*home).to_owned()))
        .collect();
    assert_eq!(shown, homes);
}

#[test]
fn the_design_says_why_each_crate_is_there() {
    let cargo = source::read("Cargo.toml");
    let (_, rest) = cargo.split_once("[dependencies]\n").unwrap();
    let lines = rest.lines().take_while(|it| !it.starts_with("[lints"));
    let needed: BTreeSet<_> = lines
        .filter_map(|it| Some(it.split_once(" = ")?.0.to_owned()))
        .filter(|it| !it.starts_with(['[', '#']))
        .collect();
    let heading = "## Which crates do we stand on, and why?";
    let rows = source::table(&source::read("docs/design.md"), heading);
    let explained = rows.iter().flat_map(|it| it[0].split(", "));
    let explained: BTreeSet<_> = explained.map(|it| it.replace('`', "")).collect();
    assert_eq!(explained, needed, "docs/design.md");
}

#[test]
fn every_module_has_an_entry_in_the_code_map() {
    let map = source::read("ARCHITECTURE.md");
    let modules: BTreeSet<_> = source::files("src")
        .into_iter()
        .filter_map(|it| it.split_once('/').map(|(module, _)| module.to_owned()))
        .collect();
    for module in modules {
        let heading = format!("### `src/{module}/`: ");
        assert!(map.contains(&heading), "ARCHITECTURE.md: no heading {heading:?}");
    }
}

#[test]
fn paths_in_documents_exist() {
    let mut seen = 0;
    for page in pages() {
        let folder = page.rsplit_once('/').map_or("", |it| it.0);
        for path in paths(&source::read(&page)) {
            let from_page = source::root().join(folder).join(&path);
            let exists = source::root().join(&path).exists() || from_page.exists();
            assert!(exists, "{page}: {path} does not exist");
            seen += 1;
        }
    }
    assert!(seen > 20, "only {seen} paths were seen");
}

#[test]
fn prose_has_one_sentence_per_line() {
    for page in pages() {
        let text = source::read(&page);
        let mut code = false;
        for (index, line) in text.lines().enumerate() {
            code ^= line.starts_with("```");
            let prose = !code && !line.starts_with('|');
            let two = [". ", "? ", "! "].into_iter().any(|end| {
                line.match_indices(end).any(|(at, _)| {
                    let next = line[at + 2..].trim_start_matches(['`', '*', '[', '"']);
                    at > 1 && next.starts_with(char::is_uppercase)
                })
            });
            assert!(!(prose && two), "{page}:{}: one sentence per line", index + 1);
        }
    }
}

#[test]
fn the_readme_opens_with_the_commands_of_ci() {
    let readme = source::read("README.md");
    let commands = readme.lines().skip_while(|it| !it.starts_with("```")).skip(1);
    let commands: Vec<_> = commands
        .take_while(|it| *it != "```")
        .map(|it| it.split('#').next().unwrap().trim())
        .collect();
    assert_eq!(commands.len(), 2);
    assert!(source::read(".ci/run").contains(&format!("step test {}\n", commands[1])));
    let just = source::read("justfile");
    for line in source::read(".ci/run").lines() {
        if let Some((_, command)) =
            line.strip_prefix("step ").and_then(|it| it.split_once(' '))
        {
            let command = command.strip_prefix("env ").unwrap_or(command);
            assert!(just.contains(&format!("    {command}\n")), "justfile: {command}");
        }
    }
}

#[test]
fn the_recipes_are_the_steps_of_ci_and_are_explained() {
    let just = source::read("justfile");
    let recipes = just.lines().filter(|it| !it.starts_with(['#', ' ']));
    let recipes: Vec<_> = recipes.filter_map(|it| it.split_once(':')).collect();
    let ci = source::read(".ci/run");
    let steps = ci.lines().filter_map(|it| it.strip_prefix("step ")?.split_once(' '));
    let steps: Vec<_> = steps.collect();
    let names: Vec<_> = steps.iter().map(|it| it.0).collect();
    let (first, chain) = recipes[0];
    assert_eq!((first, chain.trim()), ("ci", &*names.join(" ")), "justfile");
    for (name, command) in steps {
        let command = command.strip_prefix("env ").unwrap_or(command);
        let recipe = format!("\n{name}:\n    {command}\n\n");
        assert!(just.contains(&recipe), "justfile: {name} is not `{command}`");
    }
    let names: Vec<_> =
        recipes[1..].iter().map(|it| format!("`just {}`", it.0)).collect();
    let rows = source::table(&source::read("CONTRIBUTING.md"), "# Contributing");
    let shown: Vec<_> = rows.iter().map(|it| &*it[0]).collect();
    assert_eq!(shown, names, "CONTRIBUTING.md");
}

#[test]
fn the_evaluation_says_which_bars_are_met() {
    let page = source::read("docs/evaluation.md");
    let rows = source::table(&page, "## Every bar");
    assert!(rows.len() > 40, "only {} bars", rows.len());
    for row in rows {
        let [what, bar, value, met, section] = &*row else { panic!("{row:?}") };
        assert_eq!(verdict(bar, value), met, "docs/evaluation.md: {what}");
        let is_there = section.is_empty() || page.contains(&format!("\n## {section}"));
        assert!(is_there, "docs/evaluation.md: {what}: no section {section}");
    }
}

/// Whether a value such as `107 MB` reaches a bar such as `≤ 400 MB`.
fn verdict(bar: &str, value: &str) -> &'static str {
    let number = |text: &str| {
        let (number, unit) = text.split_once(' ').unwrap_or((text, ""));
        (number.replace(',', "").parse::<f64>().unwrap(), unit.to_owned())
    };
    if value.is_empty() {
        return "open";
    }
    let (sign, wanted) = bar.split_once(' ').unwrap();
    let ((wanted, unit), (found, of)) = (number(wanted), number(value));
    assert_eq!(unit, of, "{bar}: {value}");
    let is_met = match sign {
        "≥" => found >= wanted,
        "≤" => found <= wanted,
        _ => panic!("{bar}: neither ≥ nor ≤"),
    };
    if is_met { "yes" } else { "no" }
}

#[test]
fn the_readme_has_no_figure_that_the_evaluation_lacks() {
    let readme = source::read("README.md");
    let (_, section) = readme.split_once("\n## How good is it?\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    assert!(measured("README.md", section) >= 4);
}

#[test]
fn the_comparison_has_no_figure_of_ours_that_the_evaluation_lacks() {
    let page = source::read("docs/comparison.md");
    let (_, section) = page.split_once("\n## Run beside newsgraph\n").unwrap();
    let section = section.split("\n## ").next().unwrap();
    let rows = section.lines().filter(|it| it.starts_with('|') && !it.contains("---"));
    let ours = rows.filter_map(|it| it.split('|').nth(2));
    assert!(ours.map(|it| measured("docs/comparison.md", it)).sum::<usize>() >= 15);
}

/// How many figures a text of a page has, each of which must stand in the evaluation.
fn measured(page: &str, text: &str) -> usize {
    let evaluation = source::read("docs/evaluation.md");
    let words = text.split_whitespace().map(|it| it.trim_end_matches([',', '.', ';']));
    let figures =
        words.filter(|it| it.starts_with(|it: char| it == '.' || it.is_numeric()));
    figures
        .map(|it| assert!(evaluation.contains(it), "{page}: {it} is not measured"))
        .count()
}

#[test]
fn the_example_is_the_same_everywhere() {
    let example = source::read("docs/example.txt");
    let block = format!("```text\n{example}```\n");
    let graph = source::read("docs/graph.md");
    assert!(source::read("README.md").contains(&block));
    assert!(graph.contains(&block));
    let record = cases::record(&example);
    let names = graph.split(|it: char| !it.is_alphanumeric() && it != '-' && it != ':');
    let mut facts = 0;
    for name in names {
        if let Some(fact) = name.strip_prefix("f:").filter(|it| !it.is_empty()) {
            assert!(record.facts.contains_key(fact), "docs/graph.md: no fact {fact}");
            facts += 1;
        }
        let id = name.strip_prefix("a:").or_else(|| name.strip_prefix("s:"));
        if let Some(id) = id.filter(|it| !it.is_empty()) {
            assert_eq!(id, record.id.as_str(), "docs/graph.md");
        }
    }
    assert!(facts > 5, "only {facts} facts");
}

/// What the page about the graph says of the example in Turtle is in its graph.
#[test]
fn the_graph_of_the_example_holds_what_its_page_says() {
    let record = cases::record(&source::read("docs/example.txt"));
    let names = Names::default();
    let store = Store::new(names.clone());
    store.load_own("example", &write_article(&record, &names)).unwrap();
    let page = source::read("docs/graph.md");
    let blocks = page.split("```turtle\n").skip(1);
    let blocks = blocks.map(|it| it.split("```").next().unwrap());
    let mut asked = 0;
    // What is not of the example has a mark for what is left out.
    for block in blocks.filter(|it| !it.contains('…')) {
        let query = Query::new("docs/graph.md", format!("ASK {{\n{block}}}"));
        let answer = store.answer(&query).unwrap().table();
        assert_eq!(answer.rows[0][0], "yes", "docs/graph.md: not so:\n{block}");
        asked += 1;
    }
    assert!(asked >= 4, "only {asked} blocks");
}

/// The pages of the project, without the cases and the articles of the tests.
fn pages() -> Vec<String> {
    let top = std::fs::read_dir(source::root()).unwrap();
    let top = top.map(|it| it.unwrap().file_name().into_string().unwrap());
    let mut pages: Vec<_> = top.filter(|it| it.ends_with(".md")).collect();
    let docs = source::files("docs").into_iter().map(|it| format!("docs/{it}"));
    pages.extend(docs.filter(|it| it.ends_with(".md")));
    pages.push("data/README.md".into());
    pages.sort();
    pages
}

/// What a page names as a path: targets of links, and code with a slash that starts in a
/// folder of the repository.
fn paths(text: &str) -> Vec<String> {
    const FOLDERS: &[&str] = &[
        "src/", "tests/", "data/", "docs/", "queries/", "train/", "benches/", "fuzz/",
        ".ci/",
    ];
    let mut found = Vec::new();
    let mut fenced = false;
    for line in text.lines() {
        fenced ^= line.starts_with("```");
        if fenced {
            continue;
        }
        let links = line.split("](").skip(1).filter_map(|it| it.split(')').next());
        let links = links.map(|it| it.split('#').next().unwrap());
        found.extend(links.filter(|it| !it.contains("://")).map(str::to_owned));
        let code = line.split('`').skip(1).step_by(2);
        let code = code.filter(|it| FOLDERS.iter().any(|folder| it.starts_with(folder)));
        found.extend(code.filter(|it| !it.contains([' ', '*', '<'])).map(str::to_owned));
    }
    found.retain(|it| !it.is_empty());
    found
}

#[cfg(test)]
mod tests {
    #[test]
    fn a_bar_is_met_or_missed_or_open() {
        for (bar, value, expected) in [
            ("≥ .84", ".84", "yes"),
            ("≥ .84", ".839", "no"),
            ("≤ 2,000 MB", "1,800 MB", "yes"),
            ("≤ 10", "54", "no"),
            ("≥ 10", "", "open"),
        ] {
            assert_eq!(super::verdict(bar, value), expected, "{bar}: {value}");
        }
    }

    #[test]
    fn paths_are_links_and_code_in_a_folder() {
        let page = "See [the guide](docs/guide.md#show), `src/doc/tree.rs` and `a/b`.\n\
            ```sh\ncat `src/none.rs`\n```\n[Far](https://example.org) `src/*.rs`\n";
        assert_eq!(super::paths(page), ["docs/guide.md", "src/doc/tree.rs"]);
    }
}
