//! Laws: what holds for every record and every collection.

use newsgraph::rdf::{Names, read_article, write_article};
use proptest::prelude::*;

use crate::records::article;

proptest! {
    #[test]
    fn records_survive_the_way_through_rdf(record in article()) {
        let names = Names::new("https://archive.example/id/").unwrap();
        let nquads = write_article(&record, &names);
        let mut sorted = nquads.split_inclusive('\n').collect::<Vec<_>>();
        sorted.sort_unstable();
        sorted.dedup();
        prop_assert_eq!(sorted.concat(), &*nquads);
        let read = read_article(&nquads, &names, "test").unwrap();
        prop_assert_eq!(&read, &record);
        prop_assert_eq!(write_article(&read, &names), nquads);
    }
}
