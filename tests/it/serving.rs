//! The server as clients meet it: over sockets, in the words of HTTP.

use std::fs;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};

use serde_json::Value;

use crate::cli::{ALDANE, BRANDT, program, run};
use crate::source;

pub(crate) const ENDORSED: &str = "SELECT ?a ?b { ?a :endorsed ?b }";
/// Worked out by hand: the article says so of these two and of no others.
pub(crate) const ANSWER: &str = "a,b\r\nhttps://w3id.org/newsgraph/id/entity/nora-aldane,\
                      https://w3id.org/newsgraph/id/entity/felix-brandt\r\n";

/// A running server; it ends with the test.
pub(crate) struct Server {
    pub(crate) child: Child,
    pub(crate) address: String,
}

impl Server {
    pub(crate) fn start(folder: &Path, arguments: &[&str]) -> Self {
        let arguments = [&["serve", "news", "--port", "0"], arguments].concat();
        let mut command = program(folder, &arguments);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let line = lines.next().unwrap().unwrap();
        let address = line.split("http://").nth(1).unwrap_or_else(|| panic!("{line}"));
        let address = address.split('/').next().unwrap().to_owned();
        // What it says later is read, so that it never waits for a reader.
        thread::spawn(move || lines.for_each(drop));
        Self { child, address }
    }

    /// Sends the bytes and reads until the server closes.
    pub(crate) fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        // A server that refuses early may close before everything is sent.
        drop(stream.write_all(bytes));
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        Answer::new(&answer)
    }

    pub(crate) fn send(
        &self,
        method: &str,
        target: &str,
        headers: &str,
        body: &str,
    ) -> Answer {
        let (address, length) = (&self.address, body.len());
        self.raw(
            format!(
                "{method} {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
                 Content-Length: {length}\r\n{headers}\r\n{body}"
            )
            .as_bytes(),
        )
    }

    pub(crate) fn get(&self, target: &str, headers: &str) -> Answer {
        self.send("GET", target, headers, "")
    }

    /// The answer to a query, as CSV.
    pub(crate) fn query(&self, query: &str) -> Answer {
        let headers = "Accept: text/csv\r\nContent-Type: application/sparql-query\r\n";
        self.send("POST", "/query", headers, query)
    }

    pub(crate) fn update(&self, update: &str) -> Answer {
        let headers = "Content-Type: application/sparql-update\r\n";
        self.send("POST", "/update", headers, update)
    }

    /// The value of a metric.
    pub(crate) fn metric(&self, name: &str) -> f64 {
        let text = self.get("/metrics", "").body;
        let mut lines = text.lines().filter_map(|it| it.strip_prefix(name));
        lines.next().unwrap().trim().parse().unwrap()
    }

    /// Waits until a metric has a value.
    pub(crate) fn wait_for(&self, name: &str, value: u32) {
        let start = Instant::now();
        while (self.metric(name) - f64::from(value)).abs() > 0.5 {
            assert!(start.elapsed() < Duration::from_mins(1), "{name}: not {value}");
            thread::sleep(Duration::from_millis(50));
        }
    }

    pub(crate) fn signal(&self, signal: &str) {
        let id = self.child.id().to_string();
        assert!(Command::new("kill").args([signal, &id]).status().unwrap().success());
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        drop(self.child.kill());
        drop(self.child.wait());
    }
}

#[derive(Debug)]
pub(crate) struct Answer {
    /// 0 where nothing came.
    pub(crate) status: u16,
    /// The head, in small letters.
    pub(crate) head: String,
    pub(crate) body: String,
}

impl Answer {
    pub(crate) fn new(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok());
        let (head, body) = (head.to_lowercase(), body.to_owned());
        Self { status: status.unwrap_or(0), head, body }
    }

    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|it| it.split_once(": "));
        lines.find(|(it, _)| *it == name).map(|(_, value)| value)
    }
}

