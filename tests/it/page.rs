//! The page: what it shows is what the verbs say, and it shows nothing as code that an
//! article brought in. A browser uses it where there is one.

use std::fs;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};

use newsgraph::ask::{self, Standing};
use newsgraph::collection::Collection;
use newsgraph::rdf::{Names, stock_queries};

use crate::cli::{program, run};
use crate::news::{NEWS, RECORDS};
use crate::source;

/// A server, which ends with the value.
struct Server {
    child: Child,
    address: String,
}

impl Server {
    fn new(folder: &Path) -> Self {
        let mut command = program(folder, &["serve", "news", "--port", "0"]);
        let mut child = command.stderr(Stdio::piped()).spawn().unwrap();
        let mut lines = BufReader::new(child.stderr.take().unwrap()).lines();
        let place = |line: &str| {
            let from = line.find("http://")? + "http://".len();
            Some(line[from..].split('/').next()?.to_owned())
        };
        let address = lines.find_map(|it| place(&it.unwrap())).unwrap();
        Self { child, address }
    }

    /// The status and the body of a page.
    fn get(&self, path: &str) -> (u16, String) {
        let mut stream = TcpStream::connect(&self.address).unwrap();
        let host = &self.address;
        let request =
            format!("GET {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n");
        stream.write_all(request.as_bytes()).unwrap();
        let mut reply = String::new();
        stream.read_to_string(&mut reply).unwrap();
        let (head, body) = reply.split_once("\r\n\r\n").unwrap();
        (head.split(' ').nth(1).unwrap().parse().unwrap(), body.to_owned())
    }

