//! The nearest words to one that is not known: what to ask *did you mean* about.

use super::one_line;

/// A word this far from another, in letters for each letter, is not meant.
const LETTERS_PER_SLIP: usize = 3;

/// Up to `most` of the candidates that `word` may be a slip for: those that are nearest,
/// in their order, each once. Case does not count.
///
/// A candidate is near when few letters are wrong, missing, too many or swapped, or when
/// it holds every word of `word`, as *Nora Aldane* holds *Aldane*.
pub fn nearest<'a>(
    word: &str,
    candidates: impl IntoIterator<Item = &'a str>,
    most: usize,
) -> Vec<&'a str> {
    let word = fold(word);
    if word.is_empty() {
        return Vec::new();
    }
    let letters = word.chars().collect::<Vec<_>>();
    let limit = letters.len().div_ceil(LETTERS_PER_SLIP).min(3);
    let mut found = Vec::<(usize, &str)>::new();
    for candidate in candidates {
        let folded = fold(candidate);
        let slips = distance(&letters, &folded, limit);
        let holds = || {
            let is_there = |it| parts(&folded).any(|other| it == other);
            parts(&word).next().is_some() && parts(&word).all(is_there)
        };
        let rank = slips.or_else(|| holds().then_some(1));
        found.extend(rank.map(|it| (it, candidate)));
    }
    let best = found.iter().map(|(rank, _)| *rank).min();
    let mut nearest = Vec::new();
    for (rank, candidate) in found {
        if Some(rank) == best && !nearest.contains(&candidate) && nearest.len() < most {
            nearest.push(candidate);
        }
    }
    nearest
}

/// A name without the case of its letters, for looking it up.
pub fn fold(name: &str) -> String {
    one_line(name).to_lowercase()
}

fn parts(name: &str) -> impl Iterator<Item = &str> {
    name.split(|it: char| !it.is_alphanumeric()).filter(|it| !it.is_empty())
}

/// The number of letters to change, add, drop or swap with the next one (optimal string
/// alignment), if it is at most `limit`.
fn distance(a: &[char], b: &str, limit: usize) -> Option<usize> {
    let b = b.chars().collect::<Vec<_>>();
    if a.len().abs_diff(b.len()) > limit {
        return None;
    }
    let mut before = vec![0; b.len() + 1];
    let mut last = (0..=b.len()).collect::<Vec<_>>();
    for (i, letter) in a.iter().enumerate() {
        let mut row = vec![i + 1];
        for (j, other) in b.iter().enumerate() {
            let mut cost = last[j] + usize::from(letter != other);
            cost = cost.min(last[j + 1] + 1).min(row[j] + 1);
            if i > 0 && j > 0 && *letter == b[j - 1] && a[i - 1] == *other {
                cost = cost.min(before[j - 1] + 1);
            }
            row.push(cost);
        }
        before = std::mem::replace(&mut last, row);
    }
    last.last().copied().filter(|it| *it <= limit)
}

#[cfg(test)]
mod tests {
    use super::{fold, nearest};

    #[test]
    fn slips_are_found_and_other_words_are_not() {
        let relations = ["endorsed", "enacted", "fired", "married_to", "died"];
        for (word, expected) in [
            ("endorsd", &["endorsed"][..]),
            ("fierd", &["fired"]),
            ("Fired", &["fired"]),
            ("maried_to", &["married_to"]),
            ("did", &["died"]),
            ("withdrew", &[]),
            ("", &[]),
            ("{", &[]),
        ] {
            assert_eq!(nearest(word, relations, 3), expected, "{word}");
        }
        let people = ["Helen Marsh", "Nora Aldane", "Daniel Marsh", "Nora Aldane"];
        assert_eq!(nearest("marsh", people, 5), ["Helen Marsh", "Daniel Marsh"]);
        assert_eq!(nearest("Nora Aldene", people, 5), ["Nora Aldane"]);
    }

    #[test]
    fn names_are_compared_without_case_and_double_spaces() {
        assert_eq!(fold("  Nora\n ALDANE "), "nora aldane");
    }
}