/// A folder with the collection `news` of one article, and another article in `more`.
pub(crate) fn desk() -> tempfile::TempDir {
    let desk = tempfile::tempdir().unwrap();
    for (folder, text) in [("in", ALDANE), ("more", BRANDT)] {
        fs::create_dir(desk.path().join(folder)).unwrap();
        fs::write(desk.path().join(folder).join("a.txt"), text).unwrap();
    }
    let built = run(desk.path(), &["build", "in", "-o", "news", "--quiet"]);
    assert_eq!(built.code, Some(0), "{}", built.err);
    desk
}

fn encoded(text: &str) -> String {
    let bytes = text.bytes().map(|it| match it {
        b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => char::from(it).to_string(),
        other => format!("%{other:02X}"),
    });
    bytes.collect()
}

#[test]
fn a_query_comes_in_three_ways_and_many_formats() {
    let desk = desk();
    let server = Server::start(desk.path(), &[]);
    let csv = "Accept: text/csv\r\n";
    let form = format!("{csv}Content-Type: application/x-www-form-urlencoded\r\n");
    let query = encoded(ENDORSED);
    for answer in [
        server.get(&format!("/query?query={query}"), csv),
        server.send("POST", "/query", &form, &format!("query={query}")),
        server.query(ENDORSED),
    ] {
        assert_eq!((answer.status, &*answer.body), (200, ANSWER), "{answer:?}");
    }
    let rows = ["application/sparql-results+json", "application/sparql-results+xml"];
    let rows = rows.into_iter().chain(["text/csv", "text/tab-separated-values"]);
    let triples = ["text/turtle", "application/n-triples", "application/rdf+xml"];
    let triples = triples.into_iter().chain(["application/ld+json", "application/trig"]);
    let triples = triples.chain(["application/n-quads", "text/n3"]);
    let construct = "CONSTRUCT { ?a :endorsed ?b } { ?a :endorsed ?b }";
    for (query, formats) in
        [(ENDORSED, rows.collect::<Vec<_>>()), (construct, triples.collect::<Vec<_>>())]
    {
        for format in formats {
            let target = format!("/query?query={}", encoded(query));
            let answer = server.get(&target, &format!("Accept: {format}\r\n"));
            let found = answer.header("content-type").unwrap();
            assert!(
                answer.status == 200 && found.starts_with(format),
                "{format}: {found}"
            );
            assert!(answer.body.contains("nora-aldane"), "{format}: {}", answer.body);
        }
    }
    let none = server.get(&format!("/query?query={query}"), "Accept: image/png\r\n");
    assert_eq!(none.status, 406, "{none:?}");
    assert!(server.query("ASK { ?a :endorsed ?b }").body.contains("true"));
}

#[test]
fn graphs_can_be_chosen_and_read() {
    let desk = desk();
    let server = Server::start(desk.path(), &[]);
    let article = server.query("SELECT ?g { GRAPH ?g { ?a :endorsed ?b } }").body;
    let article = article.lines().nth(1).unwrap().to_owned();
    let csv = "Accept: text/csv\r\n";
    let (query, graph) = (encoded(ENDORSED), encoded(&article));
    let named = encoded("SELECT ?a ?b { GRAPH ?g { ?a :endorsed ?b } }");
    let nothing = "a,b\r\n";
    for (target, body) in [
        (format!("/query?query={query}&default-graph-uri={graph}"), ANSWER),
        (format!("/query?query={query}&default-graph-uri=x%3Ay"), nothing),
        (format!("/query?query={query}&named-graph-uri={graph}"), nothing),
        (format!("/query?query={named}&named-graph-uri={graph}"), ANSWER),
        (format!("/query?query={named}&named-graph-uri=x%3Ay"), nothing),
    ] {
        assert_eq!(server.get(&target, csv).body, body, "{target}");
    }
    let lines = "Accept: application/n-triples\r\n";
    let triples = server.get(&format!("/store?graph={graph}"), lines).body;
    let triple = "<https://w3id.org/newsgraph/id/entity/nora-aldane> \
                  <https://w3id.org/newsgraph/relation/endorsed> \
                  <https://w3id.org/newsgraph/id/entity/felix-brandt> .";
    assert_eq!(triples.lines().filter(|it| *it == triple).count(), 1, "{triples}");
    let quads = server.get("/store", "").body;
    assert!(quads.contains(&format!("<{article}> .")), "{quads}");
    let exported = run(desk.path(), &["export", "news", "--to", "nq"]).out;
    assert_eq!(quads.lines().count(), exported.lines().count());
    assert_eq!(server.get("/store?default", "").status, 200);
    assert_eq!(server.get("/store?graph=x%3Anone", "").status, 404);
    assert_eq!(server.get("/store?graph=relative", "").status, 400);
    let service = server.get("/query", "Accept: application/n-triples\r\n").body;
    for term in ["sparql-service-description#UnionDefaultGraph", "SPARQL11Query"] {
        assert!(service.contains(term), "{term}: {service}");
    }
    let void = server.get("/.well-known/void", "Accept: application/n-triples\r\n").body;
    let count = exported.lines().count();
    assert!(void.contains(&format!("void#triples> \"{count}\"")), "{void}");
}

