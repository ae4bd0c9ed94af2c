//! `Tool`: what one needs to know to run somebody's de-identification program.

use crate::tool::digest;
use crate::tool::server::Server;
use crate::tool::template;
use serde::Deserialize;
use serde::Serialize;
use std::collections::BTreeMap;
use std::path::Path;
use std::path::PathBuf;
use thiserror::Error;

/// How a tool takes its input.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Mode {
    /// One invocation for the whole input folder.
    PerDir,
    /// One invocation for every folder that directly holds files.
    PerLeafDir,
    /// One invocation for every file.
    PerFile,
    /// The tool changes a copy, which lies in the output folder; `in_place` says how it is called.
    InPlace,
    /// One invocation for every file, which it reads from standard input; standard output is the result.
    Stdio,
    /// A server: it is started, files are sent to it, results come back, and it is stopped; `server` says how.
    Server,
}

impl Mode {
    /// Every mode and its name in a tool file.
    pub const ALL: &[(&str, Self)] = &[
        ("per-dir", Self::PerDir),
        ("per-leaf-dir", Self::PerLeafDir),
        ("per-file", Self::PerFile),
        ("in-place", Self::InPlace),
        ("stdio", Self::Stdio),
        ("server", Self::Server),
    ];

    /// The name in a tool file.
    pub fn name(self) -> &'static str {
        Self::ALL.iter().find(|(_, mode)| *mode == self).map_or("", |(name, _)| name)
    }
}

/// What one invocation of an `in-place` tool is given.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum InPlaceUnit {
    /// A file.
    #[default]
    File,
    /// A folder that directly holds files.
    LeafDir,
    /// The whole folder.
    Dir,
}

/// The de-identification policy that a tool claims, in its own words.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Policy {
    /// The profile, for example `basic`.
    #[serde(default)]
    pub profile: String,
    /// Options of PS3.15 Annex E that it applies, for example `clean-pixel-data`.
    #[serde(default)]
    pub options: Vec<String>,
}

/// A tool file (TOML). Every list of arguments starts with its program, and no shell reads it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Tool {
    /// A short name, used for folders and reports.
    pub name: String,
    /// The argument list; see [`template::PLACEHOLDERS`].
    pub command: Vec<String>,
    /// The argument list that prints a version.
    #[serde(default)]
    pub version: Vec<String>,
    /// How it takes its input.
    pub mode: Mode,
    /// How a `server` is used.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub server: Option<Server>,
    /// What an `in-place` tool is given at a time.
    #[serde(default)]
    pub in_place: InPlaceUnit,
    /// Names of environment variables that are passed through, beside `PATH`, `LANG`, `LC_ALL` and `TZ`.
    #[serde(default)]
    pub env: Vec<String>,
    /// Environment variables with fixed values; placeholders are filled.
    #[serde(default)]
    pub set_env: BTreeMap<String, String>,
    /// Seconds that one invocation may take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time_limit_s: Option<u64>,
    /// Mebibytes that the processes of one invocation may hold together.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub memory_limit_mib: Option<u64>,
    /// Seconds that all invocations together may take.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub run_time_limit_s: Option<u64>,
    /// Mebibytes that it may write, instead of 1 GiB and twenty times the input.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_limit_mib: Option<u64>,
    /// Files and folders that it may make, instead of a million.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub output_files_limit: Option<u64>,
    /// Files and folders that it reads beside its input, such as a licence or a model, by the name under which it finds a
    /// copy of each below `{files_dir}`. A path is looked for from the folder of the tool file.
    #[serde(default)]
    pub files: BTreeMap<String, PathBuf>,
    /// Argument lists that are run behind the last invocation, however the run ended: for tools that start what outlives
    /// them, such as a container.
    #[serde(default)]
    pub stop: Vec<Vec<String>>,
    /// What it claims to do.
    #[serde(default)]
    pub policy: Policy,
    /// Output paths that are no de-identified data (prefixes, or patterns with `*`, `**`, `?`): set aside unscored.
    #[serde(default)]
    pub side_paths: Vec<String>,
    /// A CSV file below the output folder in which the tool maps inputs to outputs.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub mapping: Option<String>,
    /// How to install it.
    #[serde(default)]
    pub install: String,
    /// What a user of the scores should know.
    #[serde(default)]
    pub notes: String,
    /// Files that are written into the work folder before anything is run, by their names; placeholders are filled.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub settings: BTreeMap<String, String>,
    /// Argument lists that are run in the work folder before the first invocation.
    #[serde(default)]
    pub setup: Vec<Vec<String>>,
    /// Whether it needs a network.
    #[serde(default)]
    pub network: bool,
    /// The folder of the tool file, which `{tool_dir}` and relative programs refer to.
    #[serde(skip)]
    pub folder: Option<PathBuf>,
    /// SHA-256 of the tool file, as hexadecimal digits.
    #[serde(skip)]
    pub definition_sha256: Option<String>,
    /// The program itself where a path named it; it takes the place of the first word of `command`.
    #[serde(skip)]
    pub program: Option<PathBuf>,
}

