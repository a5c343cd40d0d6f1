//! Who is who across articles: certain, doubtful and refused pairs, decisions and their
//! laws.

use std::collections::BTreeSet;
use std::sync::LazyLock;

use newsgraph::collection::Resolution;
use newsgraph::doc::EntityType;
use newsgraph::lexicon::Lexicon;
use newsgraph::resolve::{
    Cast, Decision, EntityRef, Fingerprint, Identity, Judge, Judgement, Sketch,
};
use newsgraph::text::ArticleId;
use proptest::collection::{btree_set, vec};
use proptest::prelude::*;
use proptest::sample::select;

static JUDGE: LazyLock<Judge> =
    LazyLock::new(|| Judge::new(&Lexicon::embedded()).unwrap());

/// A person of an article: the local name, the name, and what the article calls him.
fn person(iri: &str, name: &str, roles: &[&str]) -> Sketch {
    Sketch {
        iri: iri.into(),
        entity_type: EntityType::Person,
        name: name.into(),
        aliases: Vec::new(),
        roles: roles.iter().map(|it| (*it).to_owned()).collect(),
    }
}

fn body(iri: &str, name: &str) -> Sketch {
    Sketch { entity_type: EntityType::Organization, ..person(iri, name, &[]) }
}

/// An article of a day, by its name.
fn cast(article: &str, day: &str, mut members: Vec<Sketch>) -> Cast {
    members.sort_by(|left, right| left.iri.cmp(&right.iri));
    Cast {
        article: ArticleId::from_minted(article),
        day: Some(day.parse().unwrap()),
        fingerprint: Fingerprint::default(),
        text_hash: article.to_owned(),
        members,
    }
}

fn everywhere(iri: &str) -> EntityRef {
    EntityRef::everywhere(iri)
}

fn decision(left: &str, judgement: Judgement, right: &str, by: &str) -> Decision {
    let (left, right) = (left.parse().unwrap(), right.parse().unwrap());
    Decision { by: by.into(), ..Decision::new(&left, &right, judgement) }
}

fn canonical(identity: &Identity, article: &str, iri: &str) -> String {
    identity.canonical(&ArticleId::from_minted(article), iri).to_owned()
}

/// Two articles of one week about Mayor Nora Aldane, Felix Brandt and Iris Tallow, of
/// which the second calls the first by her surname.
fn same_week(role: &str) -> Vec<Cast> {
    let others = || {
        [
            person("felix-brandt", "Felix Brandt", &[]),
            person("iris-tallow", "Iris Tallow", &[]),
        ]
    };
    let mut first = vec![person("nora-aldane", "Nora Aldane", &["Mayor"])];
    first.extend(others());
    let mut second = vec![person("aldane.bbbb", "Aldane", &[role])];
    second.extend(others());
    vec![cast("a-aaaa", "2031-05-06", first), cast("b-bbbb", "2031-05-08", second)]
}

#[test]
fn a_surname_with_the_same_office_and_company_is_the_same_person() {
    let identity = JUDGE.identity(&same_week("mayor of Brookvale"), &BTreeSet::new());
    assert_eq!(canonical(&identity, "b-bbbb", "aldane.bbbb"), "nora-aldane");
    assert_eq!(identity.label("nora-aldane"), Some("Nora Aldane"));
    let path = identity.explain(&everywhere("aldane.bbbb"), &everywhere("nora-aldane"));
    let [link] = path.unwrap()[..] else { panic!("one link") };
    assert_eq!(
        link.reasons,
        [
            "the only full name with this surname",
            "both are called mayor",
            "both are written of together with Felix Brandt, Iris Tallow",
            "within a month",
        ]
    );
}

#[test]
fn a_surname_alone_is_for_a_person_to_judge() {
    let mut casts = same_week("mayor");
    casts[1].members.retain(|it| it.iri == "aldane.bbbb");
    casts[1].members[0].roles.clear();
    let identity = JUDGE.identity(&casts, &BTreeSet::new());
    assert_eq!(canonical(&identity, "b-bbbb", "aldane.bbbb"), "aldane.bbbb");
    let [proposal] = identity.proposals() else { panic!("one proposal") };
    assert_eq!(proposal.score, 65);
    let decided = decision("e:aldane.bbbb", Judgement::Unsure, "e:nora-aldane", "ana");
    let identity = JUDGE.identity(&casts, &[decided].into());
    assert!(identity.proposals().is_empty(), "what was judged is not asked again");
}

