//! What a tool is called with, and the files of its two folders.

use std::fs;
use std::path::Path;
use std::path::PathBuf;
use walkdir::WalkDir;

/// One call.
pub struct Call {
    /// The folder to read.
    pub input: PathBuf,
    /// The folder to write.
    pub output: PathBuf,
    /// What some tools are told beside.
    pub word: String,
}

impl Call {
    /// From the words behind the program's name.
    pub fn new(words: &[String]) -> Option<Self> {
        let word = words.get(3).cloned().unwrap_or_default();
        Some(Self { input: words.get(1)?.into(), output: words.get(2)?.into(), word })
    }

    /// Paths below the input folder, sorted.
    pub fn files(&self) -> Vec<PathBuf> {
        WalkDir::new(&self.input)
            .sort_by_file_name()
            .into_iter()
            .map(Result::unwrap)
            .filter(|entry| entry.file_type().is_file())
            .map(|entry| entry.path().strip_prefix(&self.input).unwrap().to_owned())
            .collect()
    }

    /// An input.
    pub fn read(&self, file: &Path) -> Vec<u8> {
        fs::read(self.input.join(file)).unwrap()
    }

    /// Writes an output, with its folders.
    pub fn write(&self, file: &Path, bytes: &[u8]) {
        let path = self.output.join(file);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, bytes).unwrap();
    }
}
