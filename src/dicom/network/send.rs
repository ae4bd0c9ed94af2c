//! The storage service as a user: sends files, and tells what became of each.

use super::command::Command;
use super::command::LONGEST;
use super::parcel::Parcel;
use dicom_ul::association::Error;
use dicom_ul::association::client::ClientAssociation;
use dicom_ul::association::client::ClientAssociationOptions;
use dicom_ul::pdu::PDataValue;
use dicom_ul::pdu::PDataValueType;
use dicom_ul::pdu::Pdu;
use dicom_ul::pdu::PresentationContextNegotiated;
use dicom_ul::pdu::PresentationContextResultReason;
use serde::Deserialize;
use serde::Serialize;
use std::fs::File;
use std::io::Read;
use std::io::Seek;
use std::io::SeekFrom;
use std::net::SocketAddr;
use std::net::TcpStream;
use std::path::Path;
use std::path::PathBuf;
use std::time::Duration;

/// Presentation contexts of one association: their ids are the odd numbers of a byte (PS3.8 §9.3.2.2).
const CONTEXTS: usize = 128;
/// Associations in a row that may fail before nothing more is sent.
const FAILURES: usize = 3;
/// Largest file that is sent, bytes.
const FILE_LIMIT: u64 = 4 << 30;
/// Largest protocol data unit that we take, bytes.
const UNIT: u32 = 64 * 1024;

/// The other side.
#[derive(Clone, Copy, Debug)]
pub struct Peer<'a> {
    /// Its address.
    pub address: SocketAddr,
    /// Its application entity title.
    pub called: &'a str,
    /// Ours.
    pub calling: &'a str,
    /// How long an answer may take.
    pub patience: Duration,
}

/// What became of one file.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Fate {
    /// Taken.
    Accepted,
    /// Taken, with a warning.
    Warned,
    /// Answered with a failure.
    Refused,
    /// No presentation context for its class and transfer syntax.
    NoContext,
    /// No association.
    NoAssociation,
    /// The connection ended before there was an answer.
    Lost,
    /// It can't be sent.
    Unsendable,
    /// Nothing was sent any more.
    NotSent,
}

impl Fate {
    /// Whether the other side has it.
    pub fn is_taken(self) -> bool {
        matches!(self, Self::Accepted | Self::Warned)
    }

    /// Whether there is nothing to say about it.
    pub fn is_simple(self) -> bool {
        self == Self::Accepted
    }

    /// In words.
    pub fn words(self) -> &'static str {
        match self {
            Self::Accepted => "taken",
            Self::Warned => "taken with a warning",
            Self::Refused => "refused",
            Self::NoContext => "refused: no presentation context",
            Self::NoAssociation => "refused: no association",
            Self::Lost => "not answered: the connection ended",
            Self::Unsendable => "not sendable",
            Self::NotSent => "not sent",
        }
    }
}

/// One file and its fate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Sent {
    /// Its place in the list of files.
    pub file: usize,
    /// What became of it.
    pub fate: Fate,
    /// More about that; no value of the file.
    pub detail: String,
}

/// Sends files below `folder`. `stop` is asked before each file whether, and why, to send no more; `told` hears of each
/// file once.
pub fn store(
    peer: &Peer<'_>,
    folder: &Path,
    files: &[PathBuf],
    stop: &dyn Fn() -> Option<String>,
    told: &mut dyn FnMut(Sent),
) {
    let mut parcels: Vec<(usize, Parcel)> = Vec::new();
    let mut contexts: Vec<(String, String)> = Vec::new();
    for (file, path) in files.iter().enumerate() {
        match Parcel::of(&folder.join(path), FILE_LIMIT) {
            Ok(parcel) => {
                let context = (parcel.class.clone(), parcel.syntax.clone());
                if !contexts.contains(&context) {
                    contexts.push(context);
                }
                parcels.push((file, parcel));
            }
            Err(detail) => told(Sent { file, fate: Fate::Unsendable, detail }),
        }
    }
    let mut sender = Sender { peer, failures: 0, stop, told };
    for some in contexts.chunks(CONTEXTS) {
        let batch: Vec<&(usize, Parcel)> = parcels
            .iter()
            .filter(|(_, parcel)| some.iter().any(|(class, syntax)| *class == parcel.class && *syntax == parcel.syntax))
            .collect();
        sender.batch(some, &batch, folder, files);
    }
}

struct Sender<'a> {
    peer: &'a Peer<'a>,
    /// Associations that failed since a file was answered.
    failures: usize,
    stop: &'a dyn Fn() -> Option<String>,
    told: &'a mut dyn FnMut(Sent),
}

type Association = ClientAssociation<TcpStream>;

