//! Filling polygons.

/// Calls `span(y, first, last)` with every run of pixels (last excluded) whose centres lie inside the polygon.
pub(super) fn fill_polygon(
    points: &[(f32, f32)],
    columns: usize,
    rows: usize,
    mut span: impl FnMut(usize, usize, usize),
) {
    let (low, high) =
        points.iter().fold((f32::MAX, f32::MIN), |(low, high), point| (low.min(point.1), high.max(point.1)));
    if low > high {
        return;
    }
    let first_row = (low - 0.5).max(0.0) as usize;
    let last_row = ((high + 0.5).max(0.0) as usize).min(rows);
    let mut crossings: Vec<f32> = Vec::new();
    for y in first_row..last_row {
        let centre = y as f32 + 0.5;
        crossings.clear();
        let mut previous = points[points.len() - 1];
        for &point in points {
            if (previous.1 <= centre) != (point.1 <= centre) {
                crossings.push(previous.0 + (centre - previous.1) / (point.1 - previous.1) * (point.0 - previous.0));
            }
            previous = point;
        }
        crossings.sort_by(f32::total_cmp);
        for pair in crossings.chunks_exact(2) {
            let first = ((pair[0] + 0.5).max(0.0) as usize).min(columns);
            let last = ((pair[1] + 0.5).max(0.0) as usize).min(columns);
            if first < last {
                span(y, first, last);
            }
        }
    }
}