#[test]
fn what_contradicts_is_refused() {
    let none = BTreeSet::new();
    // Another office at the same time.
    let identity = JUDGE.identity(&same_week("Sen."), &none);
    assert_eq!(canonical(&identity, "b-bbbb", "aldane.bbbb"), "aldane.bbbb");
    assert!(identity.proposals().is_empty());
    // One article speaks of both.
    let mut casts = same_week("mayor");
    casts[0].members.push(person("aldane.aaaa", "Aldane", &["Mayor"]));
    casts[0].members.sort_by(|left, right| left.iri.cmp(&right.iri));
    let identity = JUDGE.identity(&casts, &none);
    assert_eq!(canonical(&identity, "a-aaaa", "aldane.aaaa"), "aldane.aaaa");
    // Another given name, another generation.
    for (one, other) in [("Nora Aldane", "Nils Aldane"), ("Leo Aldane", "Leo Aldane Jr.")]
    {
        let [left, right] =
            [one, other].map(|it| it.to_lowercase().replace([' ', '.'], "-"));
        let casts = vec![
            cast("a-aaaa", "2031-05-06", vec![person(&left, one, &["Mayor"])]),
            cast("b-bbbb", "2031-05-06", vec![person(&right, other, &["Mayor"])]),
        ];
        let identity = JUDGE.identity(&casts, &none);
        assert_eq!(identity, Identity::default(), "{one}, {other}");
    }
}

#[test]
fn names_of_one_person_and_of_one_body_meet() {
    let pairs = [
        (
            person("nora-aldane", "Nora Aldane", &["Mayor"]),
            "nora-b-aldane",
            "Nora B. Aldane",
        ),
        (
            person("bill-aldane", "Bill Aldane", &["Mayor"]),
            "william-aldane",
            "William Aldane",
        ),
    ];
    let company = || {
        [
            person("felix-brandt", "Felix Brandt", &[]),
            body("harlow-river-board", "Harlow River Board"),
        ]
    };
    for (one, iri, name) in pairs {
        let mut first = vec![one];
        first.extend(company());
        let mut second = vec![person(iri, name, &["Mayor"])];
        second.extend(company());
        let casts =
            [cast("a-aaaa", "2031-05-06", first), cast("b-bbbb", "2031-05-08", second)];
        let identity = JUDGE.identity(&casts, &BTreeSet::new());
        assert_eq!(identity.renamed().count(), 1, "{name}: {identity:?}");
    }
    let casts = [
        cast("a-aaaa", "2031-05-06", vec![body("ferry-department", "Ferry Department")]),
        cast(
            "b-bbbb",
            "2031-05-06",
            vec![body("department-of-ferry", "Department of Ferry")],
        ),
    ];
    let identity = JUDGE.identity(&casts, &BTreeSet::new());
    assert_eq!(canonical(&identity, "a-aaaa", "ferry-department"), "department-of-ferry");
}

#[test]
fn a_persons_word_is_stronger_than_a_rules() {
    let casts = same_week("mayor");
    let apart = decision("e:aldane.bbbb", Judgement::Different, "e:nora-aldane", "ana");
    let identity = JUDGE.identity(&casts, &[apart.clone()].into());
    assert_eq!(canonical(&identity, "b-bbbb", "aldane.bbbb"), "aldane.bbbb");
    // Two people against each other: the difference stands, and the conflict is listed.
    let same = decision("e:aldane.bbbb", Judgement::Same, "e:nora-aldane", "leo");
    let identity = JUDGE.identity(&casts, &[apart.clone(), same.clone()].into());
    assert_eq!(canonical(&identity, "b-bbbb", "aldane.bbbb"), "aldane.bbbb");
    let [conflict] = identity.conflicts() else { panic!("one conflict") };
    assert_eq!((&conflict.decision, &*conflict.against), (&same, &[apart][..]));
}

#[test]
fn a_homonym_is_split_in_one_article() {
    let casts = [
        cast("a-aaaa", "2031-05-06", vec![person("leo-chen", "Leo Chen", &[])]),
        cast("b-bbbb", "2031-05-06", vec![person("leo-chen", "Leo Chen", &[])]),
    ];
    let split = "e:leo-chen@a:b-bbbb";
    let apart = decision("e:leo-chen", Judgement::Different, split, "ana");
    let identity = JUDGE.identity(&casts, &[apart].into());
    assert_eq!(canonical(&identity, "a-aaaa", "leo-chen"), "leo-chen");
    assert_eq!(canonical(&identity, "b-bbbb", "leo-chen"), "leo-chen.split-bbbb");
    assert!(identity.conflicts().is_empty());
}

