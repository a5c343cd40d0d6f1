//! What a page says about its article: JSON-LD first, then `OpenGraph` and other `<meta>`,
//! then the marks on what is shown.
//!
//! That is also the order of trust where dates differ. Times of change are never taken.

use serde_json::Value;

use crate::text::Article;

use crate::ingest::date::Dates;
use crate::ingest::draft::line;
use crate::ingest::fields::authors;

use super::parts::Part;
use super::tree::Tree;

/// `<meta>` names of the date of publication, those that are trusted more first.
const DATES: &[&str] = &[
    "article:published_time",
    "og:article:published_time",
    "article:published",
    "og:published_time",
    "datepublished",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "dc.date.issued",
    "dcterms.issued",
    "dcterms.created",
    "dc.date",
    "dc.date.created",
    "citation_publication_date",
    "publication_date",
    "publish-date",
    "publish_date",
    "publishdate",
    "pubdate",
    "date",
];
const AUTHORS: &[&str] = &[
    "author",
    "parsely-author",
    "sailthru.author",
    "dc.creator",
    "byl",
    "article:author",
];
const PUBLISHERS: &[&str] =
    &["og:site_name", "dc.publisher", "publisher", "citation_journal_title"];
const TITLES: &[&str] =
    &["og:title", "parsely-title", "sailthru.title", "dc.title", "twitter:title"];

/// Gives an article what its page says about it; `parts` says what each node is for.
pub(super) fn describe(tree: &Tree, parts: &[Option<Part>], article: &mut Article) {
    let linked = Linked::new(tree);
    let meta = Meta::new(tree);
    let shown = Shown { tree, parts };
    let mut dates = Dates::default();
    for it in linked.values("datePublished") {
        dates.add("JSON-LD datePublished", it);
    }
    for (name, value) in meta.all(DATES) {
        dates.add(&format!("meta {name}"), value);
    }
    shown.dates(&mut dates);
    dates.settle(article);
    let publisher = linked.names("publisher").into_iter().next();
    article.publisher =
        publisher.or_else(|| meta.first(PUBLISHERS)).or_else(|| shown.publisher());
    let title = linked.values("headline").into_iter().next().and_then(line);
    let title = title.or_else(|| meta.first(TITLES)).or_else(|| shown.headline());
    article.headline = title.map(|it| without_site(it, article.publisher.as_deref()));
    article.url = shown
        .canonical()
        .or_else(|| meta.first(&["og:url"]))
        .or_else(|| linked.values("url").into_iter().next().and_then(line));
    let named = linked.names("author");
    let meta_authors: Vec<_> = meta.all(AUTHORS).map(|(_, it)| it).collect();
    article.authors = [
        authors(&named.iter().map(|it| &**it).collect::<Vec<_>>()),
        authors(meta_authors.get(..1).unwrap_or_default()),
        authors(&meta_authors),
        shown.authors(),
    ]
    .into_iter()
    .find(|it| !it.is_empty())
    .unwrap_or_default();
}

/// A title without the name of the site at its end: *Roe wins | Daily Post*.
fn without_site(title: String, site: Option<&str>) -> String {
    let Some(site) = site else { return title };
    let Some(rest) = title.strip_suffix(site) else { return title };
    let rest = rest.trim_end();
    match rest.strip_suffix(['|', '-', '–', '—', '·', ':']) {
        Some(title) if !title.trim().is_empty() => title.trim().to_owned(),
        _ => title,
    }
}

/// What stands in the JSON-LD of a page.
struct Linked {
    nodes: Vec<Value>,
}

impl Linked {
    fn new(tree: &Tree) -> Self {
        let mut nodes = Vec::new();
        for at in tree.all() {
            let node = tree.node(at);
            let is_linked = node.name() == "script"
                && node.attribute("type").is_some_and(|it| {
                    it.trim().to_ascii_lowercase().starts_with("application/ld+json")
                });
            if is_linked && let Some(value) = lenient(&tree.text(at)) {
                flatten(value, 0, &mut nodes);
            }
        }
        Self { nodes }
    }

    /// The node of the article.
    fn article(&self) -> Option<&Value> {
        let is_article = |it: &&Value| {
            let types = match &it["@type"] {
                Value::Array(types) => types.iter().filter_map(Value::as_str).collect(),
                Value::String(it) => vec![&**it],
                _ => Vec::new(),
            };
            types.iter().any(|it| it.ends_with("Article") || it.ends_with("Posting"))
        };
        let mut articles = self.nodes.iter().filter(is_article);
        let first = articles.clone().next();
        articles.find(|it| it.get("datePublished").is_some()).or(first)
    }

