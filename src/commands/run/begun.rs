//! The mark of a run that was begun and not ended.

use crate::commands::terminal::Terminal;
use crate::tool;
use crate::tool::Tool;
use crate::tool::digest;
use crate::truth::Dataset;
use anyhow::Context;
use serde::Deserialize;
use serde::Serialize;
use std::fs;
use std::path::Path;

/// A file in the folder of a run that was begun and not ended.
pub const BEGUN: &str = "run.begun";

/// A file beside it, in which is noted how far the run is.
pub const JOURNAL: &str = "run.journal";

/// Content of [`BEGUN`].
#[derive(PartialEq, Serialize, Deserialize)]
pub struct Begun {
    tool: String,
    definition_sha256: Option<String>,
    /// Of the program, where a path named it.
    #[serde(default)]
    program_sha256: Option<String>,
    dataset_digest: String,
}

impl Begun {
    /// Of a tool on a dataset.
    pub fn of(tool: &Tool, dataset: &Dataset) -> Self {
        Self {
            tool: tool.name.clone(),
            definition_sha256: tool.definition_sha256.clone(),
            program_sha256: tool.program.as_ref().and_then(|program| digest::of_file(program).ok()),
            dataset_digest: dataset.record.digest.clone(),
        }
    }
}

/// Marks a run as begun. The same run goes on where its journal says how; without one, what it left when it was broken off is
/// removed. Results that no mark explains are left for [`tool::run`] to refuse.
pub fn begin(begun: &Begun, folder: &Path, terminal: &Terminal) -> anyhow::Result<()> {
    let path = folder.join(BEGUN);
    let full = || format!("could not write `{}`; is the disk full?", path.display());
    if let Ok(text) = fs::read_to_string(&path)
        && serde_json::from_str::<Begun>(&text).is_ok_and(|before| before == *begun)
    {
        terminal.note("the run was broken off; going on with it");
        if folder.join(JOURNAL).exists() {
            return Ok(());
        }
        for name in ["output", "logs", "side", "left-out"] {
            let half = folder.join(name);
            if half.exists() {
                tool::make_accessible(&half);
                fs::remove_dir_all(&half).with_context(|| format!("could not remove `{}`", half.display()))?;
            }
        }
        return Ok(());
    }
    let half = folder.join("run.begun.part");
    let taken = ["output", "logs", "side", "left-out"].iter().any(|name| folder.join(name).exists());
    // Of a run that is over, or of another.
    let _ = fs::remove_file(folder.join(JOURNAL));
    if taken {
        return Ok(());
    }
    fs::write(&half, serde_json::to_string(begun)?).and_then(|()| fs::rename(&half, &path)).with_context(full)
}