#[test]
fn nothing_is_written_without_leave() {
    let desk = desk();
    let server = Server::start(desk.path(), &[]);
    let insert = "INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } }";
    assert_eq!(server.update(insert).status, 403);
    let turtle = "Content-Type: text/turtle\r\n";
    let put = server.send("PUT", "/store?graph=x%3Ag", turtle, "<x:a> <x:b> 1 .");
    assert_eq!(put.status, 403);
    assert_eq!(server.send("DELETE", "/store?graph=x%3Ag", "", "").status, 403);
    assert_eq!(server.query("SELECT ?s { ?s <x:b> ?o }").body, "s\r\n");
}

#[test]
fn notes_outlive_a_crash_and_leave_articles_alone() {
    let desk = desk();
    let before = run(desk.path(), &["export", "news", "--to", "nq"]).out;
    let asked = "SELECT ?note { GRAPH <x:notes> { e:felix-brandt rdfs:comment ?note } }";
    let mut server = Server::start(desk.path(), &["--write"]);
    let note = "INSERT DATA { GRAPH <x:notes> { e:felix-brandt rdfs:comment \"call\" } }";
    assert_eq!(server.update(note).status, 204);
    let turtle = "Content-Type: text/turtle\r\n";
    for (method, body, status) in
        [("PUT", "<x:a> <x:b> 1 .", 201), ("PUT", "<x:a> <x:b> 2 .", 204)]
    {
        let put = server.send(method, "/store?graph=x%3Ag", turtle, body);
        assert_eq!(put.status, status, "{put:?}");
    }
    assert_eq!(
        server.send("POST", "/store?graph=x%3Ag", turtle, "<x:a> <x:b> 3 .").status,
        204
    );
    server.child.kill().unwrap();
    server.child.wait().unwrap();

    let server = Server::start(desk.path(), &["--write"]);
    assert_eq!(server.query(asked).body, "note\r\ncall\r\n");
    let numbers = server.query("SELECT ?n { <x:a> <x:b> ?n } ORDER BY ?n");
    assert_eq!(numbers.body, "n\r\n2\r\n3\r\n");
    assert_eq!(server.send("DELETE", "/store?graph=x%3Ag", "", "").status, 204);
    assert_eq!(server.send("DELETE", "/store?graph=x%3Ag", "", "").status, 404);
    let article = "<https://w3id.org/newsgraph/id/article/";
    let graph = server.query("SELECT ?g { GRAPH ?g { ?a :endorsed ?b } }").body;
    let graph = graph.lines().nth(1).unwrap().to_owned();
    for (update, reason) in [
        (
            format!("INSERT DATA {{ GRAPH <{graph}> {{ <x:a> <x:b> 1 }} }}"),
            "article states",
        ),
        (format!("DELETE WHERE {{ GRAPH <{graph}> {{ ?a ?b ?c }} }}"), "article states"),
        (format!("DROP GRAPH <{graph}>"), "article states"),
        (format!("CREATE GRAPH {article}new>"), "article states"),
        (format!("MOVE <{graph}> TO <x:g>"), "refused"),
        ("DELETE WHERE { GRAPH ?g { ?a ?b ?c } }".into(), "name the graph"),
        ("CLEAR ALL".into(), "graphs of articles"),
        ("DROP NAMED".into(), "graphs of articles"),
        ("DROP DEFAULT".into(), "default graph"),
        ("INSERT DATA { <x:a> <x:b> 1 }".into(), "default graph"),
        ("INSERT DATA { GRAPH <x:g> { e:a :fired e:b } }".into(), "as if an article"),
        ("INSERT { GRAPH <x:g> { ?a ?b ?c } } WHERE { ?a ?b ?c }".into(), "property"),
        ("LOAD <http://a.example/>".into(), "LOAD"),
        ("LOAD SILENT <file:///etc/passwd> INTO GRAPH <x:g>".into(), "LOAD"),
    ] {
        let answer = server.update(&update);
        let is_refused = answer.status == 422 && answer.body.contains(reason);
        assert!(is_refused, "{update}: {answer:?}");
    }
    drop(server);
    assert_eq!(run(desk.path(), &["export", "news", "--to", "nq"]).out, before);
    let asked = run(desk.path(), &["query", "news", asked, "--to", "csv"]);
    assert_eq!(asked.out, "note\r\ncall\r\n", "the verb `query` knows notes too");
}

