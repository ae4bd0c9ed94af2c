//! The sequences and items that are open on the way through a data set.

use crate::dicom::scan::header::Encoding;
use crate::dicom::scan::header::Header;
use crate::dicom::scan::header::ITEM;
use crate::dicom::scan::header::ITEM_END;
use crate::dicom::scan::header::SEQUENCE_END;
use crate::dicom::scan::walk::Level;
use dicom_core::VR;

struct Open {
    is_item: bool,
    /// Where it ends; `None` where a delimiter says so.
    end: Option<usize>,
    encoding: Encoding,
}

/// Everything that is open, outermost first.
#[derive(Default)]
pub(super) struct OpenStack(Vec<Open>);

impl OpenStack {
    /// Whether the top level is being read.
    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The encoding in force, where something is open.
    pub(super) fn encoding(&self) -> Option<Encoding> {
        self.0.last().map(|open| open.encoding)
    }

    /// Whether a sequence is open and no item of it.
    pub(super) fn expects_item(&self) -> bool {
        self.0.last().is_some_and(|open| !open.is_item)
    }

    /// Opens a sequence.
    pub(super) fn enter(&mut self, header: &Header, encoding: Encoding, levels: &mut Vec<Level>) {
        if let Some(level) = levels.last_mut() {
            level.enter(header.tag);
        }
        levels.push(Level::default());
        // Undefined length with another VR than SQ is a sequence in implicit VR.
        let encoding = if header.vr == VR::SQ { encoding } else { Encoding::IMPLICIT };
        self.push(header, false, encoding);
    }

    /// Closes whatever ends here by its length.
    pub(super) fn close_by_length(&mut self, at: usize, levels: &mut Vec<Level>) -> Result<(), String> {
        while let Some(end) = self.0.last().and_then(|open| open.end) {
            match end.cmp(&at) {
                std::cmp::Ordering::Greater => break,
                std::cmp::Ordering::Equal => self.close(levels),
                std::cmp::Ordering::Less => return Err(format!("a sequence or item should end at byte {end}")),
            }
        }
        Ok(())
    }

    /// Takes an item or a delimiter.
    pub(super) fn delimiter(
        &mut self,
        header: &Header,
        encoding: Encoding,
        levels: &mut Vec<Level>,
    ) -> Result<(), String> {
        match (header.tag, self.0.last().map(|open| open.is_item)) {
            (ITEM, Some(false)) => {
                if let Some(level) = levels.last_mut() {
                    level.begin();
                }
                self.push(header, true, encoding);
            }
            (ITEM_END, Some(true)) | (SEQUENCE_END, Some(false)) => {
                self.close(levels);
            }
            // Some writers forget the delimiter of the last item.
            (SEQUENCE_END, Some(true)) => {
                self.close(levels);
                self.close(levels);
            }
            // One too many harms nobody.
            (ITEM_END | SEQUENCE_END, None) => {}
            (tag, _) => return Err(format!("{tag} stands where it can't")),
        }
        Ok(())
    }

    fn push(&mut self, header: &Header, is_item: bool, encoding: Encoding) {
        let end = header.length.map(|length| header.value.saturating_add(length));
        self.0.push(Open { is_item, end, encoding });
    }

    fn close(&mut self, levels: &mut Vec<Level>) {
        match self.0.pop() {
            Some(open) if open.is_item => {
                if let Some(parent) = levels.iter_mut().rev().nth(1) {
                    parent.next_item();
                }
            }
            Some(_) if levels.len() > 1 => {
                levels.pop();
                if let Some(level) = levels.last_mut() {
                    level.leave();
                }
            }
            _ => {}
        }
    }
}
