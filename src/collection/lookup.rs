//! Looking up finds entities by name, and reads only the articles that they are in.

use std::collections::{BTreeMap, BTreeSet};

use crate::error::Result;
use crate::graph::{ArticleRecord, Graph};
use crate::rdf::{excerpt, excerpt_of_fact, read_article};
use crate::resolve::{EntityRef, Identity};
use crate::text::{ArticleId, fold, nearest};

use super::folder::Collection;
use super::index::{Index, Row};
use super::pack::Entry;
use super::share::share;

/// An entity as a collection knows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Known {
    /// The local name of its IRI, as the collection has it.
    pub local: String,
    /// Its type, as the entity type is spelt.
    pub entity_type: String,
    /// Its best names, with the number of articles that give it each.
    pub labels: BTreeMap<String, usize>,
    /// The articles that it is in.
    pub articles: BTreeSet<ArticleId>,
    /// The local names that they give it.
    members: BTreeSet<String>,
}

impl Known {
    /// The best name that most articles give it.
    pub fn label(&self) -> &str {
        let best = self.labels.iter().max_by_key(|(name, count)| (**count, *name));
        best.map_or(&*self.local, |(name, _)| name)
    }

    /// Whether it belongs to one article: its name there is not one that others share.
    pub fn is_bound(&self) -> bool {
        self.local.contains('.')
    }
}

impl Collection {
    /// The entities that bear a name, as best name or another one, whatever the case of
    /// its letters; or the one that `e:` and a local name stand for, be it that of the
    /// collection or of an article. What the collection holds for one is one.
    pub fn called(&self, name: &str) -> Result<Vec<Known>> {
        self.settled(|it| it.find(name))
    }

    fn find(&self, name: &str) -> Result<Vec<Known>> {
        let resolution = self.resolution()?;
        let identity = &resolution.identity;
        let name = if name.starts_with("e:") { name.to_owned() } else { fold(name) };
        let mut meant = BTreeSet::new();
        self.each_row(&BTreeSet::from([name.clone()]), |row, article| {
            meant.insert(identity.canonical(article, row.local).to_owned());
        })?;
        if let Some(local) = name.strip_prefix("e:") {
            // No article need give it the name that the collection gives it.
            meant.insert(identity.meant(&EntityRef::everywhere(local)).to_owned());
        }
        let mut found = BTreeMap::new();
        for local in meant {
            let mut members = identity.members(&local);
            members.insert(&local);
            let members = members.into_iter().map(str::to_owned).collect();
            let known = Known {
                local: local.clone(),
                entity_type: String::new(),
                labels: BTreeMap::new(),
                articles: BTreeSet::new(),
                members,
            };
            found.insert(local, known);
        }
        self.describe(&mut found, identity)?;
        Ok(found.into_values().filter(|it| !it.articles.is_empty()).collect())
    }

    /// Finds out in which articles the entities are, and what those call them.
    fn describe(
        &self,
        found: &mut BTreeMap<String, Known>,
        identity: &Identity,
    ) -> Result<()> {
        let members = found.values().flat_map(|it| &it.members);
        let members = members.map(|it| format!("e:{it}")).collect();
        self.each_row(&members, |row, article| {
            let canonical = identity.canonical(article, row.local);
            let Some(known) = found.get_mut(canonical) else { return };
            if known.entity_type.is_empty() || row.local == known.local {
                row.entity_type.clone_into(&mut known.entity_type);
            }
            *known.labels.entry(row.label.to_owned()).or_default() += 1;
            known.articles.insert(article.clone());
        })
    }

    /// The articles that have an entity of this local name, as they gave it.
    pub(super) fn bearers(&self, local: &str) -> Result<BTreeSet<ArticleId>> {
        let mut found = BTreeSet::new();
        self.each_row(&BTreeSet::from([format!("e:{local}")]), |_, article| {
            found.insert(article.clone());
        })?;
        Ok(found)
    }