/// A tool file says something that cannot be run.
#[derive(Debug, Error)]
pub enum DefinitionError {
    /// It is not TOML, or a key or value is unknown.
    #[error("could not read a tool file")]
    Toml(#[from] toml::de::Error),
    /// The mode is none of ours.
    #[error("unknown mode `{found}`; the modes are {known}")]
    Mode {
        /// What the file says.
        found: String,
        /// All the names.
        known: String,
    },
    /// An argument list is empty.
    #[error("the argument list `{list}` is empty; it starts with the program")]
    Empty {
        /// The key of the list.
        list: &'static str,
    },
    /// A placeholder is none of ours.
    #[error("unknown placeholder `{{{found}}}` in `{list}`; the placeholders are {known}")]
    Placeholder {
        /// The word between braces.
        found: String,
        /// The key of the list.
        list: &'static str,
        /// All the words.
        known: String,
    },
    /// The tool would never learn where its input or output is.
    #[error("`command` of a `{mode}` tool needs {needed}")]
    Unreachable {
        /// The mode.
        mode: &'static str,
        /// What is missing.
        needed: &'static str,
    },
    /// The `[server]` table says something that cannot be run.
    #[error("`server` {what}")]
    Server {
        /// What is wrong.
        what: String,
    },
    /// A file of the tool file would lie elsewhere.
    #[error("`{name}` in `{table}` is no plain file name")]
    File {
        /// Where it stands.
        table: &'static str,
        /// What the file says.
        name: String,
    },
    /// The name cannot be a folder.
    #[error("the name `{name}` holds other characters than letters, digits, `.`, `_` and `-`")]
    Name {
        /// What the file says.
        name: String,
    },
}

impl Tool {
    /// Reads a tool file.
    ///
    /// # Errors
    /// Not TOML, unknown keys, modes or placeholders, and commands that could not reach input or output.
    pub fn from_toml(text: &str) -> Result<Self, DefinitionError> {
        // A mode that serde refuses would be answered with Rust's spelling of the variants and without a reason.
        let table: toml::Table = toml::from_str(text)?;
        if let Some(found) = table.get("mode").and_then(toml::Value::as_str)
            && !Mode::ALL.iter().any(|(name, _)| *name == found)
        {
            return Err(DefinitionError::Mode {
                found: found.to_owned(),
                known: Mode::ALL.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", "),
            });
        }
        let mut tool: Self = toml::from_str(text)?;
        tool.definition_sha256 = Some(digest::of_bytes(text.as_bytes()));
        tool.check()?;
        Ok(tool)
    }

    /// `PROGRAM INPUT_DIR OUTPUT_DIR`, once.
    pub fn from_program(program: &Path) -> Self {
        let file_name = program.file_name().unwrap_or_default().to_string_lossy();
        let name: String = file_name.chars().map(|letter| if is_name_letter(letter) { letter } else { '_' }).collect();
        Self {
            name: if name.is_empty() || name.starts_with('.') { format!("tool{name}") } else { name },
            command: vec![file_name.into_owned(), "{input_dir}".to_owned(), "{output_dir}".to_owned()],
            version: Vec::new(),
            mode: Mode::PerDir,
            server: None,
            settings: BTreeMap::new(),
            in_place: InPlaceUnit::default(),
            env: Vec::new(),
            set_env: BTreeMap::new(),
            time_limit_s: None,
            memory_limit_mib: None,
            run_time_limit_s: None,
            output_limit_mib: None,
            output_files_limit: None,
            files: BTreeMap::new(),
            stop: Vec::new(),
            policy: Policy::default(),
            side_paths: Vec::new(),
            mapping: None,
            install: String::new(),
            notes: String::new(),
            setup: Vec::new(),
            network: false,
            folder: None,
            definition_sha256: None,
            program: Some(program.to_path_buf()),
        }
    }

