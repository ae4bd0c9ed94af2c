//! Files as the other tools read them: explicit VR little endian with native samples, colour by pixel.

use crate::dicom::VR;
use crate::dicom::frame::Photometric;
use crate::dicom::pixels::PixelReader;
use crate::dicom::scan::BIG_ENDIAN;
use crate::dicom::scan::Scan;
use crate::dicom::tags;
use crate::dicom::tree;
use crate::dicom::tree::Coding;
use crate::dicom::tree::Node;
use crate::dicom::tree::Value;
use crate::dicom::uids;
use crate::selftest::oracle::OracleError;
use crate::selftest::oracle::parts::PREAMBLE;
use crate::selftest::oracle::parts::Parts;
use crate::selftest::oracle::wrong;

/// The file without compression, every sample being what it was.
///
/// # Errors
/// The bytes are no DICOM file, or a frame does not decode.
pub fn native(bytes: Vec<u8>) -> Result<Vec<u8>, OracleError> {
    let scan = parsed(bytes)?;
    let reader = PixelReader::new(&scan).ok();
    let as_it_is = reader.as_ref().is_none_or(|reader| {
        // Samples of one bit are packed.
        reader.native_all().is_some() || reader.format().bits_allocated == 1
    });
    if scan.transfer_syntax == uids::EXPLICIT_VR_LITTLE_ENDIAN && as_it_is {
        return Ok(scan.file().to_vec());
    }
    let mut parts = taken_apart(&scan)?;
    tree::put(&mut parts.meta, Node::new(tags::TRANSFER_SYNTAX_UID, VR::UI, uids::EXPLICIT_VR_LITTLE_ENDIAN));
    if let Some(reader) = reader {
        let format = reader.format();
        let mut samples = decoded(&reader)?.concat();
        samples.resize(samples.len().next_multiple_of(2), 0);
        let vr = if format.bits_allocated > 8 { VR::OW } else { VR::OB };
        tree::put(&mut parts.data, Node::new(tags::PIXEL_DATA, vr, samples));
        if format.samples > 1 {
            let name = format.photometric.name();
            tree::put(&mut parts.data, Node::new(tags::PHOTOMETRIC_INTERPRETATION, VR::CS, name));
            tree::put(&mut parts.data, Node::new(tags::PLANAR_CONFIGURATION, VR::US, [0, 0]));
        }
    }
    Ok(parts.write())
}

pub(in crate::selftest) fn parsed(bytes: Vec<u8>) -> Result<Scan, OracleError> {
    Scan::parse(bytes, u64::MAX).map_err(|(_, problem)| wrong(&problem))
}

/// Samples of every frame.
pub(in crate::selftest) fn decoded(reader: &PixelReader<'_>) -> Result<Vec<Vec<u8>>, OracleError> {
    let frame = |frame| reader.native(frame).map(|samples| samples.into_owned());
    (0..reader.frames()).map(frame).collect::<Result<_, _>>().map_err(|error| wrong(&error.to_string()))
}

/// The elements of a file, whatever its encoding, with pixels as they are.
fn taken_apart(scan: &Scan) -> Result<Parts, OracleError> {
    let meta_end = scan.meta.last().ok_or_else(|| wrong("no file meta information"))?.range.end;
    let start = if scan.is_deflated() { 0 } else { meta_end };
    let coding = Coding { implicit: scan.is_implicit(), big_endian: scan.transfer_syntax == BIG_ENDIAN };
    let cut = || wrong("cut short");
    let nodes = |bytes: Option<&[u8]>, coding| {
        tree::read_as(bytes.ok_or_else(cut)?, coding).ok_or_else(|| wrong("no data set"))
    };
    let explicit = Coding { implicit: false, big_endian: false };
    let mut data = nodes(scan.data().get(start..scan.rest.start), coding)?;
    if coding.implicit && scan.number(tags::PIXEL_REPRESENTATION) == Some(1) {
        with_sign(&mut data);
    }
    // Where the data set was deflated, a byte of padding stands behind it.
    let trailing = if scan.is_deflated() { &[][..] } else { scan.data().get(scan.rest.clone()).ok_or_else(cut)? };
    Ok(Parts {
        preamble: scan.file().get(..PREAMBLE).ok_or_else(cut)?.to_vec(),
        meta: nodes(scan.file().get(PREAMBLE + 4..meta_end), explicit)?,
        data,
        trailing: trailing.to_vec(),
    })
}

/// Luma and chroma by plane, as ultrasound wants them (PS3.3 §C.8.5.6.1.16), and everything else as it is.
///
/// # Errors
/// The bytes are no DICOM file, or a frame does not decode.
pub fn by_class(bytes: Vec<u8>, sop_class: &str) -> Result<Vec<u8>, OracleError> {
    let is_ultrasound =
        [uids::ULTRASOUND_IMAGE_STORAGE, uids::ULTRASOUND_MULTI_FRAME_IMAGE_STORAGE].contains(&sop_class);
    let scan = parsed(bytes)?;
    let reader = PixelReader::new(&scan).ok().filter(|_| is_ultrasound);
    let Some(reader) = reader.filter(|reader| reader.format().photometric == Photometric::YbrFull) else {
        return Ok(scan.file().to_vec());
    };
    let mut samples = Vec::new();
    for native in decoded(&reader)? {
        (0..3).for_each(|plane| samples.extend(native.iter().skip(plane).step_by(3)));
    }
    samples.resize(samples.len().next_multiple_of(2), 0);
    let mut parts = Parts::read(scan.file())?;
    tree::put(&mut parts.data, Node::new(tags::PIXEL_DATA, VR::OB, samples));
    tree::put(&mut parts.data, Node::new(tags::PLANAR_CONFIGURATION, VR::US, [1, 0]));
    Ok(parts.write())
}

/// Numbers that follow the samples, of which the dictionary says `US or SS`.
fn with_sign(nodes: &mut [Node]) {
    for node in nodes {
        if tree::follows_sign(node.tag) {
            node.vr = VR::SS;
        }
        if let Value::Items(items) = &mut node.value {
            items.iter_mut().for_each(|item| with_sign(item));
        }
    }
}
