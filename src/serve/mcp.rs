//! Agents ask over standard input and output, in the Model Context Protocol.
//!
//! Four tools, and no answer without its source: every statement comes with its sentence,
//! its article and, where there is one, its address.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use rmcp::handler::server::ServerHandler;
use rmcp::model::{
    CallToolRequestParams, CallToolResponse, CallToolResult, ContentBlock, ErrorData,
    Implementation, ListToolsResult, PaginatedRequestParams, ServerCapabilities,
    ServerConfig, Tool,
};
use rmcp::service::{RequestContext, RoleServer, ServiceExt};
use rmcp::transport::stdio;
use serde::Deserialize;
use serde_json::{Map, Value, json};
use tokio::runtime;
use tokio::task;
use tokio::time;

use crate::ask::{self, Period, Row, Statement};
use crate::collection::Collection;
use crate::doc::TimexValue;
use crate::error::{Error, Result};
use crate::graph::Graph;
use crate::rdf::{Asking, Format, Limits, Query, Stop};
use crate::text::{ArticleId, Date};

use super::view::View;
use super::work::locked;

/// Statements of an answer, unless the agent asks for another number.
const MOST: usize = 50;
/// What the rows of a query may come to.
const LIMITS: Limits = Limits { rows: 1000, bytes: 4 << 20 };
const TOO_LATE: &str = "not answered in time; ask for less";
const INSTRUCTIONS: &str = "\
A collection of facts read from news articles. Every statement says how it stands: \
`affirmed` by an article in its own voice, `attributed` to somebody, `denied`, or \
`possible`. Never report one that is attributed, denied or possible as a fact, and cite \
`quote`, `publisher`, `reported` and `link` with whatever you pass on.";

/// Answers agents until standard input ends.
pub fn serve_agents(folder: &Path, timeout: Duration) -> Result<()> {
    let view = Arc::new(View::open(folder)?);
    let agent = Agent { timeout, view: Mutex::new(view) };
    let mut runtime = runtime::Builder::new_multi_thread();
    let runtime = runtime.worker_threads(1).enable_all().build();
    let runtime = runtime.map_err(Error::io("threads"))?;
    runtime.block_on(async {
        // Where nothing is said to it, or nothing of the protocol, there is nothing to do.
        if let Ok(running) = agent.serve(stdio()).await {
            drop(running.waiting().await);
        }
    });
    runtime.shutdown_background();
    Ok(())
}

struct Agent {
    timeout: Duration,
    view: Mutex<Arc<View>>,
}

/// Why a tool has no answer, in words for the agent.
type Answer = std::result::Result<Value, String>;

impl Agent {
    /// The collection as it is now.
    fn view(&self) -> Result<Arc<View>> {
        let mut view = locked(&self.view);
        let folder = view.collection().folder().to_owned();
        if !view.is_current(&Collection::state(&folder)?) {
            *view = Arc::new(View::open(&folder)?);
        }
        Ok(Arc::clone(&view))
    }

    /// Answers on a thread, or says that it took too long.
    async fn answered(&self, name: String, arguments: Value) -> Answer {
        let view = self.view().map_err(|it| it.to_string())?;
        let stop = Stop::default();
        let own = stop.clone();
        let work = move || answer(&view, &name, arguments, own);
        let answer = time::timeout(self.timeout, task::spawn_blocking(work)).await;
        stop.now();
        match answer {
            Ok(Ok(answer)) => answer,
            Ok(Err(_)) => Err("the work broke off".to_owned()),
            Err(_) => Err(TOO_LATE.to_owned()),
        }
    }
}

impl ServerHandler for Agent {
    fn get_info(&self) -> ServerConfig {
        let capabilities = ServerCapabilities::builder().enable_tools().build();
        let own = Implementation::new("newsgraph", env!("CARGO_PKG_VERSION"));
        let config = ServerConfig::new(capabilities).with_server_info(own);
        config.with_instructions(INSTRUCTIONS)
    }

    async fn list_tools(
        &self,
        _: Option<PaginatedRequestParams>,
        _: RequestContext<RoleServer>,
    ) -> std::result::Result<ListToolsResult, ErrorData> {
        Ok(ListToolsResult::with_all_items(tools()))
    }

    async fn call_tool(
        &self,
        request: CallToolRequestParams,
        _: RequestContext<RoleServer>,
    ) -> std::result::Result<CallToolResponse, ErrorData> {
        let name = request.name.into_owned();
        if tools().iter().all(|it| it.name != name) {
            let reason = format!(
                "no tool `{name}`; there are about, contradictions, query and timeline"
            );
            return Err(ErrorData::invalid_params(reason, None));
        }
        let arguments = Value::Object(request.arguments.unwrap_or_default());
        Ok(match self.answered(name, arguments).await {
            Ok(value) => CallToolResult::structured(value).into(),
            Err(reason) => CallToolResult::error(vec![ContentBlock::text(reason)]).into(),
        })
    }
}

