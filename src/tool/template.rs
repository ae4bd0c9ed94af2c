//! Argument templates: placeholders are filled in one pass, and no shell reads the result.

use std::collections::BTreeMap;
use std::ffi::OsStr;
use std::ffi::OsString;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;

/// Every placeholder that an argument may hold.
pub const PLACEHOLDERS: &[&str] =
    &["input", "output", "input_dir", "output_dir", "work_dir", "data_dir", "tool_dir", "files_dir", "seed"];

/// Whether a word is a placeholder in every tool file.
pub fn is_placeholder(word: &str) -> bool {
    PLACEHOLDERS.contains(&word)
}

/// Whether a word stands for a free port, which only servers are given.
pub fn is_port(word: &str) -> bool {
    word == "port" || word.ends_with("_port")
}

/// What the placeholders stand for in one invocation.
#[derive(Clone, Copy, Debug)]
pub struct Values<'a> {
    /// `{input}`: the file or folder of this invocation.
    pub input: &'a Path,
    /// `{output}`: where its result belongs.
    pub output: &'a Path,
    /// `{input_dir}`: the whole input folder.
    pub input_dir: &'a Path,
    /// `{output_dir}`: the whole output folder.
    pub output_dir: &'a Path,
    /// `{work_dir}`: the current folder of the tool, empty at first.
    pub work_dir: &'a Path,
    /// `{data_dir}`: a folder for the database of a server. It holds originals by its nature, and is thrown away unseen.
    pub data_dir: &'a Path,
    /// `{tool_dir}`: the folder of the tool file, for settings that lie beside it.
    pub tool_dir: &'a Path,
    /// `{files_dir}`: copies of the files that the tool file names.
    pub files_dir: &'a Path,
    /// `{seed}`: decimal digits.
    pub seed: u64,
    /// `{port}`, `{receive_port}` and the like, of servers.
    pub ports: &'a BTreeMap<String, u16>,
}

/// A stretch of a template.
enum Part<'t> {
    Literal(&'t [u8]),
    Placeholder(&'t str),
}

/// Splits at `{lower_case_words}`; every other brace is text, so that JSON can be an argument.
fn parts(template: &str) -> Vec<Part<'_>> {
    let mut parts = Vec::new();
    let mut rest = template;
    let mut searched = 0;
    while let Some(open) = rest.get(searched..).and_then(|tail| tail.find('{')).map(|at| at + searched) {
        let tail = rest.get(open + 1..).unwrap_or_default();
        let word_length = tail.bytes().take_while(|byte| byte.is_ascii_lowercase() || *byte == b'_').count();
        if word_length > 0 && tail.as_bytes().get(word_length) == Some(&b'}') {
            parts.push(Part::Literal(rest.get(..open).unwrap_or_default().as_bytes()));
            parts.push(Part::Placeholder(tail.get(..word_length).unwrap_or_default()));
            rest = tail.get(word_length + 1..).unwrap_or_default();
            searched = 0;
        } else {
            searched = open + 1;
        }
    }
    parts.push(Part::Literal(rest.as_bytes()));
    parts
}

/// The placeholder words of a template, known or not.
pub fn words(template: &str) -> Vec<&str> {
    parts(template)
        .into_iter()
        .filter_map(|part| match part {
            Part::Placeholder(word) => Some(word),
            Part::Literal(_) => None,
        })
        .collect()
}

/// The argument with its placeholders filled in; an unknown word stays as it is.
pub fn fill(template: &str, values: &Values<'_>) -> OsString {
    let mut filled = Vec::with_capacity(template.len());
    for part in parts(template) {
        match part {
            Part::Literal(bytes) => filled.extend_from_slice(bytes),
            Part::Placeholder(word) => match path_of(word, values) {
                Some(path) => filled.extend_from_slice(path.as_bytes()),
                None if values.ports.contains_key(word) => {
                    let port = values.ports.get(word).copied().unwrap_or(0);
                    filled.extend_from_slice(port.to_string().as_bytes());
                }
                None if word == "seed" => filled.extend_from_slice(values.seed.to_string().as_bytes()),
                None => filled.extend_from_slice(format!("{{{word}}}").as_bytes()),
            },
        }
    }
    OsString::from_vec(filled)
}

fn path_of<'a>(word: &str, values: &Values<'a>) -> Option<&'a OsStr> {
    let path = match word {
        "input" => values.input,
        "output" => values.output,
        "input_dir" => values.input_dir,
        "output_dir" => values.output_dir,
        "work_dir" => values.work_dir,
        "data_dir" => values.data_dir,
        "tool_dir" => values.tool_dir,
        "files_dir" => values.files_dir,
        _ => return None,
    };
    Some(path.as_os_str())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn values(input: &Path) -> Values<'_> {
        let here = Path::new("/w");
        Values {
            input,
            output: Path::new("/o/x"),
            input_dir: here,
            output_dir: here,
            work_dir: here,
            data_dir: here,
            tool_dir: here,
            files_dir: Path::new("/files"),
            seed: 7,
            ports: &NO_PORTS,
        }
    }

    static NO_PORTS: BTreeMap<String, u16> = BTreeMap::new();

    #[test]
    fn a_value_that_looks_like_a_placeholder_is_not_filled_again() {
        let odd = OsString::from_vec(b"/in/{seed} \xff.dcm".to_vec());
        let filled = fill("--in={input}:{seed}", &values(Path::new(&odd)));
        assert_eq!(filled.as_bytes(), b"--in=/in/{seed} \xff.dcm:7");
    }

    #[test]
    fn other_braces_are_text() {
        let json = r#"{"a": {"b": 1}} {} {{output}} {"#;
        assert_eq!(fill(json, &values(Path::new("/i"))), OsString::from(r#"{"a": {"b": 1}} {} {/o/x} {"#));
        assert_eq!(words(json), ["output"]);
    }
}