    /// Seconds that one invocation may take: as the file says, or two minutes for a file and an hour for folders.
    pub fn time_limit_seconds(&self) -> u64 {
        self.time_limit_s.unwrap_or(match (self.mode, self.in_place) {
            (Mode::PerFile | Mode::Stdio, _) | (Mode::InPlace, InPlaceUnit::File) => 120,
            _ => 3600,
        })
    }

    fn check(&self) -> Result<(), DefinitionError> {
        if self.name.is_empty() || self.name.starts_with('.') || !self.name.chars().all(is_name_letter) {
            return Err(DefinitionError::Name { name: self.name.clone() });
        }
        if self.command.first().is_none_or(String::is_empty) {
            return Err(DefinitionError::Empty { list: "command" });
        }
        if self.setup.iter().any(Vec::is_empty) {
            return Err(DefinitionError::Empty { list: "setup" });
        }
        if self.stop.iter().any(Vec::is_empty) {
            return Err(DefinitionError::Empty { list: "stop" });
        }
        for (table, name) in
            self.files.keys().map(|name| ("files", name)).chain(self.settings.keys().map(|name| ("settings", name)))
        {
            if name.starts_with('.') || !name.chars().all(is_name_letter) {
                return Err(DefinitionError::File { table, name: name.clone() });
            }
        }
        let ports = self.mode == Mode::Server;
        check_words("command", self.command.iter(), ports)?;
        check_words("version", self.version.iter(), false)?;
        check_words("setup", self.setup.iter().flatten(), ports)?;
        check_words("stop", self.stop.iter().flatten(), ports)?;
        check_words("set_env", self.set_env.values(), ports)?;
        match (self.mode, &self.server) {
            (Mode::Server, Some(server)) => {
                check_words("server", server.texts().into_iter(), true)?;
                server.check()
            }
            (Mode::Server, None) => {
                Err(DefinitionError::Server { what: "is missing: it says how the server is used".to_owned() })
            }
            (mode, Some(_)) => Err(DefinitionError::Server {
                what: format!("is for tools of the mode `server`, and this one is `{}`", mode.name()),
            }),
            (_, None) => self.check_reach(),
        }
    }

    /// Every text that may hold placeholders.
    pub(in crate::tool) fn texts(&self) -> impl Iterator<Item = &String> {
        let server = self.server.iter().flat_map(|server| server.texts().into_iter().chain(server.recipe_texts()));
        let lists = self.command.iter().chain(self.setup.iter().flatten());
        lists.chain(self.set_env.values()).chain(self.settings.values()).chain(server)
    }

    fn check_reach(&self) -> Result<(), DefinitionError> {
        let names = |wanted: &[&str]| {
            let mut values = self.command.iter().chain(self.set_env.values());
            values.any(|text| template::words(text).iter().any(|word| wanted.contains(word)))
        };
        let needed = match self.mode {
            Mode::Stdio | Mode::Server => return Ok(()),
            Mode::InPlace if names(&["input", "output", "input_dir", "output_dir"]) => return Ok(()),
            Mode::InPlace => "`{input}`",
            Mode::PerDir if !names(&["input", "input_dir"]) => "`{input_dir}`",
            Mode::PerDir if !names(&["output", "output_dir"]) => "`{output_dir}`",
            Mode::PerLeafDir | Mode::PerFile if !names(&["input"]) => "`{input}`",
            Mode::PerLeafDir | Mode::PerFile if !names(&["output", "output_dir"]) => "`{output}`",
            _ => return Ok(()),
        };
        Err(DefinitionError::Unreachable { mode: self.mode.name(), needed })
    }
}

fn is_name_letter(letter: char) -> bool {
    letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-')
}

fn check_words<'a>(
    list: &'static str,
    texts: impl Iterator<Item = &'a String>,
    ports: bool,
) -> Result<(), DefinitionError> {
    for text in texts {
        let known = |word: &str| template::is_placeholder(word) || (ports && template::is_port(word));
        let unknown = template::words(text).into_iter().find(|word| !known(word));
        if let Some(found) = unknown {
            return Err(DefinitionError::Placeholder {
                found: found.to_owned(),
                list,
                known: template::PLACEHOLDERS.iter().map(|word| format!("{{{word}}}")).collect::<Vec<_>>().join(", "),
            });
        }
    }
    Ok(())
}