const POOL: &[&str] = &[
    "nora-aldane",
    "nora-b-aldane",
    "aldane.bbbb",
    "felix-brandt",
    "brandt.cccc",
    "leo",
];
const ARTICLES: &[&str] = &["a-aaaa", "b-bbbb", "c-cccc"];

fn side() -> impl Strategy<Value = EntityRef> {
    let article = prop::option::weighted(0.3, select(ARTICLES));
    (select(POOL), article).prop_map(|(iri, article)| EntityRef {
        iri: iri.to_owned(),
        article: article.map(ArticleId::from_minted),
    })
}

fn decisions() -> impl Strategy<Value = BTreeSet<Decision>> {
    use Judgement::{Different, Same, Unsure};
    let judgement = select(&[Same, Same, Different, Unsure][..]);
    let one = (side(), side(), judgement, select(&["ana", "leo"][..]));
    btree_set(
        one.prop_map(|(left, right, judgement, by)| Decision {
            by: by.to_owned(),
            ..Decision::new(&left, &right, judgement)
        }),
        0..8,
    )
}

fn casts() -> impl Strategy<Value = Vec<Cast>> {
    let names =
        ["Nora Aldane", "Nora B. Aldane", "Aldane", "Felix Brandt", "Brandt", "Leo"];
    let member = (0..POOL.len(), select(&["Mayor", "Sen.", "author"][..]))
        .prop_map(move |(at, role)| person(POOL[at], names[at], &[role]));
    vec(vec(member, 0..5), 3).prop_map(|all| {
        let casts = ARTICLES.iter().zip(all).map(|(article, mut members)| {
            members.sort_by(|left, right| left.iri.cmp(&right.iri));
            members.dedup_by(|left, right| left.iri == right.iri);
            cast(article, "2031-05-06", members)
        });
        casts.collect()
    })
}

/// The canonical name of every entity in every article.
fn everything(identity: &Identity) -> Vec<String> {
    let pairs = ARTICLES.iter().flat_map(|it| POOL.iter().map(move |iri| (it, iri)));
    pairs.map(|(article, iri)| canonical(identity, article, iri)).collect()
}

fn name_of(identity: &Identity, side: &EntityRef) -> String {
    match &side.article {
        Some(article) => identity.canonical(article, &side.iri).to_owned(),
        None => canonical(identity, "no-such-article", &side.iri),
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(3_000))]

    #[test]
    fn the_laws_of_identity_hold(casts in casts(), decisions in decisions(), cut in 0..8_usize) {
        let identity = JUDGE.identity(&casts, &decisions);
        // A set: split and united again, and given twice, it says the same.
        let (one, other): (Vec<_>, Vec<_>) =
            decisions.iter().cloned().enumerate().partition(|(at, _)| *at < cut);
        let united: BTreeSet<_> =
            other.iter().chain(&one).chain(&other).map(|(_, it)| it.clone()).collect();
        prop_assert_eq!(&JUDGE.identity(&casts, &united), &identity);
        // Canonical names are their own.
        for name in everything(&identity) {
            prop_assert_eq!(name_of(&identity, &everywhere(&name)), name);
        }
        let conflicting: BTreeSet<_> =
            identity.conflicts().iter().map(|it| it.decision.clone()).collect();
        for decision in &decisions {
            let (left, right) = decision.sides().unwrap();
            if left == right {
                continue;
            }
            let names = (name_of(&identity, &left), name_of(&identity, &right));
            match decision.judgement {
                Judgement::Different => prop_assert_ne!(names.0, names.1, "{:?}", decision),
                Judgement::Same if !conflicting.contains(decision) => {
                    prop_assert_eq!(names.0, names.1, "{:?}", decision);
                }
                Judgement::Same | Judgement::Unsure => {}
            }
        }
        // Taking any one back gives what was there without it.
        if let Some(gone) = decisions.iter().nth(cut % decisions.len().max(1)) {
            let mut rest = decisions.clone();
            rest.remove(gone);
            let before = JUDGE.identity(&casts, &rest);
            rest.insert(gone.clone());
            prop_assert_eq!(&JUDGE.identity(&casts, &rest), &identity);
            rest.remove(gone);
            prop_assert_eq!(&JUDGE.identity(&casts, &rest), &before);
        }
        // What no decision and no rule speaks of keeps its name.
        let nothing = JUDGE.identity(&[], &BTreeSet::new());
        prop_assert_eq!(name_of(&nothing, &everywhere("leo")), "leo");
    }
}

