//! The server as clients meet it: over sockets, in the words of HTTP.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpStream};
use std::path::Path;
use std::process::{Child, Command, Stdio};
use std::thread;
use std::time::{Duration, Instant};
use std::{env, fs};

use serde_json::Value;

use crate::cli::{ALDANE, BRANDT, program, run};
use crate::source;

const ENDORSED: &str = "SELECT ?a ?b { ?a :endorsed ?b }";
/// Worked out by hand: the article says so of these two and of no others.
const ANSWER: &str = "a,b\r\nhttps://w3id.org/newsgraph/id/entity/nora-aldane,\
                      https://w3id.org/newsgraph/id/entity/felix-brandt\r\n";
/// Everything of one class with everything of that class, five times over: it can be
/// stopped, and does not end by itself.
const ENDLESS: &str = "SELECT (COUNT(*) AS ?n) { ?a a ?t . ?b a ?t . ?c a ?t . ?d a ?t . \
                       ?e a ?t . ?f a ?t . ?g a ?t . ?h a ?t . ?i a ?t . ?j a ?t . \
                       ?k a ?t . ?l a ?t . ?m a ?t . ?n0 a ?t . ?o a ?t . ?p a ?t . \
                       ?q a ?t . ?r a ?t . ?s a ?t . ?u a ?t . ?v a ?t . ?w a ?t }";

