//! The order of cells in columns, so that few lines cross.

use super::layered::Grid;
use super::real;

/// How often the columns are gone through.
const SWEEPS: usize = 24;

/// Puts the cells of each column in an order with few crossings.
///
/// Each cell goes to the mean place of its neighbors in the column before, then in the one
/// after, in turns; neighbors change places where that undoes crossings. The best order that
/// was met stays.
pub(super) fn order(grid: &mut Grid) {
    walk(grid);
    let mut place = places(grid);
    let mut best = grid.columns.clone();
    let mut fewest = crossings(grid, &place);
    for sweep in 0..SWEEPS {
        let n_columns = grid.columns.len();
        for step in 1..n_columns {
            let forth = sweep % 2 == 0;
            let at = if forth { step } else { n_columns - 1 - step };
            let links = if forth { &grid.before } else { &grid.after };
            let mean = |it: usize| {
                let ends = &links[it];
                let sum: f64 = ends.iter().map(|end| real(place[*end])).sum();
                if ends.is_empty() { real(place[it]) } else { sum / real(ends.len()) }
            };
            let mut column: Vec<_> =
                grid.columns[at].iter().map(|it| (mean(*it), *it)).collect();
            column.sort_by(|a, b| a.0.total_cmp(&b.0));
            grid.columns[at] = column.into_iter().map(|it| it.1).collect();
            for (n, it) in grid.columns[at].iter().enumerate() {
                place[*it] = n;
            }
        }
        transpose(grid, &mut place);
        let now = crossings(grid, &place);
        if now < fewest {
            fewest = now;
            best.clone_from(&grid.columns);
        }
    }
    grid.columns = best;
}

/// Puts the cells in the order in which a walk along the lines meets them, so that what
/// hangs together starts together.
fn walk(grid: &mut Grid) {
    let mut is_met = vec![false; grid.cells.len()];
    let mut columns = vec![Vec::new(); grid.columns.len()];
    for start in 0..grid.cells.len() {
        let mut open = vec![start];
        while let Some(it) = open.pop() {
            if !is_met[it] {
                is_met[it] = true;
                columns[grid.cells[it].column].push(it);
                open.extend(grid.before[it].iter().rev());
                open.extend(grid.after[it].iter().rev());
            }
        }
    }
    grid.columns = columns;
}

/// The place of each cell in its column.
fn places(grid: &Grid) -> Vec<usize> {
    let mut place = vec![0; grid.cells.len()];
    for column in &grid.columns {
        for (n, it) in column.iter().enumerate() {
            place[*it] = n;
        }
    }
    place
}

/// How many lines cross between neighboring columns.
fn crossings(grid: &Grid, place: &[usize]) -> usize {
    let mut sum = 0;
    for column in &grid.columns {
        for (n, upper) in column.iter().enumerate() {
            for lower in &column[n + 1..] {
                sum += crossed(&grid.after[*upper], &grid.after[*lower], place);
            }
        }
    }
    sum
}

/// How many lines of an upper cell cross those of a lower one.
fn crossed(upper: &[usize], lower: &[usize], place: &[usize]) -> usize {
    let above = |it: &usize| lower.iter().filter(|end| place[**end] < place[*it]).count();
    upper.iter().map(above).sum()
}

/// Lets neighbors in a column change places as long as that undoes crossings.
fn transpose(grid: &mut Grid, place: &mut [usize]) {
    const ROUNDS: usize = 4;
    for _ in 0..ROUNDS {
        let mut is_better = false;
        for column in &mut grid.columns {
            for n in 1..column.len() {
                let (upper, lower) = (column[n - 1], column[n]);
                let count = |a: usize, b: usize, place: &[usize]| {
                    crossed(&grid.after[a], &grid.after[b], place)
                        + crossed(&grid.before[a], &grid.before[b], place)
                };
                if count(lower, upper, place) < count(upper, lower, place) {
                    column.swap(n - 1, n);
                    place.swap(upper, lower);
                    is_better = true;
                }
            }
        }
        if !is_better {
            break;
        }
    }
}