#[test]
fn a_graph_may_have_its_address_for_a_name() {
    let desk = desk();
    let server = Server::start(desk.path(), &["--write"]);
    let turtle = "Content-Type: text/turtle\r\n";
    let send = |method: &str, target: &str, body: &str| {
        server.send(method, target, turtle, body)
    };
    assert_eq!(send("PUT", "/store/notes/anna", "<> <x:b> 1 .").status, 201);
    let own = format!("http://{}/store/notes/anna", server.address);
    let triples = "Accept: application/n-triples\r\n";
    let number = "<http://www.w3.org/2001/XMLSchema#integer>";
    for target in
        ["/store/notes/anna".to_owned(), format!("/store?graph={}", encoded(&own))]
    {
        let found = server.get(&target, triples).body;
        assert_eq!(found, format!("<{own}> <x:b> \"1\"^^{number} .\n"), "{target}");
    }
    assert_eq!(send("DELETE", "/store/notes/anna", "").status, 204);
    assert_eq!(server.get("/store/notes/anna", triples).status, 404);
    assert_eq!(server.get("/store/a?graph=x%3Ab", triples).status, 400);
    // A graph that is sent without a name gets one, the same for the same triples.
    let created = send("POST", "/store", "<x:a> <x:b> 2 .");
    assert_eq!(created.status, 201, "{created:?}");
    let place = created.header("location").unwrap().to_owned();
    let path = place.strip_prefix(&format!("http://{}", server.address)).unwrap();
    let found = server.get(path, triples).body;
    assert_eq!(found, format!("<x:a> <x:b> \"2\"^^{number} .\n"));
    let again = send("POST", "/store", "<x:a> <x:b> 2 .");
    assert_eq!((again.status, again.header("location")), (204, Some(&*place)));
    assert_eq!(send("PUT", "/store", "<x:a> <x:b> 2 .").status, 422);
    assert_eq!(send("POST", "/store?default", "<x:a> <x:b> 2 .").status, 422);
    // What PATCH would do, `/update` does.
    let patch = send("PATCH", path, "");
    assert_eq!(patch.status, 405);
    assert_eq!(patch.header("allow"), Some("get, head, put, post, delete"));
}