/// A deterministic stream of numbers, so that the articles are the same each time.
struct Numbers(u64);

impl Numbers {
    fn next(&mut self) -> u64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    /// A rank from zero below `count`, as Zipf has it: each twice as far is half as often.
    fn rank(&mut self, count: u64) -> u64 {
        let mut most = 1;
        while most < count && !self.next().is_multiple_of(16) {
            most *= 2;
        }
        self.next() % most.min(count)
    }
}

/// Articles of ten years, each of twelve people with names of Zipf's distribution, every
/// fourth by the surname alone, and of six bodies and ten phrases.
fn zipf_articles(count: u64) -> Vec<Cast> {
    let mut numbers = Numbers(0x9e37_79b9_7f4a_7c15);
    let given = ["Ana", "Leo", "Nora", "Felix", "Iris", "Tomas", "Mara", "Jan"];
    let offices = ["Mayor", "Sen.", "author", "coach", "Gov.", ""];
    let casts = (0..count).map(|article| {
        let digest = format!("d{article:07}");
        let (year, month, day) =
            (2021 + article % 10, article % 12 + 1, article % 28 + 1);
        let date = format!("{year}-{month:02}-{day:02}");
        let mut members = Vec::new();
        for _ in 0..12 {
            let rank = numbers.rank(200_000);
            let first = given[usize::try_from(rank % 8).unwrap()];
            let last = format!("Surname{}", rank / 8);
            let office = offices[usize::try_from(rank % 6).unwrap()];
            let roles = [office].into_iter().filter(|it| !it.is_empty());
            let roles = roles.collect::<Vec<_>>();
            members.push(if numbers.next().is_multiple_of(4) {
                person(&format!("{}.{digest}", last.to_lowercase()), &last, &roles)
            } else {
                let name = format!("{first} {last}");
                person(&name.to_lowercase().replace(' ', "-"), &name, &roles)
            });
        }
        for _ in 0..6 {
            let name = format!("Board Number{}", numbers.rank(20_000));
            members.push(body(&name.to_lowercase().replace(' ', "-"), &name));
        }
        for number in 0..10 {
            members.push(body(&format!("the-aide-{number}.{digest}"), "the aide"));
        }
        members.sort_by(|left, right| left.iri.cmp(&right.iri));
        members.dedup_by(|left, right| left.iri == right.iri);
        let words = (0..60).map(|it| format!("w{}", (article / 3) * 60 + it));
        let text = words.collect::<Vec<_>>().join(" ");
        Cast {
            fingerprint: Fingerprint::new([&*text]),
            ..cast(&format!("{date}-{digest}"), &date, members)
        }
    });
    let mut casts = casts.collect::<Vec<_>>();
    casts.sort_by(|left, right| left.article.cmp(&right.article));
    casts
}

/// `cargo test --test it -- --ignored --nocapture zipf`
#[test]
#[ignore = "takes a minute; it is a benchmark"]
fn a_hundred_thousand_zipf_articles_are_resolved() {
    let casts = zipf_articles(100_000);
    let start = std::time::Instant::now();
    let resolution =
        Resolution::new(casts, &BTreeSet::new(), &Lexicon::embedded()).unwrap();
    let seconds = start.elapsed().as_secs_f32();
    let identity = &resolution.identity;
    println!(
        "{seconds:.1} s; {} renamed, {} proposals, {} reprints",
        identity.renamed().count(),
        identity.proposals().len(),
        resolution.reprints.len(),
    );
    // Every three articles share their text.
    assert_eq!(resolution.reprints.len(), 66_666);
    assert!(identity.renamed().count() > 0);
}

#[test]
fn the_order_in_which_articles_come_does_not_matter() {
    let casts = zipf_articles(300);
    let resolution = |casts: Vec<Cast>| {
        let none = BTreeSet::new();
        Resolution::new(casts, &none, &Lexicon::embedded()).unwrap()
    };
    let mut turned = casts.clone();
    turned.rotate_left(101);
    turned.reverse();
    turned.sort_by(|left, right| left.article.cmp(&right.article));
    assert_eq!(resolution(turned).identity, resolution(casts).identity);
}
