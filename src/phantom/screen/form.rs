//! A referral form that was scanned: printed labels, boxes, and paper that is not quite white.

use super::page::Page;
use crate::dicom::locus::PixelBox;
use crate::phantom::chance::Chance;
use crate::phantom::chance::hash;
use crate::phantom::shapes;
use crate::phantom::stamps::Pen;

const COLUMNS: u32 = 850;
const ROWS: u32 = 1100;
const INK: [i32; 3] = [58; 3];

/// A page of gray paper.
pub(super) fn form(chance: &mut Chance) -> Page {
    let paper = chance.whole(236, 246) as u8;
    let mut page = Page::new(COLUMNS, ROWS, 1, [paper; 3]);
    grain(chance, &mut page);
    let text = Pen::plain(15, INK[0]);
    page.stamps.text((60, 40), "Request for Examination", Pen::plain(28, INK[0]).bold());
    page.stamps.text((60, 82), "Form 12 345 / ID CARD MODE", Pen::plain(13, 90));
    fields(&mut page, text);
    questions(chance, &mut page, text);
    signature(&mut page, text);
    page.finished()
}

/// Fibres of the paper, and the shadow of the scanner's lid at two edges.
fn grain(chance: &mut Chance, page: &mut Page) {
    let key = chance.key();
    let (shade, width) = (chance.whole(12, 26), chance.whole(8, 18));
    for (at, sample) in (0u32..).zip(&mut page.samples) {
        let (x, y) = (at % COLUMNS, at / COLUMNS);
        let noise = (hash(key ^ at) >> 30) as u8;
        let edge = width.saturating_sub(x.min(ROWS - 1 - y)) * shade / width;
        *sample = sample.saturating_sub(noise + edge as u8);
    }
}

/// Who is to be examined: boxes with labels, and a place for the label of the ward.
fn fields(page: &mut Page, text: Pen) {
    let boxed = |page: &mut Page, area: PixelBox, label: &str| {
        page.outline(area, INK);
        page.stamps.label((area.x, area.y - text.line_height() - 1), label, text);
        page.fields.push(PixelBox::new(area.x + 3, area.y + 3, area.width - 6, area.height - 6));
    };
    for (row, labels) in
        (0..).zip([["Family name", "Given name"], ["Birth date", "Patient number"], ["Insurance", "Telephone"]])
    {
        for (column, label) in (0..).zip(labels) {
            boxed(page, PixelBox::new(60 + 205 * column, 142 + 64 * row, 195, 34), label);
        }
    }
    boxed(page, PixelBox::new(490, 142, 300, 162), "Place patient label here");
    boxed(page, PixelBox::new(60, 342, 730, 34), "Address");
}

/// What is asked, with boxes to tick.
fn questions(chance: &mut Chance, page: &mut Page, text: Pen) {
    page.content = PixelBox::new(56, 400, 738, 410);
    page.stamps.text((60, 404), "Examination", text.bold());
    let words = ["X-ray", "Ultrasound", "CT", "MR", "Left", "Right", "Contrast", "Urgent", "Pregnant", "Diabetes"];
    for (place, word) in (0..).zip(words) {
        let (x, y) = (64 + 146 * (place % 5), 436 + 34 * (place / 5));
        page.stamps.shape((x, y), shapes::frame(16, 16, 2), INK);
        if chance.chance(0.35) {
            let tick = [(0.1, 0.5), (0.4, 0.75), (0.9, 0.1), (1.0, 0.2), (0.42, 1.0), (0.0, 0.62)];
            page.stamps.shape((x + 1, y - 3), shapes::polygon(17, 17, &tick), [30; 3]);
        }
        page.stamps.label((x + 24, y - 2), word, text);
    }
    page.stamps.text((60, 520), "Clinical question", text.bold());
    let sentences = [
        "Parkinson's disease, tremor of the right hand for two years.",
        "Hodgkin lymphoma, after four cycles: response?",
        "Baker cyst or thrombosis? Swelling of the left calf.",
        "Known Crohn's disease. Abscess?",
        "Fell from a ladder, pain at L3. Fracture?",
        "Graves disease, nodule in the left lobe.",
    ];
    let first = chance.whole(0, sentences.len() as u32 - 1);
    for row in 0..4 {
        let y = 552 + 36 * row;
        if row < 2 {
            let sentence = sentences[((first + row) % sentences.len() as u32) as usize];
            page.stamps.text((66, y + 8), sentence, text);
        }
        page.stamps.shape((60, y + 30), shapes::block(730, 1), [120; 3]);
    }
    page.stamps.text((60, 712), "Earlier examinations", text.bold());
    page.stamps.label((66, 740), "none known  /  see report", text);
    for row in 0..2 {
        page.stamps.shape((60, 764 + 34 * row), shapes::block(730, 1), [120; 3]);
    }
}

/// Who asks: lines to sign on, and room for a stamp.
fn signature(page: &mut Page, text: Pen) {
    for (row, label) in (0..).zip(["Referring physician", "Date", "Signature"]) {
        let y = 836 + 44 * row;
        page.stamps.label((60, y + 6), label, text);
        page.stamps.shape((230, y + 30), shapes::block(240, 1), INK);
        page.fields.push(PixelBox::new(230, y - 2, 240, 30));
    }
    let stamp = PixelBox::new(500, 826, 290, 150);
    page.stamps.label((500, 980), "Stamp", text);
    page.outline(stamp, [150; 3]);
    page.fields.push(PixelBox::new(stamp.x + 3, stamp.y + 3, stamp.width - 6, stamp.height - 6));
    page.fields.push(PixelBox::new(60, 1006, 730, 80));
}
