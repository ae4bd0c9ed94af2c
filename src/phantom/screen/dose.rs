//! A dose report: who was scanned, left blank, and a table of scans with their dose.

use super::page::Page;
use crate::dicom::locus::PixelBox;
use crate::phantom::chance::Chance;
use crate::phantom::shapes;
use crate::phantom::stamps::Pen;

const COLUMNS: u32 = 800;
const ROWS: u32 = 600;

/// A page, light on dark.
pub(super) fn report(chance: &mut Chance) -> Page {
    let dark = [[0, 0, 0], [10, 16, 40], [24, 24, 28]][chance.whole(0, 2) as usize];
    let mut page = Page::new(COLUMNS, ROWS, 3, dark);
    let text = Pen::plain(14, 225).colour([225, 225, 215]);
    let title = Pen::plain(20, 240).bold().colour([240, 240, 240]);
    page.stamps.text((24, 14), "Dose Report", title);
    page.stamps.sign((COLUMNS - 74, 12), "maker's sign", shapes::vendor(24), [140, 180, 220]);
    let labels = ["Patient Name:", "Patient ID:", "Birth Date:", "Accession Number:", "Exam Date:"];
    for (row, label) in (0..).zip(labels) {
        let top = 54 + 30 * row;
        page.field((24, top + 13), label, text, PixelBox::new(190, top, 330, 27));
    }
    // What the operator may write.
    page.stamps.label((546, 52), "Comments", text);
    let comments = PixelBox::new(540, 74, 244, 124);
    page.outline(comments, [120, 120, 130]);
    page.fields.push(PixelBox::new(542, 76, 240, 120));
    table(chance, &mut page, text);
    page.fields.push(PixelBox::new(24, 496, COLUMNS - 48, 96));
    page.finished()
}

fn table(chance: &mut Chance, page: &mut Page, text: Pen) {
    let head = text.bold();
    let area = PixelBox::new(16, 216, COLUMNS - 32, 268);
    page.content = area;
    page.outline(area, [120, 120, 130]);
    let columns = [24, 104, 224, 404, 504, 634];
    for (x, name) in columns.into_iter().zip(["Series", "Type", "Scan Range (mm)", "CTDIvol", "DLP", "Phantom"]) {
        page.stamps.text((x, 222), name, head);
    }
    page.stamps.shape((16, 244), shapes::block(COLUMNS - 32, 1), [120, 120, 130]);
    let scans = ["Scout", "Scout", "Helical", "Axial", "Helical", "Delayed"];
    let (mut total, rows) = (0, chance.whole(4, 6));
    for (row, scan) in (0..rows).zip(scans) {
        let top = 252 + 26 * row;
        let (dose, length) = if scan == "Scout" { (0, 0) } else { (chance.whole(310, 1890), chance.whole(180, 520)) };
        let product = dose * length / 10;
        total += product;
        let hundredths = |value: u32| format!("{}.{:02}", value / 100, value % 100);
        let cells = [
            (row + 1).to_string(),
            scan.to_owned(),
            format!("I{}.250 - S{}.750", chance.whole(10, 99), chance.whole(100, 480)),
            if dose > 0 { hundredths(dose) } else { "-".to_owned() },
            if dose > 0 { hundredths(product) } else { "-".to_owned() },
            if dose > 0 { "Body 32".to_owned() } else { "-".to_owned() },
        ];
        for (x, cell) in columns.into_iter().zip(cells) {
            page.stamps.label((x, top), &cell, text);
        }
    }
    let total = format!("Total Exam DLP: {}.{:02} mGy-cm", total / 100, total % 100);
    page.stamps.text((404, 456), &total, head);
    page.stamps.text((24, 456), "ID CARD MODE", text);
}
