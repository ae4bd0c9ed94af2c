//! One association of the provider, from its request to its end.

use super::command::Command;
use super::command::ECHO_REQUEST;
use super::command::LONGEST;
use super::command::STORE_REQUEST;
use super::receive::Shared;
use crate::dicom::file_meta::FileMeta;
use dicom_ul::pdu::AssociationAC;
use dicom_ul::pdu::AssociationRQ;
use dicom_ul::pdu::PDataValue;
use dicom_ul::pdu::PDataValueType;
use dicom_ul::pdu::Pdu;
use dicom_ul::pdu::PresentationContextResult;
use dicom_ul::pdu::PresentationContextResultReason;
use dicom_ul::pdu::UserVariableItem;
use std::collections::HashMap;
use std::fs::File;
use std::io;
use std::io::BufReader;
use std::io::BufWriter;
use std::io::Read;
use std::io::Write;
use std::net::TcpStream;
use std::path::PathBuf;
use std::sync::atomic::Ordering;

/// Largest protocol data unit that is taken, bytes.
const UNIT: u32 = 1 << 20;
/// Statuses: success, refused because out of resources, unrecognised operation (PS3.7 Annex C).
const SUCCESS: u16 = 0x0000;
const OUT_OF_RESOURCES: u16 = 0xA700;
const UNRECOGNISED: u16 = 0x0211;
/// What the file meta information of a received file says wrote it.
const IMPLEMENTATION: (&str, &str) = ("2.25.302164874903321986404175218532764110283", "RECEIVED");

/// One association.
pub(super) struct Serving<'a> {
    shared: &'a Shared,
    reader: BufReader<TcpStream>,
    writer: TcpStream,
    /// Class and transfer syntax by context.
    contexts: HashMap<u8, String>,
}

/// An object on its way.
struct Arriving {
    request: Command,
    context: u8,
    file: BufWriter<File>,
    spool: PathBuf,
    number: u64,
    bytes: u64,
    /// Why the rest of it is thrown away.
    refused: Option<u16>,
}

impl<'a> Serving<'a> {
    pub(super) fn new(shared: &'a Shared, stream: TcpStream) -> Result<Self, String> {
        let set = stream
            .set_nonblocking(false)
            .and_then(|()| stream.set_read_timeout(Some(shared.bounds.patience)))
            .and_then(|()| stream.set_write_timeout(Some(shared.bounds.patience)))
            .and_then(|()| stream.try_clone());
        let writer = set.map_err(|error| format!("a connection could not be served: {error}"))?;
        Ok(Self { shared, reader: BufReader::new(stream), writer, contexts: HashMap::new() })
    }

    /// Serves it to its end; an error says what was wrong with it.
    pub(super) fn run(&mut self) -> Result<(), String> {
        match self.read()? {
            // A connection that says nothing: a probe.
            None => return Ok(()),
            Some(Pdu::AssociationRQ(request)) => self.associate(request)?,
            Some(_) => return Err("a connection began without asking for an association".to_owned()),
        }
        let mut command = Vec::new();
        let mut arriving: Option<Arriving> = None;
        let ended = self.serve(&mut command, &mut arriving);
        if let Some(broken) = arriving {
            self.keep_broken(broken);
            return Err(format!("an association ended in the middle of an object{}", detail(ended)));
        }
        ended
    }

    fn serve(&mut self, command: &mut Vec<u8>, arriving: &mut Option<Arriving>) -> Result<(), String> {
        loop {
            match self.read()? {
                None | Some(Pdu::AbortRQ { .. }) => return Ok(()),
                Some(Pdu::ReleaseRQ) => return self.write(&Pdu::ReleaseRP),
                Some(Pdu::PData { data }) => {
                    for value in data {
                        self.take(value, command, arriving)?;
                    }
                }
                Some(_) => return Err("an association went on with something that is no data".to_owned()),
            }
        }
    }

    fn associate(&mut self, request: AssociationRQ) -> Result<(), String> {
        let mut results = Vec::new();
        for context in request.presentation_contexts {
            let syntax = context.transfer_syntaxes.first().map(|uid| trimmed(uid));
            let reason = match syntax {
                Some(_) => PresentationContextResultReason::Acceptance,
                None => PresentationContextResultReason::TransferSyntaxesNotSupported,
            };
            if let Some(syntax) = &syntax {
                self.contexts.insert(context.id, syntax.clone());
            }
            let transfer_syntax = syntax.unwrap_or_else(|| "1.2.840.10008.1.2".to_owned());
            results.push(PresentationContextResult { id: context.id, reason, transfer_syntax });
        }
        self.write(&Pdu::AssociationAC(AssociationAC {
            protocol_version: 1,
            calling_ae_title: request.calling_ae_title,
            called_ae_title: request.called_ae_title,
            application_context_name: request.application_context_name,
            presentation_contexts: results,
            user_variables: vec![
                UserVariableItem::MaxLength(UNIT),
                UserVariableItem::ImplementationClassUID(IMPLEMENTATION.0.to_owned()),
                UserVariableItem::ImplementationVersionName(IMPLEMENTATION.1.to_owned()),
            ],
        }))
    }

