//! A worklist in a window: rows of examinations whose patients are left blank, and a panel for the one that is selected.

use super::page::Page;
use crate::dicom::locus::PixelBox;
use crate::phantom::chance::Chance;
use crate::phantom::shapes;
use crate::phantom::stamps::Pen;

const COLUMNS: u32 = 1024;
const ROWS: u32 = 640;
/// First column, and what it is called; the first four are blank.
const TABLE: [(u32, &str); 8] = [
    (8, "Patient name"),
    (268, "Patient ID"),
    (398, "Birth date"),
    (498, "Accession"),
    (628, "Mod."),
    (690, "Status"),
    (800, "Room"),
    (880, "Procedure"),
];

/// A window of gray and blue.
pub(super) fn worklist(chance: &mut Chance) -> Page {
    let mut page = Page::new(COLUMNS, ROWS, 3, [236, 236, 232]);
    let bar = [[30, 74, 130], [60, 60, 70], [20, 100, 96]][chance.whole(0, 2) as usize];
    let text = Pen::plain(13, 0).colour([20, 20, 20]);
    let white = Pen::plain(14, 255).bold().colour([255, 255, 255]);
    page.fill(PixelBox::new(0, 0, COLUMNS, 28), bar);
    page.stamps.text((10, 5), "Modality Worklist", white);
    page.stamps.sign((COLUMNS - 60, 4), "maker's sign", shapes::vendor(20), [255; 3]);
    for (place, name) in (0..).zip(["Refresh", "Query", "Start", "Print", "ID CARD MODE"]) {
        let area = PixelBox::new(8 + 92 * place, 34, if place == 4 { 116 } else { 86 }, 24);
        page.fill(area, [222, 222, 218]);
        page.outline(area, [140, 140, 140]);
        page.stamps.text((area.x + 8, area.y + 4), name, text);
    }
    rows(chance, &mut page, text);
    panel(&mut page, text);
    page.finished()
}

fn rows(chance: &mut Chance, page: &mut Page, text: Pen) {
    let (top, height, count) = (66, 25, 14);
    page.fill(PixelBox::new(0, top, COLUMNS, height), [200, 208, 218]);
    for (x, name) in TABLE {
        page.stamps.text((x, top + 4), name, text.bold());
    }
    let selected = chance.whole(0, 4);
    let first = top + height;
    page.content = PixelBox::new(624, top, COLUMNS - 624, height * (count + 1));
    for row in 0..count {
        let y = first + row * height;
        let shade = if row % 2 == 0 { [255, 255, 255] } else { [243, 246, 250] };
        page.fill(PixelBox::new(0, y, COLUMNS, height), if row == selected { [186, 212, 244] } else { shade });
        let one_of =
            |chance: &mut Chance, words: &[&'static str]| words[chance.whole(0, words.len() as u32 - 1) as usize];
        let cells = [
            one_of(chance, &["CT", "MR", "US", "DX", "MG"]).to_owned(),
            one_of(chance, &["Scheduled", "Arrived", "In progress", "Completed"]).to_owned(),
            format!("R {}", chance.whole(1, 12)),
            one_of(chance, &["Chest PA", "Parkinson prot.", "Abdomen", "Knee lat.", "Head native"]).to_owned(),
        ];
        for ((x, _), cell) in TABLE[4..].iter().zip(cells) {
            page.stamps.label((*x, y + 4), &cell, text);
        }
        // The field of a column ends where the next one starts.
        for pair in TABLE[..5].windows(2) {
            page.fields.push(PixelBox::new(pair[0].0, y + 1, pair[1].0 - pair[0].0 - 8, height - 2));
        }
    }
    for (x, _) in &TABLE[1..] {
        page.stamps.shape((x - 6, top), shapes::block(1, height * (count + 1)), [190; 3]);
    }
}

/// Details of the row that is selected.
fn panel(page: &mut Page, text: Pen) {
    let area = PixelBox::new(8, 456, COLUMNS - 16, 176);
    page.fill(area, [250, 250, 248]);
    page.outline(area, [150, 150, 150]);
    page.stamps.text((18, 464), "Selected examination", text.bold());
    page.fields.push(PixelBox::new(14, 486, 500, 142));
    for (row, label) in (0..).zip(["Referring:", "Insurance:", "Phone:", "Ward:"]) {
        let top = 488 + 34 * row;
        page.field((530, top + 13), label, text, PixelBox::new(630, top, 370, 28));
    }
}
