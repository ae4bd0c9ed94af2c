//! A resting electrocardiogram of twelve leads (PS3.3 §A.34.3), made of bell curves.

use super::Maker;
use crate::dataset::base::number::whole;
use crate::dicom::VR;
use crate::dicom::content::set_code;
use crate::dicom::content::within;
use crate::dicom::locus::AttributePath;
use crate::dicom::tags;
use crate::dicom::uids;
use crate::instance::Instance;
use crate::seed::Stream;
use rand::Rng;

/// Samples a second of each lead.
const RATE: u32 = 250;
/// Samples of each lead: four seconds.
const SAMPLES: u32 = 4 * RATE;

/// Each lead: its code of ISO/IEEE 11073, its name, and how high P, QRS and T stand in it, in hundredths.
const LEADS: [(&str, &str, [i32; 3]); 12] = [
    ("2:1", "Lead I", [80, 60, 70]),
    ("2:2", "Lead II", [100, 100, 100]),
    ("2:61", "Lead III", [40, 45, 40]),
    ("2:62", "aVR, augmented voltage, right", [-90, -80, -85]),
    ("2:63", "aVL, augmented voltage, left", [30, 20, 25]),
    ("2:64", "aVF, augmented voltage, foot", [70, 70, 70]),
    ("2:3", "Lead V1", [50, -70, -20]),
    ("2:4", "Lead V2", [55, -40, 60]),
    ("2:5", "Lead V3", [60, 20, 80]),
    ("2:6", "Lead V4", [65, 90, 90]),
    ("2:7", "Lead V5", [65, 100, 85]),
    ("2:8", "Lead V6", [60, 80, 70]),
];

/// Waves of a beat: which height of the lead, millivolt, middle and width in seconds.
const WAVES: [(usize, f64, f64, f64); 5] = [
    (0, 0.12, 0.16, 0.025),
    (1, -0.1, 0.285, 0.010),
    (1, 1.1, 0.31, 0.012),
    (1, -0.22, 0.335, 0.012),
    (2, 0.3, 0.55, 0.055),
];

pub(super) fn instance(maker: &Maker<'_>) -> Instance {
    let mut instance = maker.instance(uids::TWELVE_LEAD_ECG_WAVEFORM_STORAGE, "ECG", "Resting ECG");
    let object = &mut instance.object;
    maker.content_date(object);
    let at = format!("{}{}", maker.context.options.study_date, maker.time(880));
    object.set_text(tags::ACQUISITION_DATE_TIME, VR::DT, &at);
    object.set_empty_sequence(tags::ACQUISITION_CONTEXT_SEQUENCE);
    let group = [(tags::WAVEFORM_SEQUENCE, 0)];
    let at = |tag| AttributePath::below(&group, tag);
    object.set_text(at(tags::WAVEFORM_ORIGINALITY), VR::CS, "ORIGINAL");
    object.set_u16(at(tags::NUMBER_OF_WAVEFORM_CHANNELS), &[LEADS.len() as u16]);
    object.set_u32(at(tags::NUMBER_OF_WAVEFORM_SAMPLES), &[SAMPLES]);
    object.set_text(at(tags::SAMPLING_FREQUENCY), VR::DS, &RATE.to_string());
    object.set_text(at(tags::MULTIPLEX_GROUP_LABEL), VR::SH, "RHYTHM");
    for (number, (code, name, _)) in (0..).zip(LEADS) {
        let channel = within(&group, tags::CHANNEL_DEFINITION_SEQUENCE, number);
        let at = |tag| AttributePath::below(&channel, tag);
        set_code(object, &channel, tags::CHANNEL_SOURCE_SEQUENCE, (code, "MDC", name));
        object.set_text(at(tags::CHANNEL_SENSITIVITY), VR::DS, "1");
        set_code(object, &channel, tags::CHANNEL_SENSITIVITY_UNITS_SEQUENCE, ("uV", "UCUM", "microvolt"));
        object.set_text(at(tags::CHANNEL_SENSITIVITY_CORRECTION_FACTOR), VR::DS, "1");
        object.set_text(at(tags::CHANNEL_BASELINE), VR::DS, "0");
        object.set_text(at(tags::CHANNEL_SAMPLE_SKEW), VR::DS, "0");
        object.set_u16(at(tags::WAVEFORM_BITS_STORED), &[16]);
    }
    object.set_u16(at(tags::WAVEFORM_BITS_ALLOCATED), &[16]);
    object.set_text(at(tags::WAVEFORM_SAMPLE_INTERPRETATION), VR::CS, "SS");
    object.set_words(at(tags::WAVEFORM_DATA), &samples(&mut maker.stream("samples")));
    instance
}

/// Microvolts, all leads of one moment together.
fn samples(stream: &mut Stream) -> Vec<i16> {
    let beat = 60.0 / f64::from(whole(stream, 54, 96));
    let start = f64::from(whole(stream, 0, 100)) / 100.0 * beat;
    let mut samples = Vec::with_capacity(SAMPLES as usize * LEADS.len());
    for moment in 0..SAMPLES {
        let seconds = libm::fmod(start + f64::from(moment) / f64::from(RATE), beat);
        for (.., heights) in LEADS {
            let wave = |(which, millivolt, middle, width): &(usize, f64, f64, f64)| {
                let away = (seconds - middle * beat.min(1.0)) / width;
                let height = f64::from(heights.get(*which).copied().unwrap_or(0)) / 100.0;
                1000.0 * millivolt * height * libm::exp(-away * away / 2.0)
            };
            let noise = f64::from(stream.next_u32() % 9) - 4.0;
            samples.push(libm::round(WAVES.iter().map(wave).sum::<f64>() + noise) as i16);
        }
    }
    samples
}