    /// Hands over who bears some names, with each article that stands.
    fn each_row(
        &self,
        names: &BTreeSet<String>,
        mut take: impl FnMut(&Row<'_>, &ArticleId),
    ) -> Result<()> {
        for pack in self.packs.keys() {
            let index = self.index_of(pack)?;
            let mut rows = names.iter().flat_map(|it| index.rows(it)).peekable();
            if rows.peek().is_none() {
                continue;
            }
            let entries = self.entries(pack)?;
            for row in rows {
                for Entry { id, .. } in row.places().filter_map(|it| entries.get(it)) {
                    if self.stands(pack, id)? {
                        take(&row, id);
                    }
                }
            }
        }
        Ok(())
    }

    /// Names of the collection that `name` may be a slip for: best names, sorted.
    pub fn names_like(&self, name: &str, most: usize) -> Result<Vec<String>> {
        let names = self.settled(|it| {
            let mut names = BTreeSet::new();
            for pack in it.packs.keys() {
                let (index, entries) = (it.index_of(pack)?, it.entries(pack)?);
                let stands = entries.iter().map(|entry| it.stands(pack, &entry.id));
                let stands = stands.collect::<Result<Vec<_>>>()?;
                for row in index.all() {
                    if row.places().any(|at| stands.get(at) == Some(&true)) {
                        names.insert((row.name.to_owned(), row.label.to_owned()));
                    }
                }
            }
            Ok(names)
        })?;
        let near = nearest(name, names.iter().map(|(it, _)| &**it), most);
        let labels = names.iter().filter(|(it, _)| near.contains(&&**it));
        let labels = labels.map(|(_, label)| label.clone()).collect::<BTreeSet<_>>();
        Ok(labels.into_iter().take(most).collect())
    }

    /// What the graph keeps of the facts that name one of the entities, under the names of
    /// the collection.
    pub fn graph_about(&self, entities: &[Known]) -> Result<Graph> {
        let members = entities.iter().flat_map(|it| &it.members);
        let locals = members.cloned().collect::<BTreeSet<_>>();
        let articles = entities.iter().flat_map(|it| &it.articles).collect();
        let records =
            self.records(&articles, |nquads| excerpt(nquads, self.names(), &locals))?;
        let articles = records.into_iter().map(|it| (it.id.clone(), it)).collect();
        Ok(Graph { articles })
    }

    /// What the graph keeps of one article, under the names of the collection; `None`
    /// where it is not there.
    pub fn article(&self, id: &ArticleId) -> Result<Option<ArticleRecord>> {
        Ok(self.records(&BTreeSet::from([id]), str::to_owned)?.pop())
    }

    /// The article of a fact, given by its local name, with that fact alone, under the
    /// names of the collection; `None` where no article has it. Every pack may have to be
    /// read.
    pub fn article_of_fact(&self, fact: &str) -> Result<Option<ArticleRecord>> {
        self.settled(|it| {
            let resolution = it.resolution()?;
            let mut found = None;
            it.each(|entry, nquads| {
                if let Some(excerpt) = excerpt_of_fact(nquads, it.names(), fact) {
                    let excerpt = resolution.apply(&entry.id, &excerpt, it.names());
                    let record = read_article(&excerpt, it.names(), entry.id.as_str());
                    found = Some(record.map_err(|error| it.foreign(&error))?);
                }
                Ok(())
            })?;
            Ok(found)
        })
    }

    /// Reads the standing graphs of some articles, or the part of each that `choose`
    /// leaves, on as many threads as there are cores.
    fn records(
        &self,
        articles: &BTreeSet<&ArticleId>,
        choose: impl Fn(&str) -> String + Sync,
    ) -> Result<Vec<ArticleRecord>> {
        self.settled(|it| {
            let resolution = it.resolution()?;
            let packs = it.by_pack(articles.iter().copied())?;
            let parts = share(packs.into_iter(), |(pack, wanted)| {
                let mut records = Vec::new();
                it.each_of(pack, &wanted, |entry, nquads| {
                    let part = choose(nquads);
                    let part = resolution.apply(&entry.id, &part, it.names());
                    let record = read_article(&part, it.names(), entry.id.as_str());
                    records.push(record.map_err(|error| it.foreign(&error))?);
                    Ok(())
                })?;
                Ok(records)
            })?;
            Ok(parts.into_iter().flatten().collect())
        })
    }

    /// Hands over the standing graphs of some articles of a pack, each read alone.
    fn each_of(
        &self,
        pack: &str,
        wanted: &BTreeSet<&ArticleId>,
        mut take: impl FnMut(&Entry, &str) -> Result<()>,
    ) -> Result<()> {
        let path = self.articles_path().join(pack);
        let (index, entries) = (self.index_of(pack)?, self.entries(pack)?);
        let is_wanted = |it: &Entry| wanted.contains(&it.id);
        let places = entries.iter().enumerate().filter(|(_, it)| is_wanted(it));
        for (place, entry) in places {
            let Some(frame) = index.frame(place) else {
                // The pack is one frame: read it as a whole.
                return self.standing(pack, |entry, graph| {
                    if is_wanted(entry) { take(entry, graph) } else { Ok(()) }
                });
            };
            take(entry, &frame.read(&path)?)?;
        }
        Ok(())
    }

    /// The index of a pack, made in memory where its file is not there.
    pub(super) fn index_of(&self, pack: &str) -> Result<Index> {
        match Index::open(&self.index_path(), pack)? {
            Some(index) => Ok(index),
            None => Index::new(&self.articles_path().join(pack), &self.names),
        }
    }
}
