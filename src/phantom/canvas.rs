//! Filling polygons, and a few characters in a 5 x 7 raster.

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

/// Width of a character including the gap that follows it, in cells of the raster.
pub(super) const ADVANCE: usize = 6;
/// Height of a character in cells of the raster.
pub(super) const HEIGHT: usize = 7;

/// Calls `dot(x, y)` for every pixel of `text`, drawn with cells of `scale` pixels. Knows digits, L and R.
pub(super) fn draw_text(text: &str, scale: usize, mut dot: impl FnMut(usize, usize)) {
    for (place, character) in text.chars().enumerate() {
        let raster = glyph(character);
        for (row, bits) in raster.iter().enumerate() {
            for column in (0..5).filter(|column| bits >> (4 - column) & 1 == 1) {
                for (x, y) in (0..scale * scale).map(|cell| (cell % scale, cell / scale)) {
                    dot((place * ADVANCE + column) * scale + x, row * scale + y);
                }
            }
        }
    }
}

fn glyph(character: char) -> [u8; HEIGHT] {
    match character {
        '0' => [14, 17, 19, 21, 25, 17, 14],
        '1' => [4, 12, 4, 4, 4, 4, 14],
        '2' => [14, 17, 1, 2, 4, 8, 31],
        '3' => [31, 2, 4, 2, 1, 17, 14],
        '4' => [2, 6, 10, 18, 31, 2, 2],
        '5' => [31, 16, 30, 1, 1, 17, 14],
        '6' => [6, 8, 16, 30, 17, 17, 14],
        '7' => [31, 1, 2, 4, 8, 8, 8],
        '8' => [14, 17, 17, 14, 17, 17, 14],
        '9' => [14, 17, 17, 15, 1, 2, 12],
        'L' => [16, 16, 16, 16, 16, 16, 31],
        'R' => [30, 17, 17, 30, 20, 18, 17],
        _ => [0; HEIGHT],
    }
}
