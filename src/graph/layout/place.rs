//! Heights: where in its column each cell stands, near what it is linked with.

use super::layered::Grid;

/// Between two cells of a column.
const GAP: f64 = 9.0;

/// How often the columns are gone through.
const SWEEPS: usize = 16;

/// The height of the middle of each cell; none is below zero, and no two overlap.
pub(super) fn heights(grid: &Grid) -> Vec<f64> {
    let mut y = vec![0.0; grid.cells.len()];
    for column in &grid.columns {
        let mut top = 0.0;
        for it in column {
            let height = grid.cells[*it].size.height;
            y[*it] = top + height / 2.0;
            top += height + GAP;
        }
        for it in column {
            y[*it] -= top / 2.0;
        }
    }
    let n_columns = grid.columns.len();
    for sweep in 0..SWEEPS {
        for step in 0..n_columns {
            let at = if sweep % 2 == 0 { step } else { n_columns - 1 - step };
            let is_last = sweep + 2 >= SWEEPS;
            settle(
                grid,
                at,
                &mut y,
                match (is_last, sweep % 2) {
                    (true, _) => [true, true],
                    (false, 0) => [true, false],
                    (false, _) => [false, true],
                },
            );
        }
    }
    let top = |it: usize| y[it] - grid.cells[it].size.height / 2.0;
    let least = (0..y.len()).map(top).fold(f64::INFINITY, f64::min);
    y.iter().map(|it| it - least).collect()
}

/// Moves the cells of a column to the mean height of what they are linked with at the sides
/// that are looked at, as near as their order and sizes allow.
fn settle(grid: &Grid, column: usize, y: &mut [f64], sides: [bool; 2]) {
    let cells = &grid.columns[column];
    let mut wanted = Vec::new();
    let mut shift = 0.0;
    for (n, it) in cells.iter().enumerate() {
        if n > 0 {
            let above = grid.cells[cells[n - 1]].size.height;
            shift += f64::midpoint(above, grid.cells[*it].size.height) + GAP;
        }
        let links = [&grid.before[*it], &grid.after[*it]];
        let ends = links.into_iter().zip(sides).filter(|it| it.1).flat_map(|it| it.0);
        let (mut sum, mut weights) = (0.0, 0.0);
        for end in ends {
            // Straight lines matter most where they are long.
            let weight = if grid.cells[*end].is_box { 1.0 } else { 2.0 };
            sum += weight * y[*end];
            weights += weight;
        }
        let (height, weight) =
            if weights > 0.0 { (sum / weights, weights) } else { (y[*it], 0.1) };
        wanted.push((height - shift, weight, shift));
    }
    for (it, (height, shift)) in
        cells.iter().zip(rising(&wanted).into_iter().zip(wanted.iter().map(|it| it.2)))
    {
        y[*it] = height + shift;
    }
}

/// The never falling numbers that are nearest to the wanted ones, by the sum of weighted
/// squares: neighbors that would fall are united at their mean.
fn rising(wanted: &[(f64, f64, f64)]) -> Vec<f64> {
    let mut blocks: Vec<(f64, f64, usize)> = Vec::new();
    for (value, weight, _) in wanted {
        let mut block = (value * weight, *weight, 1);
        while let Some(last) = blocks.pop() {
            if last.0 / last.1 <= block.0 / block.1 {
                blocks.push(last);
                break;
            }
            block = (last.0 + block.0, last.1 + block.1, last.2 + block.2);
        }
        blocks.push(block);
    }
    blocks
        .into_iter()
        .flat_map(|(sum, weight, n)| std::iter::repeat_n(sum / weight, n))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::rising;

    #[test]
    fn falling_numbers_are_united_at_their_mean() {
        let found = rising(&[(1.0, 1.0, 0.0), (4.0, 1.0, 0.0), (1.0, 2.0, 0.0)]);
        assert_eq!(found, [1.0, 2.0, 2.0]);
        assert_eq!(rising(&[(3.0, 1.0, 0.0), (5.0, 9.0, 0.0)]), [3.0, 5.0]);
        assert!(rising(&[]).is_empty());
    }
}