/// A running server; it ends with the test.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn start(folder: &Path, arguments: &[&str]) -> Self {
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
    fn raw(&self, bytes: &[u8]) -> Answer {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(30))).unwrap();
        // A server that refuses early may close before everything is sent.
        drop(stream.write_all(bytes));
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        Answer::new(&answer)
    }

    fn send(&self, method: &str, target: &str, headers: &str, body: &str) -> Answer {
        let (address, length) = (&self.address, body.len());
        self.raw(
            format!(
                "{method} {target} HTTP/1.1\r\nHost: {address}\r\nConnection: close\r\n\
                 Content-Length: {length}\r\n{headers}\r\n{body}"
            )
            .as_bytes(),
        )
    }

    fn get(&self, target: &str, headers: &str) -> Answer {
        self.send("GET", target, headers, "")
    }

    /// The answer to a query, as CSV.
    fn query(&self, query: &str) -> Answer {
        let headers = "Accept: text/csv\r\nContent-Type: application/sparql-query\r\n";
        self.send("POST", "/query", headers, query)
    }

    fn update(&self, update: &str) -> Answer {
        let headers = "Content-Type: application/sparql-update\r\n";
        self.send("POST", "/update", headers, update)
    }

    /// The value of a metric.
    fn metric(&self, name: &str) -> f64 {
        let text = self.get("/metrics", "").body;
        let mut lines = text.lines().filter_map(|it| it.strip_prefix(name));
        lines.next().unwrap().trim().parse().unwrap()
    }

    fn signal(&self, signal: &str) {
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
struct Answer {
    /// 0 where nothing came.
    status: u16,
    /// The head, in small letters.
    head: String,
    body: String,
}

impl Answer {
    fn new(bytes: &[u8]) -> Self {
        let text = String::from_utf8_lossy(bytes);
        let (head, body) = text.split_once("\r\n\r\n").unwrap_or((&text, ""));
        let status = head.split(' ').nth(1).and_then(|it| it.parse().ok());
        let (head, body) = (head.to_lowercase(), body.to_owned());
        Self { status: status.unwrap_or(0), head, body }
    }

    fn header(&self, name: &str) -> Option<&str> {
        let mut lines = self.head.lines().filter_map(|it| it.split_once(": "));
        lines.find(|(it, _)| *it == name).map(|(_, value)| value)
    }
}

/// A folder with the collection `news` of one article, and another article in `more`.
fn desk() -> tempfile::TempDir {
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
    for (query, formats) in [
        (ENDORSED, rows.collect::<Vec<_>>()),
        (construct, triples.collect::<Vec<_>>()),
    ] {
        for format in formats {
            let target = format!("/query?query={}", encoded(query));
            let answer = server.get(&target, &format!("Accept: {format}\r\n"));
            let found = answer.header("content-type").unwrap();
            assert!(answer.status == 200 && found.starts_with(format), "{format}: {found}");
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
    let triples = server.get(&format!("/store?graph={graph}"), "Accept: text/turtle\r\n");
    assert!(triples.body.contains("e:nora-aldane :endorsed e:felix-brandt"));
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
    assert_eq!(server.send("POST", "/store?graph=x%3Ag", turtle, "<x:a> <x:b> 3 .").status, 204);
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
        (format!("INSERT DATA {{ GRAPH <{graph}> {{ <x:a> <x:b> 1 }} }}"), "article states"),
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
    for target in ["/", "/health", "/query", "/nowhere", "/../../etc/passwd", "/%2e%2e/%2e%2e"] {
        let answer = server.get(target, "Origin: http://evil.example\r\n");
        assert!(answer.header("content-security-policy").unwrap().contains("default-src 'none'"));
        assert_eq!(answer.header("x-content-type-options"), Some("nosniff"));
        assert_eq!(answer.header("access-control-allow-origin"), None);
        assert!(!answer.body.contains("root:"));
    }
    let update = "Content-Type: application/x-www-form-urlencoded\r\n\
                  Origin: http://evil.example\r\n";
    let body = format!("update={}", encoded("INSERT DATA { GRAPH <x:g> { <x:a> <x:b> 1 } }"));
    assert_eq!(server.send("POST", "/update", update, &body).status, 403);
    let renamed = "GET /query HTTP/1.1\r\nHost: evil.example\r\nConnection: close\r\n\r\n";
    assert_eq!(server.raw(renamed.as_bytes()).status, 421);
}

#[test]
fn deadly_queries_are_refused_or_cut_and_slow_nobody_down() {
    let desk = desk();
    let server = Server::start(desk.path(), &["--timeout", "1"]);
    let everything = (b'a'..b'w').map(|it| {
        let it = char::from(it);
        format!("?{it}1 ?{it}2 ?{it}3 . ")
    });
    let everything = everything.collect::<String>();
    for query in [
        format!("SELECT (COUNT(*) AS ?n) {{ {everything} }}"),
        format!("SELECT * {{ {everything} }} ORDER BY ?a1"),
        "SELECT * { SERVICE SILENT <http://a.example/> { ?a ?b ?c } }".to_owned(),
    ] {
        let answer = server.query(&query);
        assert_eq!(answer.status, 422, "{query}: {answer:?}");
        assert!(answer.body.contains("refused"), "{answer:?}");
    }
    let start = Instant::now();
    thread::scope(|scope| {
        let endless = scope.spawn(|| server.query(ENDLESS));
        while start.elapsed() < Duration::from_millis(700) {
            let begin = Instant::now();
            assert_eq!(server.query(ENDORSED).body, ANSWER);
            assert!(begin.elapsed() < Duration::from_secs(1));
        }
        let answer = endless.join().unwrap();
        assert_eq!(answer.status, 503, "{answer:?}");
        assert!(answer.body.contains("within 1 s"), "{answer:?}");
    });
    assert!(start.elapsed() < Duration::from_secs(3));
}

#[test]
fn a_query_ends_when_its_client_leaves() {
    let desk = desk();
    let server = Server::start(desk.path(), &["--timeout", "60"]);
    let (address, length) = (&server.address, ENDLESS.len());
    let mut stream = TcpStream::connect(address).unwrap();
    let request = format!(
        "POST /query HTTP/1.1\r\nHost: {address}\r\nContent-Length: {length}\r\n\
         Content-Type: application/sparql-query\r\n\r\n{ENDLESS}"
    );
    stream.write_all(request.as_bytes()).unwrap();
    let running = |count: f64| {
        let start = Instant::now();
        while (server.metric("newsgraph_queries_running ") - count).abs() > 0.5 {
            assert!(start.elapsed() < Duration::from_secs(10), "never {count}");
            thread::sleep(Duration::from_millis(50));
        }
    };
    running(1.0);
    drop(stream);
    running(0.0);
}

#[test]
fn what_was_begun_is_finished() {
    let desk = desk();
    let mut server = Server::start(desk.path(), &["--timeout", "2"]);
    thread::scope(|scope| {
        let endless = scope.spawn(|| server.query(ENDLESS));
        thread::sleep(Duration::from_millis(500));
        server.signal("-TERM");
        let answer = endless.join().unwrap();
        assert_eq!(answer.status, 503, "it is answered, though the server was told to stop");
    });
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
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
fn too_much_is_too_much() {
    let desk = desk();
    let server = Server::start(desk.path(), &["--write"]);
    let long = format!("SELECT * {{ ?a ?b \"{}\" }}", "x".repeat(2 << 20));
    assert_eq!(server.query(&long).status, 413);
    let turtle = "Content-Type: text/turtle\r\n";
    let large = format!("<x:a> <x:b> \"{}\" .", "x".repeat(17 << 20));
    assert_eq!(server.send("PUT", "/store?graph=x%3Ag", turtle, &large).status, 413);
    let header = format!("X-Long: {}\r\n", "x".repeat(100 << 10));
    // 0: the server hung up while it was still being sent to.
    assert!([0, 400, 431].contains(&server.get("/health", &header).status));
    let many = (0..100).map(|it| format!("X-{it}: 1\r\n")).collect::<String>();
    assert!([0, 400, 431].contains(&server.get("/health", &many).status));
    let target = format!("/query?query={}", "x".repeat(100 << 10));
    assert!([0, 400, 414, 431].contains(&server.get(&target, "").status));
    let half = 40_000;
    for (open, middle, close) in [
        ("(", "1", ")"),
        ("{ ", "?a ?b ?c", " }"),
        ("!", "?a", ""),
        ("- ", "1", ""),
        ("?a || ", "?a", ""),
        ("?a = 1 && ", "?a", ""),
        ("1 + ", "1", ""),
    ] {
        let inner = format!("{}{middle}{}", open.repeat(half), close.repeat(half));
        let query = match open {
            "{ " => format!("SELECT * {inner}"),
            _ => format!("SELECT * {{ ?a ?b ?c FILTER({inner}) }}"),
        };
        let answer = server.query(&query[..query.len().min(128 << 10)]);
        assert!(answer.status != 0 && answer.status != 500, "{open}: {answer:?}");
        assert_eq!(server.get("/health", "").status, 200, "{open}");
    }
    let unions = format!("SELECT * {{ {} {{ ?a ?b ?c }} }}", "{ ?a ?b ?c } UNION ".repeat(6_000));
    let paths = format!("SELECT * {{ ?a {} :x ?c }}", ":x / ".repeat(20_000));
    for query in [unions, paths] {
        assert!(server.query(&query).status != 0);
        assert_eq!(server.get("/health", "").status, 200);
    }
}

/// Numbers without a pattern, the same on every run.
fn dice(seed: &mut u64, sides: usize) -> usize {
    *seed = seed.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1);
    usize::try_from(*seed >> 33).unwrap() % sides
}

#[test]
fn malformed_requests_are_never_the_fault_of_the_server() {
    let desk = desk();
    let server = Server::start(desk.path(), &["--write", "--timeout", "2"]);
    let count = env::var_os("REQUESTS").map_or(500, |it| it.to_str().unwrap().parse().unwrap());
    let good = format!(
        "POST /update?using-graph-uri=x HTTP/1.1\r\nHost: {}\r\nContent-Length: 40\r\n\
         Content-Type: application/sparql-query\r\nAccept: text/csv;q=0.5\r\n\
         Connection: close\r\n\r\nSELECT ?a {{ ?a :endorsed ?b OPTIONAL {{ }} }}",
        server.address
    );
    let mut seed = 1;
    for at in 0..count {
        let mut bytes = good.replace("/update", ["/update", "/query", "/store", "/"][at % 4]);
        if at % 3 == 0 {
            let method = ["GET", "PUT", "DELETE", "PATCH", "BREW", "OPTIONS"][at % 6];
            bytes = bytes.replace("POST", method);
        }
        if at % 5 == 0 {
            bytes = bytes.replace("sparql-query", ["x-www-form-urlencoded", "json", ""][at % 3]);
        }
        let mut bytes = bytes.into_bytes();
        for _ in 0..=dice(&mut seed, 4) {
            if bytes.len() < 2 {
                break;
            }
            let place = dice(&mut seed, bytes.len());
            match dice(&mut seed, 3) {
                0 => bytes[place] = u8::try_from(dice(&mut seed, 256)).unwrap(),
                1 => drop(bytes.remove(place)),
                _ => bytes.truncate(place.max(1)),
            }
        }
        let mut stream = TcpStream::connect(&server.address).unwrap();
        stream.set_read_timeout(Some(Duration::from_secs(20))).unwrap();
        drop(stream.write_all(&bytes));
        // The server need not wait for the rest of what was cut off.
        drop(stream.shutdown(Shutdown::Write));
        let mut answer = Vec::new();
        drop(stream.read_to_end(&mut answer));
        let answer = Answer::new(&answer);
        let sent = String::from_utf8_lossy(&bytes);
        assert!(answer.status < 500, "{at}: {sent}\n{answer:?}");
    }
    assert_eq!(server.query(ENDORSED).body, ANSWER);
}

#[test]
fn half_open_and_slow_connections_are_dropped() {
    let desk = desk();
    let server = Server::start(desk.path(), &[]);
    let slow = |bytes: &'static str| {
        let address = server.address.clone();
        thread::spawn(move || {
            let mut stream = TcpStream::connect(address).unwrap();
            stream.write_all(bytes.as_bytes()).unwrap();
            let start = Instant::now();
            // A byte every second, as those send who want to hold a connection.
            for _ in 0..25 {
                stream.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
                let mut byte = [0; 512];
                match stream.read(&mut byte) {
                    Ok(0) => break,
                    Ok(_) => {}
                    Err(it) if it.kind() == std::io::ErrorKind::WouldBlock => {
                        if stream.write_all(b"x").is_err() {
                            break;
                        }
                    }
                    Err(_) => break,
                }
            }
            start.elapsed()
        })
    };
    let all = ["", "GET /hea", "GET /health HTTP/1.1\r\nX-Slow: "].map(slow);
    assert_eq!(server.query(ENDORSED).body, ANSWER);
    for it in all {
        let time = it.join().unwrap();
        assert!(time < Duration::from_secs(15), "{time:?}");
    }
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
        call(3, "timeline", serde_json::json!({ "since": "2031", "name": "Nora Aldane" })),
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
        assert!(result["content"][0]["text"].as_str().unwrap().contains(reason), "{result}");
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
        (Path::new("sh"), "curl.sh", Command::new("curl").arg("--version").output().is_ok()),
    ] {
        if !is_there {
            println!("skipped: {client} has no tools; tests/clients/install.sh gets them");
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
