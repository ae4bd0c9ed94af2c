//! Text from the operating system, which need not be UTF-8.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde::Deserialize;
use serde::Deserializer;
use serde::Serialize;
use serde::Serializer;
use std::ffi::OsStr;
use std::ffi::OsString;
use std::fmt;
use std::os::unix::ffi::OsStrExt;
use std::os::unix::ffi::OsStringExt;
use std::path::Path;
use std::path::PathBuf;

/// A path or an argument, bytes as they are.
///
/// In JSON it is a plain string where it is UTF-8, and otherwise `{"base64": "..."}`.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct RawText(OsString);

impl RawText {
    /// The text as the operating system takes it.
    pub fn as_os_str(&self) -> &OsStr {
        &self.0
    }

    /// The text as a path.
    pub fn as_path(&self) -> &Path {
        Path::new(&self.0)
    }
}

impl<T: Into<OsString>> From<T> for RawText {
    fn from(text: T) -> Self {
        Self(text.into())
    }
}

impl From<RawText> for PathBuf {
    fn from(text: RawText) -> Self {
        Self::from(text.0)
    }
}

impl AsRef<OsStr> for RawText {
    fn as_ref(&self) -> &OsStr {
        &self.0
    }
}

impl fmt::Display for RawText {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.to_string_lossy().fmt(formatter)
    }
}

#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Written {
    Text(String),
    Bytes { base64: String },
}

impl Serialize for RawText {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self.0.to_str() {
            Some(text) => serializer.serialize_str(text),
            None => Written::Bytes { base64: STANDARD.encode(self.0.as_bytes()) }.serialize(serializer),
        }
    }
}

impl<'de> Deserialize<'de> for RawText {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        match Written::deserialize(deserializer)? {
            Written::Text(text) => Ok(Self(text.into())),
            Written::Bytes { base64 } => {
                let bytes = STANDARD.decode(base64).map_err(serde::de::Error::custom)?;
                Ok(Self(OsString::from_vec(bytes)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::RawText;
    use std::ffi::OsString;
    use std::os::unix::ffi::OsStringExt;

    #[test]
    fn any_bytes_come_back_from_json() {
        for bytes in [b"plain name".to_vec(), b"\xff odd \xe9".to_vec(), Vec::new()] {
            let text = RawText::from(OsString::from_vec(bytes));
            let json = serde_json::to_string(&text).unwrap();
            assert_eq!(serde_json::from_str::<RawText>(&json).unwrap(), text);
        }
        assert_eq!(serde_json::to_string(&RawText::from("a b")).unwrap(), "\"a b\"");
    }
}
