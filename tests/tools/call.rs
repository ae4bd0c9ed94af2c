//! What a tool is called with, and the files of its two folders.

use crate::known::File;
use crate::known::Known;
use crate::treatment::Treatment;
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

    /// The truth in the folder that `FAKE_TRUTH` names.
    pub fn known(&self) -> Known {
        Known::read(Path::new(&std::env::var_os("FAKE_TRUTH").unwrap())).unwrap()
    }

    /// A treated input, and the path below the output folder where it belongs.
    pub fn treated(&self, treatment: &Treatment<'_>, file: &File<'_>) -> (PathBuf, Vec<u8>) {
        treatment.treated(self.read(file.row.path.as_ref()), file).unwrap()
    }

    /// Treats all inputs.
    pub fn treat_all(&self, treatment: &Treatment<'_>) {
        let known = self.known();
        for file in self.files().iter().map(|path| known.file(path).unwrap()) {
            if !treatment.leaves_out(&file) {
                let (name, bytes) = self.treated(treatment, &file);
                self.write(&name, &bytes);
            }
        }
    }
}
