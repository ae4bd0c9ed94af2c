//! JPEG 2000 without loss (ISO 15444-1), colour with the reversible transform.

use super::samples::Samples;
use crate::dicom::frame::PixelFormat;
use openjp2::CODEC_FORMAT;
use openjp2::Codec;
use openjp2::OPJ_CLRSPC_GRAY;
use openjp2::OPJ_CLRSPC_SRGB;
use openjp2::OPJ_CODEC_J2K;
use openjp2::Stream;
use openjp2::opj_cparameters_t;
use openjp2::opj_image;
use openjp2::opj_image_comptparm;
use std::fs;

/// Bytes that the library gathers before it writes.
const BUFFER: usize = 1 << 20;
/// Most halvings of the picture, and one.
const MOST_RESOLUTIONS: u32 = 6;

/// Encodes one native frame, colour by pixel.
#[expect(
    clippy::field_reassign_with_default,
    reason = "the parameters have a destructor, so none can be made of others"
)]
pub(super) fn encode(native: &[u8], format: &PixelFormat) -> Result<Vec<u8>, String> {
    let samples = Samples::new(native, format)?;
    let mut image = picture(&samples, format).ok_or("the encoder has no room for the picture")?;
    let mut parameters = opj_cparameters_t::default();
    parameters.tcp_numlayers = 1;
    parameters.cp_disto_alloc = 1;
    // Rate 0 is: without loss.
    parameters.tcp_rates[0] = 0.0;
    parameters.irreversible = 0;
    parameters.tcp_mct = i8::from(format.samples == 3);
    // A picture can't be halved further than to one pixel.
    let shortest = format.rows.min(format.columns).max(1);
    parameters.numresolution = MOST_RESOLUTIONS.min(shortest.ilog2() + 1) as i32;
    // The library writes to a file, or through pointers; a file needs no unsafe code.
    let file = tempfile::NamedTempFile::new().map_err(|error| error.to_string())?;
    let format: CODEC_FORMAT = OPJ_CODEC_J2K;
    let mut codec = Codec::new_encoder(format).ok_or("there is no encoder")?;
    let mut stream = Stream::new_file(file.path(), BUFFER, false).map_err(|error| error.to_string())?;
    let mut done = codec.setup_encoder(&mut parameters, &mut image) != 0;
    done = done && codec.start_compress(&mut image, &mut stream) != 0;
    done = done && codec.encode(&mut stream) != 0;
    done = done && codec.end_compress(&mut stream) != 0;
    stream.flush().map_err(|error| error.to_string())?;
    drop(stream);
    if !done {
        return Err("the encoder gave up".to_owned());
    }
    fs::read(file.path()).map_err(|error| error.to_string())
}

/// The frame as the library wants it: a plane of whole numbers for each channel.
fn picture(samples: &Samples<'_>, format: &PixelFormat) -> Option<Box<opj_image>> {
    let channels = usize::from(format.samples);
    let component = opj_image_comptparm {
        dx: 1,
        dy: 1,
        w: format.columns,
        h: format.rows,
        x0: 0,
        y0: 0,
        prec: u32::from(format.bits_stored),
        bpp: u32::from(format.bits_stored),
        sgnd: u32::from(format.signed),
    };
    let space = if channels == 3 { OPJ_CLRSPC_SRGB } else { OPJ_CLRSPC_GRAY };
    let mut image = opj_image::create(&vec![component; channels], space)?;
    (image.x1, image.y1) = (format.columns, format.rows);
    for (channel, plane) in image.comps_mut()?.iter_mut().enumerate() {
        for (place, sample) in plane.data_mut()?.iter_mut().zip(samples.values().skip(channel).step_by(channels)) {
            *place = sample;
        }
    }
    Some(image)
}
