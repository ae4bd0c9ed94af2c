//! Reading text with Tesseract: a second reader, independent of what is known of the ink.
//!
//! It makes up text where there is none, so what it reads counts only where it is a planted value; see [`matching`].

#[cfg(not(feature = "ocr"))]
mod absent;
pub mod matching;
#[cfg(feature = "ocr")]
mod tesseract;

#[cfg(not(feature = "ocr"))]
use absent as engine;
#[cfg(feature = "ocr")]
use tesseract as engine;

/// A grey picture of one line of text, row by row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Grey {
    /// Columns.
    pub width: u32,
    /// Rows.
    pub height: u32,
    /// `width * height` levels, 0 is black.
    pub levels: Vec<u8>,
}

/// Environment variable that keeps the library to one thread. It counts only where it is there before the program starts.
pub const THREAD_LIMIT: &str = "OMP_THREAD_LIMIT";

/// Whether this build reads text, whatever the machine holds.
pub const BUILT_IN: bool = cfg!(feature = "ocr");

/// Why no text can be read here; `None` where it can. Asked once, and then remembered.
pub fn problem() -> Option<&'static str> {
    engine::problem()
}

/// Name and version of the reader; empty where there is none.
pub fn version() -> String {
    if problem().is_none() { engine::version() } else { String::new() }
}

/// What stands in a picture of one line, as the reader sees it. `None` where nothing can be read.
///
/// Each thread has a handle of its own, since making one costs more than reading some lines.
pub fn read(line: &Grey) -> Option<String> {
    #[cfg(test)]
    tests::note_question();
    if problem().is_some() || line.levels.len() != line.width as usize * line.height as usize {
        return None;
    }
    engine::read(line).filter(|text| !text.trim().is_empty())
}

impl Grey {
    /// The picture with black and white exchanged.
    #[must_use]
    pub fn inverted(&self) -> Self {
        Self { levels: self.levels.iter().map(|level| 255 - level).collect(), ..*self }
    }

    /// The picture `times` as large, each level mixed from its four neighbours.
    #[must_use]
    pub fn enlarged(&self, times: u32) -> Self {
        let times = times.clamp(1, 8);
        let (width, height) = (self.width * times, self.height * times);
        let at = |x: i64, y: i64| {
            let column = x.clamp(0, i64::from(self.width.max(1)) - 1);
            let row = y.clamp(0, i64::from(self.height.max(1)) - 1);
            let index = usize::try_from(row * i64::from(self.width) + column).unwrap_or(0);
            self.levels.get(index).copied().map_or(0.0, f64::from)
        };
        let place = |index: u32| (f64::from(index) + 0.5) / f64::from(times) - 0.5;
        let mut levels = Vec::with_capacity(width as usize * height as usize);
        for y in 0..height {
            for x in 0..width {
                let (u, v) = (place(x), place(y));
                let (left, top) = (u.floor(), v.floor());
                let (a, b) = (u - left, v - top);
                let (left, top) = (left as i64, top as i64);
                let above = at(left, top) * (1.0 - a) + at(left + 1, top) * a;
                let below = at(left, top + 1) * (1.0 - a) + at(left + 1, top + 1) * a;
                levels.push((above * (1.0 - b) + below * b).round() as u8);
            }
        }
        Self { width, height, levels }
    }
}

#[cfg(test)]
pub(super) mod tests;
