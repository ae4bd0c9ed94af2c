//! Command sets: implicit VR little endian elements of group 0000 (PS3.7 §6.3).

use std::collections::BTreeMap;

/// C-STORE-RQ, C-ECHO-RQ in Command Field (0000,0100).
pub(super) const STORE_REQUEST: u16 = 0x0001;
pub(super) const ECHO_REQUEST: u16 = 0x0030;
/// Set in Command Field of a response.
const RESPONSE: u16 = 0x8000;
/// Command Data Set Type (0000,0800) of a message without a data set.
const NO_DATA_SET: u16 = 0x0101;
/// Largest command set that is read, bytes.
pub(super) const LONGEST: usize = 64 * 1024;

mod element {
    pub const AFFECTED_CLASS: u16 = 0x0002;
    pub const COMMAND_FIELD: u16 = 0x0100;
    pub const MESSAGE_ID: u16 = 0x0110;
    pub const RESPONDED_ID: u16 = 0x0120;
    pub const PRIORITY: u16 = 0x0700;
    pub const DATA_SET_TYPE: u16 = 0x0800;
    pub const STATUS: u16 = 0x0900;
    pub const AFFECTED_INSTANCE: u16 = 0x1000;
}

/// The elements of one command set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(super) struct Command {
    elements: BTreeMap<u16, Vec<u8>>,
}

impl Command {
    /// Asks the other side to store an object, which follows.
    pub(super) fn store(message: u16, class: &str, instance: &str) -> Self {
        let mut command = Self::default();
        command.set_uid(element::AFFECTED_CLASS, class);
        command.set(element::COMMAND_FIELD, STORE_REQUEST);
        command.set(element::MESSAGE_ID, message);
        command.set(element::PRIORITY, 0);
        command.set(element::DATA_SET_TYPE, 0);
        command.set_uid(element::AFFECTED_INSTANCE, instance);
        command
    }

    /// The answer to a request, with its status.
    pub(super) fn answer(request: &Self, status: u16) -> Self {
        let mut command = Self::default();
        for same in [element::AFFECTED_CLASS, element::AFFECTED_INSTANCE] {
            if let Some(value) = request.elements.get(&same) {
                command.elements.insert(same, value.clone());
            }
        }
        command.set(element::COMMAND_FIELD, request.field().unwrap_or(0) | RESPONSE);
        command.set(element::RESPONDED_ID, request.number(element::MESSAGE_ID).unwrap_or(0));
        command.set(element::DATA_SET_TYPE, NO_DATA_SET);
        command.set(element::STATUS, status);
        command
    }

    /// What the message is.
    pub(super) fn field(&self) -> Option<u16> {
        self.number(element::COMMAND_FIELD)
    }

    /// How a request ended, in its answer.
    pub(super) fn status(&self) -> Option<u16> {
        self.number(element::STATUS)
    }

    /// Whether a data set follows.
    pub(super) fn has_data_set(&self) -> bool {
        self.number(element::DATA_SET_TYPE).is_some_and(|word| word != NO_DATA_SET)
    }

    /// Affected SOP Class UID (0000,0002).
    pub(super) fn class(&self) -> String {
        self.uid(element::AFFECTED_CLASS)
    }

    /// Affected SOP Instance UID (0000,1000).
    pub(super) fn instance(&self) -> String {
        self.uid(element::AFFECTED_INSTANCE)
    }

    /// The bytes of the command set, with its group length.
    pub(super) fn encoded(&self) -> Vec<u8> {
        let mut body = Vec::new();
        for (number, value) in &self.elements {
            push(&mut body, *number, value);
        }
        let mut bytes = Vec::with_capacity(body.len() + 12);
        push(&mut bytes, 0, &u32::try_from(body.len()).unwrap_or(0).to_le_bytes());
        bytes.extend(body);
        bytes
    }

    /// Reads a command set; what does not fit into the bytes ends it.
    pub(super) fn parse(bytes: &[u8]) -> Option<Self> {
        let mut command = Self::default();
        let mut rest = bytes;
        while let Some((head, behind)) = rest.split_first_chunk::<8>() {
            let [group_low, group_high, low, high, length @ ..] = head;
            let length = usize::try_from(u32::from_le_bytes(*length)).ok()?;
            let value = behind.get(..length)?;
            if [*group_low, *group_high] == [0, 0] {
                command.elements.insert(u16::from_le_bytes([*low, *high]), value.to_vec());
            }
            rest = behind.get(length..)?;
        }
        (rest.is_empty() && command.field().is_some()).then_some(command)
    }

    fn set(&mut self, number: u16, value: u16) {
        self.elements.insert(number, value.to_le_bytes().to_vec());
    }

    fn set_uid(&mut self, number: u16, uid: &str) {
        let mut value = uid.as_bytes().to_vec();
        value.extend((value.len() % 2 == 1).then_some(0));
        self.elements.insert(number, value);
    }

    fn number(&self, number: u16) -> Option<u16> {
        let value: [u8; 2] = self.elements.get(&number)?.as_slice().try_into().ok()?;
        Some(u16::from_le_bytes(value))
    }

    fn uid(&self, number: u16) -> String {
        let value = self.elements.get(&number).map(Vec::as_slice).unwrap_or_default();
        String::from_utf8_lossy(value).trim_matches([' ', '\0']).to_owned()
    }
}

fn push(bytes: &mut Vec<u8>, number: u16, value: &[u8]) {
    bytes.extend([0, 0]);
    bytes.extend(number.to_le_bytes());
    bytes.extend(u32::try_from(value.len()).unwrap_or(0).to_le_bytes());
    bytes.extend(value);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_and_its_answer_are_read_back() {
        let request = Command::store(7, "1.2.840.10008.5.1.4.1.1.2", "2.25.471");
        let read = Command::parse(&request.encoded()).expect("a command");
        assert_eq!((read.field(), read.has_data_set()), (Some(STORE_REQUEST), true));
        assert_eq!((read.class().as_str(), read.instance().as_str()), ("1.2.840.10008.5.1.4.1.1.2", "2.25.471"));
        let answer = Command::parse(&Command::answer(&read, 0xA700).encoded()).expect("a command");
        assert_eq!((answer.field(), answer.status(), answer.has_data_set()), (Some(0x8001), Some(0xA700), false));
        assert_eq!(answer.number(element::RESPONDED_ID), Some(7));
    }

    #[test]
    fn what_breaks_off_or_says_nothing_is_no_command() {
        let whole = Command::store(7, "1.2", "3.4").encoded();
        for length in 0..whole.len() {
            assert_eq!(Command::parse(&whole[..length]).filter(|command| command.instance() == "3.4"), None);
        }
        assert_eq!(Command::parse(&[0xff; 64]), None);
        assert_eq!(Command::parse(&[]), None);
    }
}
