//! Findings as packed columns.
//!
//! Rows stand worst first. `index` holds the columns that are filtered and sorted by, one after another, as numbers into
//! lists of words; a block holds the texts of [`BLOCK`] rows, each column as its distinct texts and a number for each
//! row. Both are JSON or bytes, deflated (RFC 1950) and written in base64.

use crate::finding::Finding;
use crate::finding::Topic;
use crate::finding::Verdict;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::Compression;
use flate2::write::ZlibEncoder;
use serde::Serialize;
use std::collections::HashMap;
use std::io;
use std::io::BufWriter;
use std::io::IntoInnerError;
use std::io::Write;

/// Rows of a block: one is unpacked to show a page of the table.
const BLOCK: usize = 4096;

/// Rows that a page holds; of more, the worst. A million rows come to some 20 MB, which a browser opens in a second.
const MOST_ROWS: u64 = 1_000_000;

/// Ranks of findings, worst first.
const RANKS: usize = 12;

/// Columns of words that are filtered and sorted by.
const WORDS: [&str; 7] = ["topic", "verdict", "kind", "surface", "trap", "patient", "detector"];

/// Columns of texts.
const TEXTS: [&str; 8] = ["instance", "plant", "output", "seen_at", "form", "evidence", "value", "crop"];

/// How findings are ordered: leaks that name a patient, other leaks, then damage, and last what is no fault.
fn rank(finding: &Finding) -> usize {
    match (finding.topic, finding.verdict) {
        (Topic::Leak, Some(Verdict::Leaked)) => usize::from(!finding.direct),
        (Topic::Leak, Some(Verdict::Partial)) => 2,
        (Topic::Leak, Some(Verdict::Recoverable)) => 3,
        (Topic::Coverage, _) => 4,
        (Topic::PixelDamage | Topic::HeaderDamage, _) => 5,
        (Topic::Link, _) => 6,
        (Topic::Said | Topic::FalseMatch, _) => 7,
        (Topic::Conformance | Topic::Claim, _) => 8,
        (Topic::Leak, Some(Verdict::NotMeasured)) => 9,
        (Topic::Action, _) => 10,
        (Topic::Leak, _) => 11,
    }
}

/// Packs findings as they come.
pub(super) struct Packer {
    words: [List; WORDS.len()],
    ranks: [Rank; RANKS],
    total: u64,
    most: u64,
}

/// Distinct texts with their numbers, in the order of coming.
#[derive(Default)]
struct List {
    texts: Vec<String>,
    numbers: HashMap<String, u32>,
}

impl List {
    fn number(&mut self, text: &str) -> u32 {
        if let Some(number) = self.numbers.get(text) {
            return *number;
        }
        let number = self.texts.len() as u32;
        self.texts.push(text.to_owned());
        self.numbers.insert(text.to_owned(), number);
        number
    }
}

/// Findings of one rank.
#[derive(Default)]
struct Rank {
    rows: u64,
    blocks: Vec<Block>,
    open: Open,
}

/// A block in the making.
#[derive(Default)]
struct Open {
    index: Vec<[u32; WORDS.len()]>,
    flags: Vec<u8>,
    lists: [List; TEXTS.len()],
    rows: [Vec<u32>; TEXTS.len()],
}

/// A packed block, and its rows of the index.
struct Block {
    index: Vec<[u32; WORDS.len()]>,
    flags: Vec<u8>,
    packed: Vec<u8>,
}

impl Packer {
    /// Packs as many as a page holds.
    pub(super) fn new() -> Self {
        Self::with_most(MOST_ROWS)
    }

    fn with_most(most: u64) -> Self {
        Self { words: Default::default(), ranks: Default::default(), total: 0, most }
    }

    /// Packs a finding, unless as many worse ones fill the page.
    pub(super) fn add(&mut self, finding: &Finding) -> io::Result<()> {
        self.total += 1;
        let rank = rank(finding);
        if self.ranks.iter().take(rank + 1).map(|rank| rank.rows).sum::<u64>() >= self.most {
            return Ok(());
        }
        let words = [
            finding.topic.word(),
            finding.verdict.map_or("", Verdict::word),
            finding.kind.map_or("", |kind| kind.word()),
            finding.surface.map_or("", |surface| surface.word()),
            &finding.trap,
            &finding.patient,
            &finding.detector,
        ];
        let mut row = [0; WORDS.len()];
        for ((number, list), word) in row.iter_mut().zip(&mut self.words).zip(words) {
            *number = list.number(word);
        }
        let Some(rank) = self.ranks.get_mut(rank) else { return Ok(()) };
        rank.rows += 1;
        rank.open.add(finding, row);
        if rank.open.flags.len() >= BLOCK {
            rank.blocks.push(std::mem::take(&mut rank.open).pack()?);
        }
        Ok(())
    }