    fn take(
        &mut self,
        value: PDataValue,
        command: &mut Vec<u8>,
        arriving: &mut Option<Arriving>,
    ) -> Result<(), String> {
        if value.value_type == PDataValueType::Command {
            command.extend(&value.data);
            if command.len() > LONGEST {
                return Err("a command was too long".to_owned());
            }
            if !value.is_last {
                return Ok(());
            }
            let request = Command::parse(&std::mem::take(command)).ok_or("a command could not be read")?;
            if request.field() == Some(STORE_REQUEST) && request.has_data_set() && arriving.is_none() {
                *arriving = Some(self.begin(request, value.presentation_context_id)?);
                return Ok(());
            }
            let status = if request.field() == Some(ECHO_REQUEST) { SUCCESS } else { UNRECOGNISED };
            return self.answer(&request, value.presentation_context_id, status);
        }
        let Some(object) = arriving.as_mut() else {
            return Err("data came without a command".to_owned());
        };
        object.bytes = object.bytes.saturating_add(value.data.len() as u64);
        if object.bytes > self.shared.bounds.object_bytes && object.refused.is_none() {
            object.refused = Some(OUT_OF_RESOURCES);
            self.shared.problem("an object was larger than is taken");
        }
        if object.refused.is_none() {
            object.file.write_all(&value.data).map_err(|error| format!("could not keep an object: {error}"))?;
        }
        match value.is_last.then(|| arriving.take()).flatten() {
            Some(whole) => self.end(whole),
            None => Ok(()),
        }
    }

    fn begin(&self, request: Command, context: u8) -> Result<Arriving, String> {
        let number = self.shared.next();
        let spool = self.shared.spool.join(format!("{number:06}"));
        let keep = |error: io::Error| format!("could not keep an object: {error}");
        let mut file = BufWriter::new(File::create(&spool).map_err(keep)?);
        let syntax = self.contexts.get(&context).map(String::as_str).unwrap_or_default();
        let stored = (request.class(), request.instance());
        let meta = FileMeta::default().encoded((&stored.0, &stored.1), syntax, IMPLEMENTATION);
        let meta = meta.map_err(|_| "the class or instance of an object can't be written down".to_owned())?;
        file.write_all(&[0; 128])
            .and_then(|()| file.write_all(b"DICM"))
            .and_then(|()| file.write_all(&meta))
            .map_err(keep)?;
        let refused = (number > self.shared.bounds.objects).then_some(OUT_OF_RESOURCES);
        Ok(Arriving { request, context, file, spool, number, bytes: 0, refused })
    }

    fn end(&mut self, mut object: Arriving) -> Result<(), String> {
        if let Some(status) = object.refused {
            let _ = std::fs::remove_file(&object.spool);
            return self.answer(&object.request, object.context, status);
        }
        let target = self.shared.folder.join(format!("{:06}.dcm", object.number));
        let kept = object.file.flush().and_then(|()| std::fs::rename(&object.spool, &target));
        kept.map_err(|error| format!("could not keep an object: {error}"))?;
        self.shared.objects.fetch_add(1, Ordering::Relaxed);
        self.answer(&object.request, object.context, SUCCESS)
    }

    /// What came of an object is what came out of the tool: it is kept for the search.
    fn keep_broken(&self, mut object: Arriving) {
        let _ = object.file.flush();
        let target = self.shared.folder.join(format!("{:06}-broken.dcm", object.number));
        let _ = std::fs::rename(&object.spool, target);
    }

    fn answer(&mut self, request: &Command, context: u8, status: u16) -> Result<(), String> {
        let value = PDataValue {
            presentation_context_id: context,
            value_type: PDataValueType::Command,
            is_last: true,
            data: Command::answer(request, status).encoded(),
        };
        self.write(&Pdu::PData { data: vec![value] })
    }

    /// The next unit; none where the connection has ended.
    fn read(&mut self) -> Result<Option<Pdu>, String> {
        let mut head = [0; 6];
        let mut got = 0;
        while let Some(room) = head.get_mut(got..).filter(|room| !room.is_empty()) {
            match self.reader.read(room) {
                Ok(0) if got == 0 => return Ok(None),
                Ok(0) => return Err("a connection ended in the middle of a unit".to_owned()),
                Ok(read) => got += read,
                Err(error) if error.kind() == io::ErrorKind::Interrupted => {}
                Err(error) => return Err(format!("a connection broke: {}", error.kind())),
            }
        }
        let [_, _, length @ ..] = head;
        let length = u32::from_be_bytes(length);
        if length > UNIT {
            return Err("a connection sent something that is no DICOM, or a unit that is too long".to_owned());
        }
        let mut unit = head.to_vec();
        let read = (&mut self.reader).take(u64::from(length)).read_to_end(&mut unit);
        match read {
            Ok(read) if read as u64 == u64::from(length) => {}
            Ok(_) => return Err("a connection ended in the middle of a unit".to_owned()),
            Err(error) => return Err(format!("a connection broke: {}", error.kind())),
        }
        match dicom_ul::read_pdu(unit.as_slice(), UNIT, false) {
            Ok(Some(unit)) => Ok(Some(unit)),
            Ok(None) | Err(_) => Err("a connection sent a unit that can't be read".to_owned()),
        }
    }

    fn write(&mut self, unit: &Pdu) -> Result<(), String> {
        let mut bytes = Vec::new();
        dicom_ul::write_pdu(&mut bytes, unit).map_err(|_| "an answer could not be encoded".to_owned())?;
        self.writer.write_all(&bytes).map_err(|error| format!("a connection broke: {}", error.kind()))
    }
}

fn trimmed(uid: &str) -> String {
    uid.trim_matches([' ', '\0']).to_owned()
}

fn detail(ended: Result<(), String>) -> String {
    ended.err().map(|why| format!(": {why}")).unwrap_or_default()
}