#[test]
fn only_those_with_the_token_are_answered() {
    let desk = desk();
    let open = run(desk.path(), &["serve", "news", "--host", "0.0.0.0", "--port", "0"]);
    assert_eq!(open.code, Some(2));
    assert!(open.err.contains("--token FILE"), "{}", open.err);
    fs::write(desk.path().join("short"), "abc\n").unwrap();
    let short = run(desk.path(), &["serve", "news", "--token", "short"]);
    assert_eq!(short.code, Some(2), "{}", short.err);
    assert!(!short.err.contains("abc"), "{}", short.err);
    fs::write(desk.path().join("token"), "0123456789abcdef\n").unwrap();
    let server = Server::start(desk.path(), &["--token", "token"]);
    for (header, status) in [
        ("", 401),
        ("Authorization: Bearer 0123456789abcdeF\r\n", 401),
        ("Authorization: Bearer 0123456789abcdef\r\n", 200),
        // `anna:0123456789abcdef`, as a browser sends it.
        ("Authorization: Basic YW5uYTowMTIzNDU2Nzg5YWJjZGVm\r\n", 200),
    ] {
        for target in ["/query", "/store", "/metrics", "/.well-known/void"] {
            let answer = server.get(target, header);
            assert_eq!(answer.status, status, "{target} {header}");
        }
    }
    assert!(server.get("/", "").header("www-authenticate").is_some());
    assert_eq!(server.get("/health", "").status, 200, "says no more than that it lives");
}

#[test]
fn browsers_are_told_what_they_may_not_do() {
    let desk = desk();
    let server = Server::start(desk.path(), &["--write"]);
    for target in
        ["/", "/health", "/query", "/nowhere", "/../../etc/passwd", "/%2e%2e/%2e%2e"]
    {
        let answer = server.get(target, "Origin: http://evil.example\r\n");
        assert!(
            answer
                .header("content-security-policy")
                .unwrap()
                .contains("default-src 'none'")
        );
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("access-control-allow-origin"), None);
        assert!(!answer.body.contains("root:"));
    }
    let update = "Content-Type: application/x-www-form-urlencoded\r\n\
                  Origin: http://evil.example\r\n";
    let body =
        format!("update={}", encoded("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } }"));
    assert_eq!(server.send("POST", "/update", update, &body).status, 403);
    let renamed =
        "GET /query HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    assert_eq!(server.raw(renamed.as_bytes()).status, 421);
}

#[test]
fn a_changed_collection_is_read_again() {
    let desk = desk();
    let server = Server::start(desk.path(), &[]);
    let asked = "SELECT ?b { e:felix-brandt :defeated ?b }";
    assert_eq!(server.query(asked).body, "b\r\n");
    let built = run(desk.path(), &["build", "more", "-o", "news", "--quiet"]);
    assert_eq!(built.code, Some(0), "a reader does not stand in the way: {}", built.err);
    let start = Instant::now();
    while !server.query(asked).body.contains("tomas-okabe") {
        assert!(start.elapsed() < Duration::from_secs(10));
        thread::sleep(Duration::from_millis(100));
    }
}

#[test]
fn an_answer_is_kept_until_what_it_is_about_changes() {
    let desk = desk();
    let server = Server::start(desk.path(), &["--write"]);
    let again = || server.metric("newsgraph_answers_again_total ");
    let notes = "SELECT ?c { GRAPH <x:g> { ?s rdfs:comment ?c } }";
    assert_eq!(server.query(notes).body, "c\r\n");
    assert_eq!(server.query(notes).body, "c\r\n");
    assert!((again() - 1.0).abs() < 0.5);
    let insert = "INSERT DATA { GRAPH <x:g> { <x:s> rdfs:comment \"new\" } }";
    assert_eq!(server.update(insert).status, 204);
    assert_eq!(server.query(notes).body, "c\r\nnew\r\n");
    // Another format is another answer, and what time it is changes by itself.
    let target = format!("/query?query={}", encoded(notes));
    assert!(
        server.get(&target, "Accept: text/tab-separated-values\r\n").body.contains('"')
    );
    let now = "SELECT (NOW() AS ?now) {}";
    let first = server.query(now).body;
    thread::sleep(Duration::from_millis(5));
    assert_ne!(server.query(now).body, first);
    assert!((again() - 1.0).abs() < 0.5);
    let page = server.get("/articles", "").body;
    assert_eq!(server.get("/articles", "").body, page);
    assert!((again() - 2.0).abs() < 0.5);
}

