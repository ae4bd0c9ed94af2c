//! `train=70,val=15,test=15`.

use std::fmt;
use std::str::FromStr;

/// One split and its share.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ratio {
    /// Its name, which becomes a folder.
    pub name: String,
    /// Its share of the sum of all.
    pub share: u32,
}

/// The splits in the order in which they were named; at least one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Ratios(Vec<Ratio>);

impl Ratios {
    /// The splits.
    pub fn iter(&self) -> impl Iterator<Item = &Ratio> {
        self.0.iter()
    }

    /// Number of splits.
    pub fn len(&self) -> usize {
        self.0.len()
    }

    /// Whether there is none, which never happens.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// Sum of all shares, at least 1.
    pub fn sum(&self) -> u64 {
        self.0.iter().map(|ratio| u64::from(ratio.share)).sum::<u64>().max(1)
    }
}

impl fmt::Display for Ratios {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let words: Vec<String> = self.0.iter().map(|ratio| format!("{}={}", ratio.name, ratio.share)).collect();
        out.write_str(&words.join(","))
    }
}

impl FromStr for Ratios {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let fail = |why: &str| format!("`{text}` is no split: {why}; expected for example train=70,val=15,test=15");
        let mut found: Vec<Ratio> = Vec::new();
        for part in text.split(',') {
            let (name, share) = part.split_once('=').ok_or_else(|| fail("a part has no `=`"))?;
            let fits = |c: char| c.is_ascii_alphanumeric() || c == '-' || c == '_';
            if name.is_empty() || !name.chars().all(fits) {
                return Err(fail("names have letters, digits, - and _"));
            }
            if found.iter().any(|ratio| ratio.name == name) {
                return Err(fail("a name stands twice"));
            }
            let share = share.parse().map_err(|_| fail("a share is no whole number"))?;
            if share == 0 {
                return Err(fail("a share is 0"));
            }
            found.push(Ratio { name: name.to_owned(), share });
        }
        Ok(Self(found))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_read_as_they_are_written_and_nonsense_is_refused() {
        let text = "train=70,val=15,test=15";
        assert_eq!(text.parse::<Ratios>().map(|ratios| (ratios.to_string(), ratios.sum())), Ok((text.to_owned(), 100)));
        for text in ["", "train", "train=0", "train=1,train=2", "../x=1", "train=-1"] {
            assert!(text.parse::<Ratios>().is_err(), "{text}");
        }
    }
}
