//! Digits without the signs between them.

/// The groups of digits of a text that stand close together, run by run.
pub struct Squeezed {
    /// The digits; a bar ends a run.
    pub digits: Vec<u8>,
    marks: Vec<Mark>,
}

/// What was beside a digit.
#[derive(Clone, Copy, Default)]
struct Mark {
    begins: bool,
    ends: bool,
    /// A point stands before it.
    point: bool,
}

/// Signs between two groups of one number.
const MOST_BETWEEN: usize = 3;
/// Digits of the shortest run that is kept.
const SHORTEST: usize = 7;

impl Squeezed {
    /// `None` where no run is long enough.
    pub fn of(text: &[u8]) -> Option<Self> {
        if text.len() < SHORTEST || text.iter().filter(|byte| byte.is_ascii_digit()).count() < SHORTEST {
            return None;
        }
        let mut squeezed = Self { digits: Vec::new(), marks: Vec::new() };
        let mut run = 0;
        let (mut between, mut point) = (0, false);
        for byte in text {
            match byte {
                b'0'..=b'9' => {
                    let begins = between > 0 || squeezed.digits.len() == run;
                    if begins {
                        squeezed.end_group(run);
                    }
                    squeezed.digits.push(*byte);
                    squeezed.marks.push(Mark { begins, ends: false, point });
                    (between, point) = (0, false);
                }
                b' ' | b'-' | b'/' | b'(' | b')' | b'+' | b'_' | b'.' | b',' if between < MOST_BETWEEN => {
                    between += 1;
                    point |= *byte == b'.';
                }
                _ => {
                    run = squeezed.end_run(run);
                    (between, point) = (0, false);
                }
            }
        }
        squeezed.end_run(run);
        (!squeezed.digits.is_empty()).then_some(squeezed)
    }

    fn end_group(&mut self, run: usize) {
        if self.marks.len() > run
            && let Some(mark) = self.marks.last_mut()
        {
            mark.ends = true;
        }
    }

    /// Ends a run; gives the start of the next one.
    fn end_run(&mut self, run: usize) -> usize {
        self.end_group(run);
        if self.digits.len() - run < SHORTEST {
            self.digits.truncate(run);
            self.marks.truncate(run);
        } else {
            self.digits.push(b'|');
            self.marks.push(Mark::default());
        }
        self.digits.len()
    }

    /// Whether a match is made of whole groups. Two groups with a point between them are a decimal number.
    pub fn is_whole(&self, start: usize, end: usize) -> bool {
        let Some(marks) = self.marks.get(start..end) else { return false };
        let inner = marks.get(1..).unwrap_or_default();
        let groups = 1 + inner.iter().filter(|mark| mark.begins).count();
        let decimal = groups == 2 && inner.iter().any(|mark| mark.point);
        marks.first().is_some_and(|mark| mark.begins) && marks.last().is_some_and(|mark| mark.ends) && !decimal
    }
}
