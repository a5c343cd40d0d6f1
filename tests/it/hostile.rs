//! What nobody should send to a server, and everybody who finds one does.

use std::env;
use std::io::{Read, Write};
use std::net::{Shutdown, TcpStream};
use std::thread;
use std::time::{Duration, Instant};

use crate::serving::{ANSWER, Answer, ENDORSED, Server, desk};

/// Everything of one class with everything of that class, over and over: it can be
/// stopped, and does not end by itself.
const ENDLESS: &str = "SELECT (COUNT(*) AS ?n) { ?a a ?t . ?b a ?t . ?c a ?t . ?d a ?t . \
                       ?e a ?t . ?f a ?t . ?g a ?t . ?h a ?t . ?i a ?t . ?j a ?t . \
                       ?k a ?t . ?l a ?t . ?m a ?t . ?n0 a ?t . ?o a ?t . ?p a ?t . \
                       ?q a ?t . ?r a ?t . ?s a ?t . ?u a ?t . ?v a ?t . ?w a ?t }";

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
    server.wait_for("newsgraph_queries_running ", 1);
    drop(stream);
    server.wait_for("newsgraph_queries_running ", 0);
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
        assert_eq!(
            answer.status, 503,
            "it is answered, though the server was told to stop"
        );
    });
    assert_eq!(server.child.wait().unwrap().code(), Some(0));
}

#[test]
fn too_much_is_too_much() {
    let desk = desk();
    // Who reads the answers waits for half a minute.
    let server = Server::start(desk.path(), &["--write", "--timeout", "10"]);
    let long = format!("SELECT * {{ ?a ?b \"{}\" }}", "x".repeat(2 << 20));
    assert_eq!(server.query(&long).status, 413);
    let turtle = "Content-Type: text/turtle\r\n";
    let large = format!("<x:a> <x:b> \"{}\" .", "x".repeat(17 << 20));
    assert_eq!(server.send("PUT", "/store?graph=x%3Ag", turtle, &large).status, 413);
    let header = format!("X-Long: {}\r\n", "x".repeat(100 << 10));
    // 0: the server hung up while it was still being sent to.
    assert!([0, 400, 431].contains(&server.get("/health", &header).status));
    let lines = |n: usize| "X: 1\r\n".repeat(n);
    // Three lines are there already.
    assert_eq!(server.get("/health", &lines(61)).status, 200);
    assert_eq!(server.get("/health", &lines(62)).status, 431);
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
    let unions =
        format!("SELECT * {{ {} {{ ?a ?b ?c }} }}", "{ ?a ?b ?c } UNION ".repeat(6_000));
    let paths = format!("SELECT * {{ ?a {} :x ?c }}", ":x / ".repeat(20_000));
    for query in [unions, paths] {
        assert!(server.query(&query).status != 0);
        assert_eq!(server.get("/health", "").status, 200);
    }
}

/// Every quad with every other and every third, as often as it takes to come to `rows`.
fn product(server: &Server, rows: u64) -> String {
    let count = server.query("SELECT (COUNT(*) AS ?n) { ?a ?b ?c }").body;
    let count = count.lines().nth(1).unwrap().parse::<u64>().unwrap();
    let part = "{ ?a ?b ?c . ?d ?e ?f . ?g ?h ?i }";
    let parts = usize::try_from(rows.div_ceil(count.pow(3))).unwrap();
    vec![part; parts].join(" UNION ")
}

#[test]
fn an_answer_has_an_end() {
    let desk = desk();
    let server = Server::start(desk.path(), &["--timeout", "120"]);
    let product = product(&server, 1_000_001);
    let narrow = server.query(&format!("SELECT (1 AS ?n) {{ {product} }}"));
    assert_eq!(narrow.status, 422, "{narrow:?}");
    assert!(narrow.body.contains("more than 1000000 rows"), "{narrow:?}");
    let wide = server.query(&format!("SELECT * {{ {product} }}"));
    assert_eq!(wide.status, 422, "{}", wide.body.len());
    assert!(wide.body.contains("over 128 MiB"), "{wide:?}");
    let most = server.query(&format!("SELECT (1 AS ?n) {{ {product} }} LIMIT 1000000"));
    assert_eq!((most.status, most.body.lines().count()), (200, 1_000_001));
}

