//! Which fields of a record hold what, by the names that are in use.
//!
//! The names are those of schema.org, news-please, Fundus, `GraphRAG`, NGEC and
//! `FollowTheMoney`, and those that newsrooms export; `--map` gives others.

use serde_json::Value;

use crate::text::{Article, BlockKind};

use super::config::FieldMap;
use super::date::Dates;
use super::draft::{self, Draft};
use super::html;

/// What a field holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Field {
    Text,
    Title,
    Date,
    Publisher,
    Author,
    Url,
}

impl Field {
    /// Every field with its name, as `--map` takes it.
    pub(super) const ALL: [(Self, &'static str); 6] = [
        (Self::Text, "text"),
        (Self::Title, "title"),
        (Self::Date, "date"),
        (Self::Publisher, "publisher"),
        (Self::Author, "author"),
        (Self::Url, "url"),
    ];
}

/// The names that are known, those that are trusted more first.
const NAMES: &[(Field, &[&str])] = &[
    (
        Field::Text,
        &[
            "articleBody",
            "maintext",
            "plaintext",
            "bodyText",
            "event_text",
            "full_text",
            "fulltext",
            "text",
            "body",
            "content",
        ],
    ),
    (Field::Title, &["headline", "title", "name"]),
    (
        Field::Date,
        &[
            "datePublished",
            "date_publish",
            "publishing_date",
            "publishedAt",
            "date_published",
            "published_at",
            "published_date",
            "publication_date",
            "pub_date",
            "pubDate",
            "published",
            "date",
            "creation_date",
        ],
    ),
    (
        Field::Publisher,
        &["publisher", "source_domain", "site_name", "outlet", "source", "domain"],
    ),
    (Field::Author, &["author", "authors", "creator", "byline"]),
    (Field::Url, &["url", "link", "sourceUrl", "canonical_url", "uri"]),
];

/// Whether a column of this name is known.
pub(super) fn is_known(name: &str) -> bool {
    let mut names = NAMES.iter().flat_map(|(_, names)| *names);
    names.any(|it| it.eq_ignore_ascii_case(name))
}

/// A record: names and values, a name as often as it has values.
#[derive(Debug, Default)]
pub(super) struct Record(Vec<(String, String)>);

impl Record {
    /// Adds a value.
    pub(super) fn add(&mut self, name: &str, value: &str) {
        if !value.trim().is_empty() {
            self.0.push((name.to_owned(), value.to_owned()));
        }
    }

    /// The values of an object in JSON. Lists give several values, objects their name;
    /// what `properties` holds is held by the record itself, as in `FollowTheMoney`.
    pub(super) fn from_json(value: &Value) -> Self {
        let mut record = Self::default();
        record.add_object(value, 0);
        record
    }

    fn add_object(&mut self, value: &Value, depth: usize) {
        for (name, value) in value.as_object().into_iter().flatten() {
            if name == "properties" && value.is_object() && depth == 0 {
                self.add_object(value, 1);
            } else {
                self.add_value(name, value, 0);
            }
        }
    }

    fn add_value(&mut self, name: &str, value: &Value, depth: usize) {
        match value {
            Value::String(text) => self.add(name, text),
            Value::Number(number) => self.add(name, &number.to_string()),
            Value::Array(values) if depth < 2 => {
                for it in values {
                    self.add_value(name, it, depth + 1);
                }
            }
            Value::Object(object) if depth < 2 => {
                let inner = ["name", "title", "@value", "@id"];
                if let Some(it) = inner.iter().find_map(|it| object.get(*it)) {
                    self.add_value(name, it, depth + 1);
                }
            }
            Value::Array(_) | Value::Object(_) | Value::Null | Value::Bool(_) => {}
        }
    }