#[test]
fn agents_get_answers_with_their_sources() {
    let desk = desk();
    let call = |id: usize, name: &str, arguments: Value| {
        serde_json::json!({
            "jsonrpc": "2.0", "id": id, "method": "tools/call",
            "params": { "name": name, "arguments": arguments },
        })
    };
    let hello = serde_json::json!({
        "jsonrpc": "2.0", "id": 0, "method": "initialize",
        "params": {
            "protocolVersion": "2025-06-18", "capabilities": {},
            "clientInfo": { "name": "test", "version": "1" },
        },
    });
    let denied = "SELECT ?f { e:felix-brandt no:fired ?f }";
    let messages = [
        hello,
        serde_json::json!({ "jsonrpc": "2.0", "method": "notifications/initialized" }),
        call(1, "about", serde_json::json!({ "name": "felix brandt" })),
        call(2, "query", serde_json::json!({ "sparql": denied })),
        call(
            3,
            "timeline",
            serde_json::json!({ "since": "2031", "name": "Nora Aldane" }),
        ),
        call(4, "contradictions", serde_json::json!({})),
        call(5, "query", serde_json::json!({ "sparql": "SELCT" })),
        call(6, "about", serde_json::json!({ "name": "Nobody Known" })),
        call(7, "about", serde_json::json!({ "nme": "Felix Brandt" })),
    ];
    let mut command = program(desk.path(), &["mcp", "news"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).spawn().unwrap();
    let mut input = child.stdin.take().unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut answers = Vec::new();
    for message in messages {
        writeln!(input, "{message}").unwrap();
        if message.get("id").is_some() {
            let line = lines.next().unwrap().unwrap();
            answers.push(serde_json::from_str::<Value>(&line).unwrap());
        }
    }
    drop(input);
    assert!(child.wait().unwrap().success());
    let content = |at: usize| &answers[at]["result"]["structuredContent"];
    let statements = content(1)["statements"].as_array().unwrap();
    let endorsed = statements.iter().find(|it| it["relation"] == "endorsed").unwrap();
    assert_eq!(endorsed["standing"], "affirmed");
    assert_eq!(endorsed["quote"], "Nora Aldane endorsed Felix Brandt on Monday.");
    assert_eq!(endorsed["publisher"], "Brookvale Courier");
    let cited = content(2)["citations"].as_object().unwrap();
    assert_eq!(cited.len(), 1);
    let cited = cited.values().next().unwrap();
    assert_eq!(cited["quote"], "Felix Brandt did not fire Iris Tallow.");
    assert_eq!(cited["standing"], "denied");
    let moment = &content(3)["moments"][0]["statements"][0];
    assert_eq!(moment["relation"], "endorsed", "{}", content(3));
    assert_eq!(content(4)["contradictions_total"], 0);
    for (at, reason) in [(5, "SELECT"), (6, "nothing is called"), (7, "nme")] {
        let result = &answers[at]["result"];
        assert_eq!(result["isError"], true, "{result}");
        assert!(
            result["content"][0]["text"].as_str().unwrap().contains(reason),
            "{result}"
        );
    }
}

/// Programs that others wrote ask as they are; `tests/clients/install.sh` installs them.
#[test]
fn clients_of_others_work_unchanged() {
    let python = source::root().join("target/clients/venv/bin/python");
    let modules = source::root().join("target/clients/node_modules");
    let desk = desk();
    let server = Server::start(desk.path(), &["--write"]);
    let address = format!("http://{}", server.address);
    for (tool, client, is_there) in [
        (&*python, "python.py", python.exists()),
        (Path::new("node"), "node.mjs", modules.exists()),
        (
            Path::new("sh"),
            "curl.sh",
            Command::new("curl").arg("--version").output().is_ok(),
        ),
    ] {
        if !is_there {
            println!(
                "skipped: {client} has no tools; tests/clients/install.sh gets them"
            );
            continue;
        }
        let script = source::root().join("tests/clients").join(client);
        let mut command = Command::new(tool);
        let output = command.arg(script).arg(&address).output().unwrap();
        let text = String::from_utf8_lossy(&output.stdout);
        let err = String::from_utf8_lossy(&output.stderr);
        assert!(output.status.success(), "{client}: {text}{err}");
    }
}
