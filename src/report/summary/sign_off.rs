//! The page that somebody signs.

use crate::report::document::Cell;
use crate::report::document::Document;
use crate::report::document::Section;
use crate::report::document::Table;
use crate::report::document::Tone;
use crate::report::json;
use crate::report::summary::damage;
use crate::report::summary::figures;
use crate::report::summary::gate;
use crate::report::summary::leaks;
use crate::report::summary::verdict;
use crate::report::summary::waivers;
use crate::report::words::count;
use crate::scorecard::Scorecard;
use sha2::Digest;
use sha2::Sha256;
use std::io;

pub(super) fn sign_off(card: &Scorecard) -> io::Result<Document> {
    let mut lead = verdict(card);
    lead.push((Tone::Plain, "The dataset is synthetic: every identifier in it was invented and planted.".to_owned()));
    Ok(Document {
        title: format!("Release record: {} {}", card.tool.name, card.tool.version),
        lead,
        sections: vec![
            subject(card)?,
            figures(card),
            damage(card),
            gate(card),
            waivers(card),
            leaks("What is left, by surface", "surface", card, &card.surfaces),
            Section {
                title: "What this says".into(),
                table: Table::default(),
                picture: None,
                remarks: vec![
                    "Held means: not found by these tests. It is no proof that nothing is left, and no legal opinion. A tool \
                     that fails on synthetic data fails on real data; one that passes here may still fail there."
                        .to_owned(),
                ],
            },
            signatures(),
        ],
    })
}

/// What was measured with what, so that anybody can tell whether it is the same.
fn subject(card: &Scorecard) -> io::Result<Section> {
    let mut table = Table::new(&["what", "version", "SHA-256"], 3);
    let known = |text: &Option<String>| text.clone().unwrap_or_else(|| "not recorded".to_owned());
    let mut row = |what: &str, version: String, digest: String| {
        table.row([Cell::text(what), Cell::text(version), Cell::text(digest)]);
    };
    row("tool", format!("{} {}", card.tool.name, card.tool.version), known(&card.tool.sha256));
    row(
        "dataset",
        format!(
            "suite {}, seed {}, {}",
            card.dataset.suite,
            card.dataset.seed,
            count(card.dataset.patients, "patient")
        ),
        card.dataset.digest.clone(),
    );
    row("scorer", format!("deidbench {}", card.deidbench), known(&card.deidbench_sha256));
    let text = json::text(card)?;
    let digest = Sha256::digest(text.as_bytes()).iter().map(|byte| format!("{byte:02x}")).collect();
    row("scorecard.json", format!("format {}", card.format), digest);
    let mut remarks = vec![
        "The digest of the scorecard is that of the file as this version writes it; sha256sum scorecard.json repeats it."
            .to_owned(),
    ];
    if let Some(started) = &card.tool.started {
        remarks.push(format!("The tool was started on {started}."));
    }
    if !card.tool.argv.is_empty() {
        remarks.push(format!("It was called as: {}", card.tool.argv.join(" ")));
    }
    Ok(Section { title: "What was measured, with what".into(), table, picture: None, remarks })
}

fn signatures() -> Section {
    let mut table = Table::new(&["role", "name", "date", "signature"], 4);
    for role in ["made by", "checked by", "released by"] {
        let line = || Cell::text("_".repeat(24));
        table.row([Cell::text(role), line(), line(), line()]);
    }
    Section { title: "Signatures".into(), table, picture: None, remarks: Vec::new() }
}