impl Sender<'_> {
    /// Files whose contexts fit into one association; it is opened again where it breaks.
    fn batch(&mut self, contexts: &[(String, String)], batch: &[&(usize, Parcel)], folder: &Path, files: &[PathBuf]) {
        let mut open: Option<Association> = None;
        let mut message = 0u16;
        for (file, parcel) in batch {
            let file = *file;
            if let Some(detail) = self.why_stop() {
                (self.told)(Sent { file, fate: Fate::NotSent, detail });
                continue;
            }
            let mut association = match open.take().map_or_else(|| self.open(contexts), Ok) {
                Ok(association) => association,
                Err((fate, detail)) => {
                    (self.told)(Sent { file, fate, detail });
                    continue;
                }
            };
            let context = match context(association.presentation_contexts(), parcel) {
                Ok(context) => context,
                Err(detail) => {
                    open = Some(association);
                    (self.told)(Sent { file, fate: Fate::NoContext, detail });
                    continue;
                }
            };
            message = message.wrapping_add(1);
            let path = files.get(file).map(|path| folder.join(path)).unwrap_or_default();
            match exchange(&mut association, context, message, parcel, &path) {
                Ok(status) => {
                    self.failures = 0;
                    open = Some(association);
                    let (fate, detail) = judge(status);
                    (self.told)(Sent { file, fate, detail });
                }
                Err(detail) => {
                    self.failures += 1;
                    let _ = association.abort();
                    (self.told)(Sent { file, fate: Fate::Lost, detail });
                }
            }
        }
        if let Some(association) = open {
            let _ = association.release();
        }
    }

    fn why_stop(&self) -> Option<String> {
        (self.stop)()
            .or_else(|| (self.failures >= FAILURES).then(|| format!("{FAILURES} associations in a row had failed")))
    }

    fn open(&mut self, contexts: &[(String, String)]) -> Result<Association, (Fate, String)> {
        let mut options = ClientAssociationOptions::new()
            .calling_ae_title(self.peer.calling.to_owned())
            .called_ae_title(self.peer.called.to_owned())
            .max_pdu_length(UNIT)
            .strict(false)
            .connection_timeout(self.peer.patience)
            .read_timeout(self.peer.patience)
            .write_timeout(self.peer.patience);
        for (class, syntax) in contexts {
            options = options.with_presentation_context(class.clone(), vec![syntax.clone()]);
        }
        options.establish(self.peer.address).map_err(|error| match error {
            // An answer: the next files of the batch get the same.
            Error::NoAcceptedPresentationContexts { .. } => {
                (Fate::NoContext, "every presentation context was refused".to_owned())
            }
            error => {
                self.failures += 1;
                (Fate::NoAssociation, in_short(&error))
            }
        })
    }
}

/// The context for a file, or why there is none.
fn context(contexts: &[PresentationContextNegotiated], parcel: &Parcel) -> Result<u8, String> {
    let mut why = "the answer did not name it";
    for context in contexts.iter().filter(|context| context.abstract_syntax == parcel.class) {
        match context.reason {
            PresentationContextResultReason::Acceptance if context.transfer_syntax == parcel.syntax => {
                return Ok(context.id);
            }
            PresentationContextResultReason::AbstractSyntaxNotSupported => why = "SOP class not supported",
            PresentationContextResultReason::TransferSyntaxesNotSupported => why = "transfer syntax not supported",
            PresentationContextResultReason::UserRejection | PresentationContextResultReason::NoReason => {
                why = "refused without a reason";
            }
            PresentationContextResultReason::Acceptance => {}
        }
    }
    Err(format!("{why} (class {}, transfer syntax {})", parcel.class, parcel.syntax))
}

/// Sends one file and waits for its status.
fn exchange(
    association: &mut Association,
    context: u8,
    message: u16,
    parcel: &Parcel,
    path: &Path,
) -> Result<u16, String> {
    let mut file = File::open(path).map_err(|_| "the file could not be read".to_owned())?;
    file.seek(SeekFrom::Start(parcel.data.start)).map_err(|_| "the file could not be read".to_owned())?;
    let command = Command::store(message, &parcel.class, &parcel.instance).encoded();
    let value = PDataValue {
        presentation_context_id: context,
        value_type: PDataValueType::Command,
        is_last: true,
        data: command,
    };
    association.send(&Pdu::PData { data: vec![value] }).map_err(|error| in_short(&error))?;
    let mut writer = association.send_pdata(context);
    let data = parcel.data.end - parcel.data.start;
    let copied = std::io::copy(&mut file.take(data), &mut writer);
    copied.and_then(|_| writer.finish()).map_err(|error| format!("while it was sent: {error}"))?;
    answer(association)
}

/// The status of the next response.
fn answer(association: &mut Association) -> Result<u16, String> {
    let mut command = Vec::new();
    loop {
        let data = match association.receive().map_err(|error| in_short(&error))? {
            Pdu::PData { data } => data,
            Pdu::AbortRQ { .. } => return Err("the association was aborted".to_owned()),
            Pdu::ReleaseRQ => return Err("the association was released before the answer".to_owned()),
            _ => return Err("the answer was no data".to_owned()),
        };
        for value in data.into_iter().filter(|value| value.value_type == PDataValueType::Command) {
            command.extend(value.data);
            if command.len() > LONGEST {
                return Err("the answer was too long".to_owned());
            }
            if value.is_last {
                let read = Command::parse(&command).and_then(|command| command.status());
                return read.ok_or_else(|| "the answer held no status".to_owned());
            }
        }
    }
}

/// Statuses of the storage service (PS3.4 §B.2.3).
fn judge(status: u16) -> (Fate, String) {
    match status {
        0 => (Fate::Accepted, String::new()),
        0x0001 | 0x0107 | 0x0116 | 0xB000..=0xBFFF => (Fate::Warned, format!("status {status:04X}")),
        _ => (Fate::Refused, format!("status {status:04X}")),
    }
}

/// The error without what the other side may have put into it.
fn in_short(error: &Error) -> String {
    let words = match error {
        Error::Rejected { association_rj, .. } => return format!("rejected: {:?}", association_rj.source),
        Error::Connect { .. } => "the connection was refused",
        Error::Timeout { .. } => "no answer in time",
        Error::Aborted { .. } => "the association was aborted",
        Error::ConnectionClosed { .. } => "the connection was closed",
        Error::UnexpectedPdu { .. } | Error::UnknownPdu { .. } => "the answer was no answer to that",
        Error::ReceivePdu { .. } => "no answer that can be read, or none in time",
        Error::SendPdu { .. } | Error::WireSend { .. } => "the connection ended while it was written to",
        _ => "the association failed",
    };
    words.to_owned()
}