fn tools() -> Vec<Tool> {
    let text = |it: &str| json!({ "type": "string", "description": it });
    let number = json!({
        "type": "integer", "minimum": 1,
        "description": format!("the most statements; else {MOST}"),
    });
    let tool = |name: &'static str,
                description: &'static str,
                properties: Value,
                required: Value| {
        let schema = json!({
            "type": "object", "properties": properties, "required": required,
            "additionalProperties": false,
        });
        Tool::new(name, description, object(schema))
    };
    vec![
        tool(
            "about",
            "Everything that articles state, report, deny or expect about a name, newest \
             first within how it stands, each with its sentence and article.",
            json!({
                "name": text("a name, or e: and the local name of an entity"),
                "limit": number,
            }),
            json!(["name"]),
        ),
        tool(
            "query",
            "Answers SPARQL 1.1 SELECT or ASK. Prefixes are declared: `:` relations that \
             articles state in their own voice, ev: no: may: from a subject to a fact \
             that is stated, denied or possible, ng: object, sentence, quote, article, \
             reported, attributedTo. The default graph is the union of the articles. \
             Select facts (?s ev:endorsed ?f), sentences or articles, so that the answer \
             can cite them.",
            json!({ "sparql": text("the query; at most 1,000 rows come back") }),
            json!(["sparql"]),
        ),
        tool(
            "timeline",
            "Facts in the order of their days, each with every sentence that states it.",
            json!({
                "name": text("only facts in which this name takes part"),
                "since": text("the first day: 2024-03-04, 2024-03 or 2024"),
                "until": text("the last day"),
                "relation": text("only this relation: endorsed"),
                "limit": number,
            }),
            json!([]),
        ),
        tool(
            "contradictions",
            "Facts that one voice states and another one denies, newest denial first, \
             with both sides' sentences.",
            json!({ "limit": number }),
            json!([]),
        ),
    ]
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct AboutCall {
    name: String,
    limit: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct QueryCall {
    sparql: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TimelineCall {
    name: Option<String>,
    since: Option<String>,
    until: Option<String>,
    relation: Option<String>,
    limit: Option<usize>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ContradictionsCall {
    limit: Option<usize>,
}

fn answer(view: &View, name: &str, arguments: Value, stop: Stop) -> Answer {
    fn read<T: for<'a> Deserialize<'a>>(
        arguments: Value,
    ) -> std::result::Result<T, String> {
        serde_json::from_value(arguments).map_err(|it| format!("arguments: {it}"))
    }
    match name {
        "about" => about(view, &read(arguments)?),
        "query" => query(view, read(arguments)?, stop),
        "timeline" => timeline(view, read(arguments)?),
        _ => contradictions(view, &read(arguments)?),
    }
}

fn about(view: &View, call: &AboutCall) -> Answer {
    let failed = |it: Error| it.to_string();
    let entities = ask::named(view.collection(), &call.name, false).map_err(failed)?;
    let about = ask::about(view.collection(), entities).map_err(failed)?;
    let limit = call.limit.unwrap_or(MOST);
    let entities = about.entities.iter().map(|it| {
        json!({
            "name": it.label(), "iri": format!("e:{}", it.local),
            "type": it.entity_type, "articles": it.articles.len(),
        })
    });
    Ok(json!({
        "entities": entities.collect::<Vec<_>>(),
        "aliases": about.aliases,
        "statements": cited(about.statements.iter().take(limit)),
        "statements_total": about.statements.len(),
        "said_about_others": cited(about.said.iter().take(limit)),
        "said_about_others_total": about.said.len(),
    }))
}

fn timeline(view: &View, call: TimelineCall) -> Answer {
    let failed = |it: Error| it.to_string();
    let graph = match &call.name {
        None => view.graph().map_err(failed)?,
        Some(name) => {
            let entities = ask::named(view.collection(), name, false).map_err(failed)?;
            Arc::new(view.collection().graph_about(&entities).map_err(failed)?)
        }
    };
    let period = Period {
        since: day(call.since.as_deref(), TimexValue::first_day)?,
        until: day(call.until.as_deref(), TimexValue::last_day)?,
        relations: call.relation.into_iter().collect(),
        by_report: false,
    };
    let moments = ask::timeline(&graph, &period);
    let shown = moments.iter().take(call.limit.unwrap_or(MOST)).map(|it| {
        json!({
            "day": it.day.to_string(), "time": it.time,
            "statements": cited(it.statements.iter()),
        })
    });
    Ok(json!({ "moments": shown.collect::<Vec<_>>(), "moments_total": moments.len() }))
}

fn contradictions(view: &View, call: &ContradictionsCall) -> Answer {
    let graph = view.graph().map_err(|it| it.to_string())?;
    let disputes = ask::contradictions(&graph);
    let shown = disputes.iter().take(call.limit.unwrap_or(MOST)).map(|it| {
        json!({
            "about": it.line(),
            "stated": cited(it.stated.iter()),
            "denied": cited(it.denied.iter()),
        })
    });
    let shown = shown.collect::<Vec<_>>();
    Ok(json!({ "contradictions": shown, "contradictions_total": disputes.len() }))
}

fn query(view: &View, call: QueryCall, stop: Stop) -> Answer {
    let asking = Asking { stop, ..Asking::default() };
    let query = Query::new("query", call.sparql);
    let answer = view.store().answer_within(&query, &asking, LIMITS);
    let answer = answer.map_err(|refusal| {
        refusal.reason(TOO_LATE).unwrap_or_else(|error| error.to_string())
    })?;
    let mut json = Vec::new();
    let written = answer.write(Format::Json, None, &mut json);
    written.map_err(|_| "ask with SELECT or ASK".to_owned())?;
    let results: Value = serde_json::from_slice(&json).map_err(|it| it.to_string())?;
    let citations = citations(view, &results)?;
    let hints = view.store().hints(&query, &asking, &answer);
    let mut notes = hints.map_err(|it| it.to_string())?;
    if citations.is_empty() && !answer.is_empty() {
        notes.push(
            "No row names a fact, a sentence or an article, so nothing can be cited; \
             select ?f of `?s ev:RELATION ?f` as well."
                .to_owned(),
        );
    }
    let note = (!notes.is_empty()).then(|| notes.join("\n"));
    Ok(json!({ "results": results, "citations": citations, "note": note }))
}

/// What the facts, sentences and articles that rows name say, by their IRIs.
fn citations(
    view: &View,
    results: &Value,
) -> std::result::Result<Map<String, Value>, String> {
    let names = view.store().names();
    let rows = results["results"]["bindings"].as_array().into_iter().flatten();
    let terms = rows.flat_map(|row| row.as_object().into_iter().flat_map(Map::values));
    let iris =
        terms.filter(|it| it["type"] == "uri").filter_map(|it| it["value"].as_str());
    let cited = iris.filter_map(|iri| {
        let (kind, local) = names.kind_of(iri)?;
        ["article", "fact", "sentence"].contains(&kind).then_some((iri, (kind, local)))
    });
    let cited = cited.collect::<BTreeMap<_, _>>();
    if cited.is_empty() {
        return Ok(Map::new());
    }
    let graph = view.graph().map_err(|it| it.to_string())?;
    let facts = cited.values().filter(|(kind, _)| *kind == "fact");
    let facts = facts.map(|(_, local)| local).collect::<BTreeSet<_>>();
    // The articles are looked through once, however many facts are cited.
    let articles = graph.articles.values().filter(|_| !facts.is_empty());
    let told =
        articles.flat_map(|article| article.facts.iter().map(move |it| (article, it)));
    let told = told.filter(|(_, (local, _))| facts.contains(local));
    let told = told
        .map(|(article, (local, fact))| (local, Statement::new(article, local, fact)));
    let told = told.collect::<BTreeMap<_, _>>();
    let citations = cited.iter().filter_map(|(iri, (kind, local))| {
        let citation = match *kind {
            "fact" => object_of(told.get(local)?),
            "sentence" => {
                let (article, number) = local.rsplit_once('.')?;
                of_article(&graph, article, number.parse().ok(), local)?
            }
            _ => of_article(&graph, local, None, local)?,
        };
        Some(((*iri).to_owned(), Value::Object(citation)))
    });
    Ok(citations.collect())
}

/// An article, and where it is asked for the sentence of a number.
fn of_article(
    graph: &Graph,
    article: &str,
    number: Option<u32>,
    cited: &str,
) -> Option<Map<String, Value>> {
    let article = graph.articles.get(&ArticleId::from_minted(article))?;
    let sentence = number.and_then(|it| article.sentences.get(&it));
    Some(object(json!({
        "headline": article.headline, "publisher": article.publisher,
        "reported": article.date_published.map(|it| it.to_string()),
        "link": article.url, "quote": sentence.map(|it| &it.quote), "cited": cited,
    })))
}

/// Statements with all that is needed to cite them.
fn cited<'a>(statements: impl Iterator<Item = &'a Statement>) -> Vec<Value> {
    statements.map(|it| Value::Object(object_of(it))).collect()
}

fn object_of(statement: &Statement) -> Map<String, Value> {
    let cells = Statement::columns().into_iter().zip(statement.cells());
    let mut found = cells
        .filter_map(|(name, cell)| {
            let value = match cell {
                ask::Value::None => return None,
                ask::Value::Text(it) => it.into(),
                ask::Value::Count(it) => it.into(),
                ask::Value::Number(it) => it.into(),
            };
            Some((name.to_owned(), value))
        })
        .collect::<Map<_, _>>();
    found.insert("line".to_owned(), statement.line.clone().into());
    found
}

fn object(value: Value) -> Map<String, Value> {
    match value {
        Value::Object(it) => it,
        _ => Map::new(),
    }
}

fn day(
    text: Option<&str>,
    end: impl Fn(&TimexValue) -> Option<Date>,
) -> std::result::Result<Option<Date>, String> {
    let Some(text) = text else { return Ok(None) };
    let day = end(&TimexValue::new(text));
    day.map(Some)
        .ok_or_else(|| format!("`{text}` is no day, month or year; write 2024-03-04"))
}