    /// Ends the packing.
    pub(super) fn finish(self) -> io::Result<Packed> {
        let mut blocks = Vec::new();
        let mut held = 0;
        'ranks: for mut rank in self.ranks {
            if !rank.open.flags.is_empty() {
                rank.blocks.push(rank.open.pack()?);
            }
            for block in rank.blocks {
                // A block is left out whole, so that the page may hold a few rows less than it could.
                if held + block.flags.len() as u64 > self.most {
                    break 'ranks;
                }
                held += block.flags.len() as u64;
                blocks.push(block);
            }
        }
        let words = self.words.map(|list| list.texts);
        Ok(Packed { words, blocks, held, total: self.total })
    }
}

impl Open {
    fn add(&mut self, finding: &Finding, row: [u32; WORDS.len()]) {
        self.index.push(row);
        self.flags
            .push(u8::from(finding.direct) | u8::from(finding.moved) << 1 | u8::from(!finding.crop.is_empty()) << 2);
        let texts = [
            &finding.instance,
            &finding.plant,
            &finding.output,
            &finding.seen_at,
            &finding.form,
            &finding.evidence,
            &finding.value,
            &finding.crop,
        ];
        for ((rows, list), text) in self.rows.iter_mut().zip(&mut self.lists).zip(texts) {
            rows.push(list.number(text));
        }
    }

    fn pack(self) -> io::Result<Block> {
        let columns: Vec<(&Vec<String>, &Vec<u32>)> =
            self.lists.iter().map(|list| &list.texts).zip(&self.rows).collect();
        let text = serde_json::to_vec(&columns)?;
        Ok(Block { packed: deflated(&text)?, index: self.index, flags: self.flags })
    }
}

fn deflated(bytes: &[u8]) -> io::Result<Vec<u8>> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::new(4));
    encoder.write_all(bytes)?;
    encoder.finish()
}

/// All that a page holds of the findings.
pub(super) struct Packed {
    words: [Vec<String>; WORDS.len()],
    blocks: Vec<Block>,
    /// Findings in the page.
    pub(super) held: u64,
    /// Findings that there are.
    pub(super) total: u64,
}

/// What the script must know to unpack.
#[derive(Serialize)]
struct Plan<'a> {
    rows: u64,
    total: u64,
    /// Names of the columns of words, each with its list and the bytes of a number.
    words: Vec<(&'static str, &'a [String], u8)>,
    texts: [&'static str; TEXTS.len()],
    /// Rows of each block.
    blocks: Vec<usize>,
}

impl Packed {
    /// Writes the blocks as elements that a browser leaves alone.
    pub(super) fn write(&self, out: &mut dyn Write) -> io::Result<()> {
        let width = |list: &Vec<String>| match list.len() {
            0..=0xFF => 1,
            0x100..=0xFFFF => 2,
            _ => 4,
        };
        let words: Vec<_> =
            WORDS.iter().zip(&self.words).map(|(name, list)| (*name, list.as_slice(), width(list))).collect();
        let blocks = self.blocks.iter().map(|block| block.flags.len()).collect();
        let plan = Plan { rows: self.held, total: self.total, words, texts: TEXTS, blocks };
        writeln!(
            out,
            r#"<script type="application/json" id="plan">{}</script>"#,
            script_safe(&serde_json::to_string(&plan)?)
        )?;
        // A few bytes at a time would cost the encoder more than to pack them.
        let mut index = BufWriter::with_capacity(1 << 16, ZlibEncoder::new(Vec::new(), Compression::new(4)));
        for (column, (_, _, width)) in plan.words.iter().enumerate() {
            for row in self.blocks.iter().flat_map(|block| &block.index) {
                let bytes = row.get(column).copied().unwrap_or_default().to_le_bytes();
                index.write_all(bytes.get(..usize::from(*width)).unwrap_or_default())?;
            }
        }
        for block in &self.blocks {
            index.write_all(&block.flags)?;
        }
        let index = index.into_inner().map_err(IntoInnerError::into_error)?;
        element("index", &index.finish()?, out)?;
        for (number, block) in self.blocks.iter().enumerate() {
            element(&format!("block-{number}"), &block.packed, out)?;
        }
        Ok(())
    }
}

fn element(id: &str, bytes: &[u8], out: &mut dyn Write) -> io::Result<()> {
    writeln!(out, r#"<script type="text/plain" class="packed" id="{id}">{}</script>"#, STANDARD.encode(bytes))
}

/// JSON that can stand in a `script` element, which the text `</script` or `<!--` would end or bend.
pub(super) fn script_safe(json: &str) -> String {
    json.replace('<', "\\u003c")
}

#[cfg(test)]
mod tests;