    fn values(&self, name: &str) -> Vec<&str> {
        match self.article().map(|it| &it[name]) {
            Some(Value::String(it)) => vec![it],
            Some(Value::Array(list)) => list.iter().filter_map(Value::as_str).collect(),
            _ => Vec::new(),
        }
    }

    /// The names of the people or bodies that a property points at.
    fn names(&self, property: &str) -> Vec<String> {
        let Some(value) = self.article().and_then(|it| it.get(property)) else {
            return Vec::new();
        };
        let list = match value {
            Value::Array(list) => list.iter().collect(),
            other => vec![other],
        };
        list.into_iter()
            .filter_map(|it| self.name(it, 0))
            .filter_map(|it| line(&it))
            .collect()
    }

    fn name(&self, value: &Value, depth: usize) -> Option<String> {
        match value {
            Value::String(it) => Some(it.clone()),
            Value::Array(list) => self.name(list.first()?, depth),
            Value::Object(object) => match (object.get("name"), object.get("@id")) {
                (Some(name), _) if depth < 3 => self.name(name, depth + 1),
                (None, Some(id)) if depth < 3 => {
                    let named = |it: &&Value| {
                        it.get("@id") == Some(id) && it.get("name").is_some()
                    };
                    self.name(self.nodes.iter().find(named)?, depth + 1)
                }
                _ => None,
            },
            Value::Null | Value::Bool(_) | Value::Number(_) => None,
        }
    }
}

/// JSON as pages have it: in a comment, or with line breaks in its strings.
fn lenient(text: &str) -> Option<Value> {
    let text = text.trim();
    let text = text.strip_prefix("<!--").unwrap_or(text);
    let text = text.strip_prefix("//<![CDATA[").unwrap_or(text);
    let text = text.trim_end_matches(['>', ';', '/', '-', ']']);
    let closed = |it: &str| match it.trim_start().starts_with('[') {
        true => format!("{it}]"),
        false => it.to_owned(),
    };
    let text = closed(text.trim());
    serde_json::from_str(&text).ok().or_else(|| {
        let one_line = text.replace(|it: char| it.is_control(), " ");
        serde_json::from_str(&one_line).ok()
    })
}

/// The nodes of a value: those of lists and graphs, and those inside others.
fn flatten(value: Value, depth: usize, out: &mut Vec<Value>) {
    if depth > 6 || out.len() > 500 {
        return;
    }
    match value {
        Value::Array(list) => list.into_iter().for_each(|it| flatten(it, depth + 1, out)),
        Value::Object(mut object) => {
            for inner in ["@graph", "mainEntity", "mainEntityOfPage", "hasPart"] {
                if object.get(inner).is_some_and(|it| it.is_array() || it.is_object())
                    && let Some(it) = object.remove(inner)
                {
                    flatten(it, depth + 1, out);
                }
            }
            out.push(Value::Object(object));
        }
        _ => {}
    }
}

/// The `<meta>` of a page: names in small letters, and contents.
struct Meta<'a> {
    entries: Vec<(String, &'a str)>,
}

impl<'a> Meta<'a> {
    fn new(tree: &'a Tree) -> Self {
        let mut entries = Vec::new();
        for node in tree.all().map(|it| tree.node(it)).filter(|it| it.name() == "meta") {
            let names = ["property", "name", "itemprop"];
            let content = node.attribute("content").unwrap_or_default();
            for name in names.iter().filter_map(|it| node.attribute(it)) {
                if !content.trim().is_empty() {
                    entries.push((name.trim().to_ascii_lowercase(), content));
                }
            }
        }
        Self { entries }
    }

    /// Names and contents, in the order of `names`.
    fn all(
        &self,
        names: &'static [&'static str],
    ) -> impl Iterator<Item = (&'static str, &'a str)> {
        names.iter().flat_map(|name| {
            let found = self.entries.iter().filter(move |(it, _)| it == name);
            found.map(|(_, content)| (*name, *content))
        })
    }

    fn first(&self, names: &'static [&'static str]) -> Option<String> {
        self.all(names).find_map(|(_, it)| line(it))
    }
}

/// What the page shows, with the marks that say what it is.
struct Shown<'a> {
    tree: &'a Tree,
    parts: &'a [Option<Part>],
}