    /// The values of a field under the first of its names that has any.
    fn values<'a>(&'a self, field: Field, map: &FieldMap) -> Vec<&'a str> {
        let named = |name: &str| -> Vec<&'a str> {
            let held = self.0.iter().filter(|(it, _)| it.eq_ignore_ascii_case(name));
            held.map(|(_, value)| &**value).collect()
        };
        if map.has(field) {
            let held = self.0.iter().filter(|(it, _)| map.field(it) == Some(field));
            return held.map(|(_, value)| &**value).collect();
        }
        let names = NAMES.iter().filter(|(it, _)| *it == field);
        let mut names = names.flat_map(|(_, names)| *names);
        names
            .find_map(|it| Some(named(it)).filter(|it| !it.is_empty()))
            .unwrap_or_default()
    }

    /// The dates, under all their names.
    fn dates(&self, map: &FieldMap) -> Dates {
        let mut dates = Dates::default();
        if map.has(Field::Date) {
            for (name, value) in &self.0 {
                if map.field(name) == Some(Field::Date) {
                    dates.add(name, value);
                }
            }
            return dates;
        }
        let names = NAMES.iter().filter(|(it, _)| *it == Field::Date);
        for name in names.flat_map(|(_, names)| *names) {
            for (it, value) in &self.0 {
                if it.eq_ignore_ascii_case(name) {
                    dates.add(it, value);
                }
            }
        }
        dates
    }

    /// Whether there is a text.
    pub(super) fn has_text(&self, map: &FieldMap) -> bool {
        !self.values(Field::Text, map).is_empty()
    }

    /// The article that the record is; `Err` is the reason why it is none.
    pub(super) fn article(&self, place: &str, map: &FieldMap) -> Result<Article, String> {
        let texts = self.values(Field::Text, map);
        if texts.is_empty() {
            return Err(self.without_text(map));
        }
        let text = texts.join("\n\n");
        let mut article = if html::is_fragment(&text) {
            let mut draft = Draft::default();
            for (kind, text) in html::fragment(&text) {
                draft.push(kind, &text);
            }
            draft.article(place)
        } else {
            let mut draft = Draft::default();
            draft.push(BlockKind::Paragraph, &text);
            let mut article = draft.article(place);
            article.blocks.clear();
            article
        };
        self.describe(&mut article, map);
        Ok(article)
    }

    /// Whether there is a title.
    pub(super) fn has_title(&self) -> bool {
        !self.values(Field::Title, &FieldMap::default()).is_empty()
    }

    /// Gives an article what the record says about it.
    pub(super) fn describe(&self, article: &mut Article, map: &FieldMap) {
        let first =
            |field: Field| self.values(field, map).first().and_then(|it| draft::line(it));
        article.headline = first(Field::Title);
        article.publisher = first(Field::Publisher);
        article.url = first(Field::Url);
        article.authors = authors(&self.values(Field::Author, map));
        self.dates(map).settle(article);
    }

    fn without_text(&self, map: &FieldMap) -> String {
        let mut names: Vec<_> = self.0.iter().map(|(name, _)| &**name).collect();
        names.dedup();
        names.truncate(8);
        if map.has(Field::Text) {
            return format!(
                "no text under the name that --map gives; it has {}",
                names.join(", ")
            );
        }
        if names.is_empty() {
            return "an empty record; leave it out, or make each article an object of a \
                    list"
                .to_owned();
        }
        format!(
            "no text in it; it has {}: name the one that holds the text with --map \
             text=NAME",
            names.join(", ")
        )
    }
}

/// Names of authors, each for itself: *By Ann Lee; Bo Kim*.
pub(super) fn authors(values: &[&str]) -> Vec<String> {
    let mut authors = Vec::new();
    for name in values.iter().flat_map(|it| it.split(';')) {
        let Some(name) = draft::line(name) else { continue };
        let name = name.trim_start_matches("By ").trim_start_matches("by ");
        let is_address = name.contains("://") || name.starts_with('@');
        if !is_address && !name.is_empty() && !authors.iter().any(|it| it == name) {
            authors.push(name.to_owned());
        }
    }
    authors
}

