//! The tools that we ship a file for, and what `--tool` means.

use crate::tool::definition::DefinitionError;
use crate::tool::definition::Tool;
use crate::tool::locate;
use crate::tool::options::RunOptions;
use crate::tool::prepare::Guard;
use crate::tool::raw_text::RawText;
use crate::tool::version;
use std::io;
use std::path::Path;
use std::path::PathBuf;
use thiserror::Error;

/// Name and tool file of every known tool.
pub static KNOWN: &[(&str, &str)] = &[
    ("dcmanon", include_str!("../../fixtures/tools/dcmanon.toml")),
    ("dcmodify", include_str!("../../fixtures/tools/dcmodify.toml")),
    ("dicognito", include_str!("../../fixtures/tools/dicognito.toml")),
    ("dicognito-in-place", include_str!("../../fixtures/tools/dicognito-in-place.toml")),
    ("dicom-anonymizer", include_str!("../../fixtures/tools/dicom-anonymizer.toml")),
    ("gdcmanon", include_str!("../../fixtures/tools/gdcmanon.toml")),
    ("orthanc", include_str!("../../fixtures/tools/orthanc.toml")),
    ("pixelmed", include_str!("../../fixtures/tools/pixelmed.toml")),
];

/// `--tool` names nothing that can be run.
#[derive(Debug, Error)]
pub enum ResolveToolError {
    /// Neither a known name nor a path.
    #[error("unknown tool `{name}`; known tools are {known}, and a program is named by its path (`./{name}`)")]
    UnknownName {
        /// What was asked for.
        name: String,
        /// Every known name.
        known: String,
    },
    /// Nothing is at that path.
    #[error("could not find the tool `{path}`: there is no such file")]
    NoFile {
        /// The path.
        path: PathBuf,
    },
    /// A folder is at that path.
    #[error("could not run the tool `{path}`: it is a folder")]
    Folder {
        /// The path.
        path: PathBuf,
    },
    /// The file cannot be executed.
    #[error("could not run the tool `{path}`: it is not executable; try `chmod +x`, or describe it in a .toml file")]
    NotExecutable {
        /// The path.
        path: PathBuf,
    },
    /// The file cannot be read.
    #[error("could not read the tool file `{path}`")]
    Read {
        /// The path.
        path: PathBuf,
        /// What failed.
        source: io::Error,
    },
    /// The file says something that cannot be run.
    #[error("could not use the tool file `{path}`")]
    Definition {
        /// The path, or the name of a known tool.
        path: PathBuf,
        /// What it says.
        source: DefinitionError,
    },
}

/// One line of `deidbench tools`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed {
    /// The tool.
    pub tool: Tool,
    /// Whether its program is on the `PATH` and, where it has a version command, answers it.
    pub installed: bool,
    /// The line that its version command prints.
    pub version: Option<String>,
}

/// What `--tool` means: a known name, a tool file, or a program that is called with two folders.
///
/// # Errors
/// There is no such tool, or it cannot be read or executed. Programs on the `PATH` are not guessed.
pub fn resolve(text: &str) -> Result<Tool, ResolveToolError> {
    let path = PathBuf::from(text);
    if let Some((name, file)) = KNOWN.iter().find(|(name, _)| *name == text) {
        let source = |source| ResolveToolError::Definition { path: name.into(), source };
        return Tool::from_toml(file).map_err(source);
    }
    let is_tool_file = path.extension().is_some_and(|ending| ending == "toml");
    match std::fs::metadata(&path) {
        Err(_) if text.contains('/') || is_tool_file => Err(ResolveToolError::NoFile { path }),
        Err(_) => Err(ResolveToolError::UnknownName { name: text.to_owned(), known: names() }),
        Ok(facts) if facts.is_dir() => Err(ResolveToolError::Folder { path }),
        Ok(_) if is_tool_file => read(&path),
        Ok(_) if locate::is_executable(&path) => match std::path::absolute(&path) {
            Ok(program) => Ok(Tool::from_program(&program)),
            Err(source) => Err(ResolveToolError::Read { path, source }),
        },
        Ok(_) => Err(ResolveToolError::NotExecutable { path }),
    }
}

fn read(path: &Path) -> Result<Tool, ResolveToolError> {
    let reading = |source| ResolveToolError::Read { path: path.to_path_buf(), source };
    let text = std::fs::read_to_string(path).map_err(reading)?;
    let folder = std::path::absolute(path).map_err(reading)?.parent().map(Path::to_path_buf);
    let mut tool =
        Tool::from_toml(&text).map_err(|source| ResolveToolError::Definition { path: path.to_path_buf(), source })?;
    tool.folder = folder;
    Ok(tool)
}

/// Every known tool, whether it is installed, and its version.
pub fn tools(options: &RunOptions) -> Vec<Listed> {
    let path = options.variable("PATH");
    let search = path.as_ref().map(RawText::as_os_str);
    let guard = Guard::without_walls();
    let parsed = KNOWN.iter().filter_map(|(_, file)| Tool::from_toml(file).ok());
    parsed
        .map(|tool| {
            let word = tool.command.first().map_or("", String::as_str);
            let found = locate::program(word, None, search).is_some();
            let version = if found { version::line(&tool, options, &guard) } else { None };
            Listed { installed: found && (version.is_some() || tool.version.is_empty()), version, tool }
        })
        .collect()
}

fn names() -> String {
    KNOWN.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_known_tool_file_can_be_used_and_is_in_the_list() {
        for (name, file) in KNOWN {
            assert_eq!(Tool::from_toml(file).unwrap().name, *name);
        }
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("fixtures/tools");
        let mut files: Vec<_> = std::fs::read_dir(folder)
            .unwrap()
            .map(|entry| entry.unwrap().path().file_stem().unwrap().to_str().unwrap().to_owned())
            .collect();
        files.sort();
        assert_eq!(files, KNOWN.iter().map(|(name, _)| (*name).to_owned()).collect::<Vec<_>>());
    }

    #[test]
    fn an_unknown_name_is_answered_with_the_known_ones() {
        let error = resolve("sh").unwrap_err();
        assert!(matches!(error, ResolveToolError::UnknownName { .. }), "{error}");
        assert!(error.to_string().contains("gdcmanon"));
    }
}