/// Of many at once some run, some wait, and the rest are told to come back.
#[test]
fn more_queries_than_can_wait_are_refused() {
    const WAITING: u32 = 512;
    const MORE: u32 = 20;
    let cores = thread::available_parallelism().unwrap().get();
    let at_once = u32::try_from(4 * cores).unwrap().clamp(8, 64);
    let desk = desk();
    let server = Server::start(desk.path(), &["--timeout", "60"]);
    let sent = (0..at_once + WAITING + MORE).map(|number| {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        // Each is another query, so that none is answered with another.
        let query = format!("{ENDLESS} # {number}");
        let request = format!(
            "POST /query HTTP/1.1\r\nHost: {}\r\nContent-Length: {}\r\n\
             Content-Type: application/sparql-query\r\n\r\n{query}",
            server.address,
            query.len()
        );
        stream.write_all(request.as_bytes()).unwrap();
        stream
    });
    let sent = sent.collect::<Vec<_>>();
    server.wait_for("newsgraph_queries_refused_total ", MORE);
    server.wait_for("newsgraph_queries_running ", at_once);
    server.wait_for("newsgraph_queries_waiting ", WAITING);
    let mut refused = 0;
    for mut stream in sent {
        stream.set_nonblocking(true).unwrap();
        let mut answer = [0; 2048];
        let Ok(length) = stream.read(&mut answer) else { continue };
        let answer = Answer::new(&answer[..length]);
        assert_eq!(answer.status, 503, "{answer:?}");
        assert_eq!(answer.header("retry-after"), Some("2"), "{answer:?}");
        refused += 1;
    }
    assert_eq!(refused, MORE);
    // They have all left.
    server.wait_for("newsgraph_queries_running ", 0);
    server.wait_for("newsgraph_queries_waiting ", 0);
    assert_eq!(server.query(ENDORSED).body, ANSWER);
}

#[test]
#[cfg(target_os = "linux")]
fn a_query_that_takes_too_much_memory_is_stopped() {
    let desk = desk();
    let server = Server::start(desk.path(), &["--timeout", "20", "--memory", "64"]);
    // To be sorted, all rows have to be held.
    let greedy = ENDLESS.replace("(COUNT(*) AS ?n)", "*") + " ORDER BY ?a";
    let start = Instant::now();
    let answer = server.query(&greedy);
    assert_eq!(answer.status, 503, "{answer:?}");
    assert!(answer.body.contains("too much memory"), "{answer:?}");
    assert!(start.elapsed() < Duration::from_secs(15), "{:?}", start.elapsed());
    assert_eq!(server.query(ENDORSED).body, ANSWER);
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
    let count =
        env::var_os("REQUESTS").map_or(500, |it| it.to_str().unwrap().parse().unwrap());
    let good = format!(
        "POST /update?using-graph-uri=x HTTP/1.1\r\nHost: {}\r\nContent-Length: 40\r\n\
         Content-Type: application/sparql-query\r\nAccept: text/csv;q=0.5\r\n\
         Connection: close\r\n\r\nSELECT ?a {{ ?a :endorsed ?b OPTIONAL {{ }} }}",
        server.address
    );
    let mut seed = 1;
    for at in 0..count {
        let mut bytes =
            good.replace("/update", ["/update", "/query", "/store", "/"][at % 4]);
        if at % 3 == 0 {
            let method = ["GET", "PUT", "DELETE", "PATCH", "BREW", "OPTIONS"][at % 6];
            bytes = bytes.replace("POST", method);
        }
        if at % 5 == 0 {
            bytes = bytes
                .replace("sparql-query", ["x-www-form-urlencoded", "json", ""][at % 3]);
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

/// One sends a byte of its query every second, one reads nothing of a long answer.
#[test]
fn who_sends_or_reads_too_slowly_is_dropped() {
    let desk = desk();
    let server = Server::start(desk.path(), &["--timeout", "120"]);
    let open = |query: &str, length: usize| {
        let mut stream = TcpStream::connect(&server.address).unwrap();
        let request = format!(
            "POST /query HTTP/1.1\r\nHost: {}\r\nContent-Length: {length}\r\n\
             Content-Type: application/sparql-query\r\n\r\n{query}",
            server.address
        );
        stream.write_all(request.as_bytes()).unwrap();
        stream
    };
    let long = format!("SELECT * {{ {} }} LIMIT 60000", product(&server, 60_000));
    let deaf = open(&long, long.len());
    let mut slow = open("SELECT", 1000);
    slow.set_read_timeout(Some(Duration::from_secs(1))).unwrap();
    let start = Instant::now();
    let mut answer = [0; 2048];
    let length = loop {
        assert!(start.elapsed() < Duration::from_mins(1));
        match slow.read(&mut answer) {
            Ok(length) => break length,
            Err(_) => drop(slow.write_all(b" ")),
        }
    };
    assert_eq!(Answer::new(&answer[..length]).status, 408);
    drop(slow);
    // The one who asks is connected too.
    server.wait_for("newsgraph_connections ", 1);
    drop(deaf);
}