#[cfg(test)]
mod tests {
    use serde_json::{Value, json};

    use super::Record;
    use crate::ingest::FieldMap;
    use crate::text::Article;

    fn read(value: &Value, map: &FieldMap) -> Result<Article, String> {
        Record::from_json(value).article("x", map)
    }

    /// Headline, date, publisher, authors, address and text, joined by bars.
    fn line(value: &Value) -> String {
        let it = read(value, &FieldMap::default()).unwrap();
        [
            it.headline.clone().unwrap_or_default(),
            it.date_published.map(|it| it.to_string()).unwrap_or_default(),
            it.publisher.clone().unwrap_or_default(),
            it.authors.join("+"),
            it.url.clone().unwrap_or_default(),
            it.body_text().to_owned(),
        ]
        .join("|")
    }

    #[test]
    fn the_names_of_each_source_are_known() {
        let expected =
            "Roe wins|2024-03-04|Daily Post|Ann Lee|https://p.example/1|Roe won.";
        let publisher = json!({"@type": "NewsMediaOrganization", "name": "Daily Post"});
        for value in [
            json!({"headline": "Roe wins", "datePublished": "2024-03-04T10:00:00+01:00",
                   "publisher": publisher, "author": [{"name": "Ann Lee"}],
                   "url": "https://p.example/1", "articleBody": "Roe won."}),
            json!({"title": "Roe wins", "date_publish": "2024-03-04 10:00:00",
                   "source_domain": "Daily Post", "authors": ["Ann Lee"],
                   "url": "https://p.example/1", "maintext": "Roe won.",
                   "language": "en", "date_modify": "2024-03-09"}),
            json!({"title": "Roe wins", "publishing_date": "2024-03-04", "plaintext": "Roe won.",
                   "publisher": "Daily Post", "authors": ["Ann Lee"], "url": "https://p.example/1"}),
            json!({"event_text": "Roe won.", "pub_date": "2024-03-04", "headline": "Roe wins",
                   "publisher": "Daily Post", "story_id": 7, "byline": "By Ann Lee",
                   "url": "https://p.example/1"}),
            json!({"schema": "Article", "properties": {"bodyText": ["Roe won."],
                   "title": ["Roe wins"], "publishedAt": ["2024-03-04"],
                   "author": ["Ann Lee"], "publisher": ["Daily Post"],
                   "sourceUrl": ["https://p.example/1"]}}),
        ] {
            assert_eq!(line(&value), expected);
        }
        let graphrag = json!({"id": "1", "text": "Roe won.", "title": "Roe wins",
                              "creation_date": "2024-03-04"});
        assert_eq!(line(&graphrag), "Roe wins|2024-03-04||||Roe won.");
    }

    #[test]
    fn a_map_gives_other_names_and_then_no_others_count() {
        let value = json!({"story": "Roe won.", "text": "x", "day": "2024-03-04"});
        let map: FieldMap = "text=story,date=day".parse().unwrap();
        let article = read(&value, &map).unwrap();
        assert_eq!(article.body_text(), "Roe won.");
        assert_eq!(article.date_published, "2024-03-04".parse().ok());
        let map = "text=gone".parse().unwrap();
        assert!(read(&value, &map).unwrap_err().contains("it has day, story, text"));
    }

    #[test]
    fn a_record_without_text_says_which_fields_it_has() {
        let reason = read(&json!({"story": "x"}), &FieldMap::default()).unwrap_err();
        assert!(reason.contains("it has story: name the one"), "{reason}");
        assert!(
            read(&json!({}), &FieldMap::default()).unwrap_err().contains("empty record")
        );
    }

    #[test]
    fn tags_in_a_text_are_read() {
        let value = json!({"text": "<p>Roe &amp; Doe won.</p><ul><li>Poe</li></ul>"});
        assert_eq!(line(&value), "|||||Roe & Doe won.\n\nPoe");
    }
}