impl Shown<'_> {
    /// The first element with a property of microdata: its content.
    fn property(&self, name: &str) -> Option<usize> {
        self.tree.all().find(|at| {
            let given = self.tree.node(*at).attribute("itemprop").unwrap_or_default();
            given.split_ascii_whitespace().any(|it| it == name)
        })
    }

    fn value(&self, at: usize) -> String {
        let node = self.tree.node(at);
        let given = node.attribute("content").or_else(|| node.attribute("datetime"));
        given.map_or_else(|| self.tree.text(at), str::to_owned)
    }

    /// The name that an element holds: that of its own `name`, or its text.
    fn name(&self, at: usize) -> Option<String> {
        let named = self.tree.below(at).find(|it| {
            let given = self.tree.node(*it).attribute("itemprop").unwrap_or_default();
            given.split_ascii_whitespace().any(|it| it == "name")
        });
        line(&self.value(named.unwrap_or(at)))
    }

    fn dates(&self, dates: &mut Dates) {
        if let Some(at) = self.property("datePublished") {
            dates.add("itemprop datePublished", &self.value(at));
        }
        let headline = self.tree.all().find(|it| self.tree.node(*it).name() == "h1");
        let times = self.tree.all().filter(|at| {
            let node = self.tree.node(*at);
            node.name() == "time"
                && node.attribute("datetime").is_some()
                && !self.is_aside(*at)
        });
        let marked = |at: usize| {
            let node = self.tree.node(at);
            let class = node.attribute("class").unwrap_or_default().to_ascii_lowercase();
            let property = node.attribute("itemprop").unwrap_or_default();
            let is_change = ["modif", "updat"].iter().any(|it| class.contains(it))
                || property == "dateModified";
            let is_published =
                node.attribute("pubdate").is_some() || class.contains("publi");
            (is_published, is_change)
        };
        let times: Vec<_> = times.filter(|it| !marked(*it).1).collect();
        // One that is marked, or else the first below the headline or in the article.
        let found = times.iter().find(|it| marked(**it).0).or_else(|| {
            times.iter().find(|at| {
                let mut above =
                    self.tree.ancestors(**at).map(|it| self.tree.node(it).name());
                headline.is_some_and(|it| it < **at) || above.any(|it| it == "article")
            })
        });
        // Where another place says when, a time that is not marked may be another's.
        if let Some(at) = found
            && (marked(*at).0 || !dates.is_known())
        {
            dates.add("time", &self.value(*at));
        }
    }

    /// Whether an element is of what stands around the article.
    fn is_aside(&self, at: usize) -> bool {
        self.tree.ancestors(at).any(|it| {
            let name = self.tree.node(it).name();
            matches!(name, "aside" | "nav" | "footer" | "li" | "figure")
                || self.parts[it] == Some(Part::Comments)
        })
    }

    fn publisher(&self) -> Option<String> {
        self.property("publisher").and_then(|it| self.name(it))
    }

    fn headline(&self) -> Option<String> {
        let first =
            |name: &str| self.tree.all().find(|it| self.tree.node(*it).name() == name);
        let places = [self.property("headline"), first("h1"), first("title")];
        places.into_iter().flatten().find_map(|it| line(&self.value(it)))
    }

    fn canonical(&self) -> Option<String> {
        let mut links = self.tree.all().map(|it| self.tree.node(it));
        let found = links.find(|it| it.attribute("rel") == Some("canonical"))?;
        found.attribute("href").and_then(line).filter(|it| it.contains("://"))
    }

    fn authors(&self) -> Vec<String> {
        let marked = |at: &usize| {
            let node = self.tree.node(*at);
            let property = node.attribute("itemprop").unwrap_or_default();
            property.split_ascii_whitespace().any(|it| it == "author")
                || node.attribute("rel") == Some("author")
        };
        let mut names = Vec::new();
        let mut end = 0;
        for at in self.tree.all().filter(marked) {
            // One that is in another is the same.
            if at >= end && !self.is_aside(at) {
                end = self.tree.node(at).end;
                names.extend(self.name(at));
            }
        }
        if names.is_empty() {
            names.extend(self.byline());
        }
        authors(&names.iter().map(|it| &**it).collect::<Vec<_>>())
    }

    /// The name of an element of the class `byline` or `author`, where it is short.
    fn byline(&self) -> Option<String> {
        let classes =
            ["byline", "author", "author-name", "byline__name", "article-author"];
        let found = self.tree.all().find(|at| {
            let class = self.tree.node(*at).attribute("class").unwrap_or_default();
            let mut given = class.split_ascii_whitespace();
            !self.is_aside(*at) && given.any(|it| classes.contains(&it))
        })?;
        let name = line(&self.tree.text(found))?;
        let name = name.split([',', '|', '•', '·']).next().unwrap_or_default().trim();
        Some(name.to_owned()).filter(|it| (2..=5).contains(&it.split(' ').count()))
    }
}