    /// A page that is there.
    fn page(&self, path: &str) -> String {
        let (status, body) = self.get(path);
        assert_eq!(status, 200, "{path}: {body}");
        body
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

/// The words of a page, without its tags.
fn words(page: &str) -> String {
    let text = page.split('<').map(|it| it.split_once('>').map_or(it, |(_, it)| it));
    let text = text.collect::<String>();
    let text = text.replace("&quot;", "\"").replace("&lt;", "<").replace("&amp;", "&");
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

/// The part of a page that opens with the heading of this id.
fn section<'p>(page: &'p str, id: &str) -> &'p str {
    let (_, rest) = page.split_once(&format!("<h2 id=\"{id}\">")).unwrap();
    rest.split_once("</section>").map_or(rest, |(it, _)| it)
}

#[test]
fn an_entity_is_told_as_the_verb_about_tells_it() {
    let server = Server::new(NEWS.path());
    let collection = Collection::open(NEWS.path().join("news")).unwrap();
    for name in ["felix-brandt", "iris-tallow", "daniel-marsh"] {
        let known = ask::named(&collection, &format!("e:{name}"), false).unwrap();
        let about = ask::about(&collection, known).unwrap();
        let page = server.page(&format!("/entity?id={name}"));
        for standing in Standing::ALL {
            let mut of_it = about.statements.iter().filter(|it| it.standing == standing);
            if of_it.clone().next().is_none() {
                assert!(!page.contains(&format!("<h2 id=\"{}\">", standing.as_str())));
                continue;
            }
            let path = format!("/entity?id={name}&standing={}", standing.as_str());
            let all = server.page(&path);
            assert!(of_it.all(|it| all.contains(&it.fact.replace(':', "-"))), "{path}");
            let cards = all.matches("<li class=\"fact ").count();
            let own = format!("<li class=\"fact {}\"", standing.as_str());
            let count = about.by_relation(standing).iter().map(|it| it.1.len()).sum();
            assert_eq!((cards, all.matches(&own).count()), (count, count), "{path}");
            let shown = words(section(&page, standing.as_str()));
            let (_, group) = &about.by_relation(standing)[0];
            assert!(shown.contains(&group[0].quote), "{name}: {shown}");
        }
    }
}

#[test]
fn contradictions_and_articles_are_told_as_the_verbs_tell_them() {
    let server = Server::new(NEWS.path());
    let collection = Collection::open(NEWS.path().join("news")).unwrap();
    let graph = collection.graph().unwrap();
    let page = words(&server.page("/contradictions"));
    for dispute in ask::contradictions(&graph) {
        for it in dispute.stated.iter().chain(&dispute.denied) {
            assert!(page.contains(&it.quote), "{}", it.line);
        }
    }
    for article in graph.articles.values() {
        let page = server.page(&format!("/article?id={}", article.id));
        let text = words(&page);
        for sentence in article.sentences.values() {
            let quote = sentence.quote.split_whitespace().collect::<Vec<_>>().join(" ");
            assert!(text.contains(&quote), "{}: {quote}", article.id);
        }
        for (local, fact) in &article.facts {
            assert!(
                page.contains(&format!("id=\"f-{local}\"")),
                "{}",
                article.line(fact)
            );
            let at = format!("{}%3A{}", article.id, fact.sentence);
            let found = server.page(&format!("/fact?id=f%3A{local}&at={at}"));
            assert!(found.contains("How it was found"));
        }
    }
}

#[test]
fn every_question_has_a_page_and_every_link_of_it_leads_somewhere() {
    let server = Server::new(NEWS.path());
    let mut seen = std::collections::BTreeSet::new();
    for stock in stock_queries() {
        let page = server.page(&format!("/queries/{}", stock.name));
        assert!(page.contains("id=\"answer\""), "{}", stock.name);
        for it in page.split("href=\"/").skip(1) {
            let path = it.split_once('"').unwrap().0.split('#').next().unwrap();
            seen.insert(format!("/{}", path.replace("&amp;", "&")));
        }
    }
    assert!(seen.len() > 200, "{}", seen.len());
    // Facts by name alone are looked for in every article: a few are enough.
    for path in seen.iter().filter(|it| !it.starts_with("/fact?")) {
        server.page(path);
    }
}

#[test]
fn what_an_article_brings_in_is_never_code() {
    let dir = tempfile::tempdir().unwrap();
    let mut record = RECORDS[0].clone();
    let hostile = "<script>alert('x')</script>\"><img src=x onerror=alert(1)>";
    record.headline = Some(hostile.to_owned());
    record.publisher = Some(hostile.to_owned());
    record.url = Some("javascript:alert(1)".to_owned());
    for entity in record.entities.values_mut() {
        entity.name = format!("{} {hostile}", entity.name);
    }
    let id = record.id.clone();
    let local = record.entities.keys().next().unwrap().clone();
    let names = Names::default();
    let mut collection = Collection::create(dir.path().join("news"), &names).unwrap();
    collection.add(vec![record]).unwrap();
    let server = Server::new(dir.path());
    for path in [
        "/".to_owned(),
        "/articles".to_owned(),
        format!("/article?id={id}"),
        format!("/entity?id={local}"),
        "/entity?name=%3Cscript%3Ealert(1)%3C/script%3E".to_owned(),
        "/sparql?query=%3Cscript%3E".to_owned(),
        "/queries/claims?who=%3Cscript%3E".to_owned(),
        "/queries/names".to_owned(),
        "/article?id=%3Cscript%3E".to_owned(),
        "/fact?id=%3Cscript%3E".to_owned(),
    ] {
        let (_, page) = server.get(&path);
        assert_eq!(page.matches("<script").count(), 1, "{path}: ours alone");
        assert!(!page.contains("<img") && !page.contains("href=\"javascript"), "{path}");
    }
}

#[test]
fn what_is_not_there_is_said_and_nothing_fails() {
    let server = Server::new(NEWS.path());
    for (path, status, reason) in [
        ("/entity?name=Nobody+Atall", 404, "Nothing has this name"),
        ("/entity", 400, "Search for one"),
        ("/article?id=x", 404, "There is no article"),
        ("/fact?id=f:x", 404, "no fact f:x"),
        ("/fact?id=f:x&at=2023-11-08-5fu25c3j:0", 404, "has no fact"),
        ("/queries/claims?who=Nobody", 200, "no entity is called"),
        ("/sparql?query=SELECT+x", 200, "cannot be asked"),
        ("/download?to=doc&query=ASK+{}", 400, "no such format"),
        ("/articles?part=99999999999999999999", 200, "Articles"),
        ("/articles?part=9999999999999999999", 200, "Articles"),
        ("/contradictions?part=-1", 200, "Contradictions"),
        ("/queries/nothing", 404, ""),
        ("/assets/../mod.rs", 404, ""),
    ] {
        let (found, page) = server.get(path);
        assert_eq!(found, status, "{path}: {page}");
        assert!(words(&page).contains(reason), "{path}: {page}");
    }
}

#[test]
fn a_browser_reads_follows_asks_and_downloads() {
    let tools = source::root().join("target/tools/browser");
    let chromium = ["/usr/bin/chromium", "/usr/bin/chromium-browser"];
    let chromium = chromium.iter().map(Path::new).find(|it| it.exists());
    let (Some(chromium), true) = (chromium, tools.join("installed").exists()) else {
        println!("skipped: needs Chromium, and tests/browser/install.sh to have run");
        return;
    };
    let server = Server::new(NEWS.path());
    let folder = PathBuf::from(env!("CARGO_TARGET_TMPDIR")).join("page");
    fs::create_dir_all(&folder).unwrap();
    let script = source::root().join("tests/browser/page.mjs");
    let mut node = Command::new("node");
    node.arg(script).arg(tools).arg(chromium).arg(format!("http://{}", server.address));
    let output = node.arg(&folder).output().unwrap();
    let told = String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "{told}{}", String::from_utf8_lossy(&output.stderr));
    println!("{told}");
    let query = "SELECT ?who ?whom { ?who :endorsed ?whom }";
    let asked = run(NEWS.path(), &["query", "news", query, "--to", "csv"]);
    assert_eq!(fs::read_to_string(folder.join("answer.csv")).unwrap(), asked.out);
}
