//! What an attribute holds that belongs to no field of the identity, and how it is written.

use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::locus::AttributePath;
use crate::dicom::object::dictionary_vr;
use crate::dicom::uid;
use crate::identity::Identity;
use crate::identity::Others;
use crate::identity::PersonName;
use crate::identity::others::day;
use crate::identity::others::number;
use crate::identity::others::time;
use crate::seed::Stream;
use crate::traps::Planting;
use crate::traps::Secret;
use crate::truth::Kind;

/// An attribute of the top level with what it holds.
pub(in crate::traps) struct Entry(pub Tag, pub Content);

/// What it holds.
#[derive(Clone, Copy, Debug)]
pub(in crate::traps) enum Content {
    /// Name of a colleague that no other attribute holds.
    Staff,
    /// Name of the patient.
    Patient,
    /// Words with the patient's name and an order number of their own: direct.
    Comment,
    /// Words with a local case code, which leads to the patient in one department only.
    Description,
    /// A number of its own for the patient.
    Number(Kind),
    /// A number of its own of a device, place or document: it leads to somebody with a list at hand.
    Code(Kind),
    /// Application entity title.
    AeTitle,
    /// Hospital, department or ward.
    Place,
    /// Street with house number.
    Street(Kind),
    /// Telephone number.
    Phone(Kind),
    /// Web address with a number.
    Url(Kind),
    /// Latitude, longitude or height, so exact that it names a house.
    Coordinate,
    /// Age at the study.
    Age,
    /// A day, with the time where the VR asks for it.
    Date,
    /// A time of the day.
    Time,
    /// A UID.
    Uid,
    /// Bytes that hold the patient's name in ASCII among others.
    Bytes,
    /// Bytes that hold the serial number of a device.
    DeviceBytes,
}

/// Plants attributes of the top level in the first image of the study.
pub(in crate::traps) fn plant_all(planting: &mut Planting<'_>, entries: &[Entry]) {
    let mut others = Others::new(planting.seed, planting.identity);
    for Entry(tag, content) in entries {
        plant_one(planting, &mut others, AttributePath::top(*tag), dictionary_vr(*tag), *content);
    }
}

/// Plants one attribute at a path of the first image.
pub(in crate::traps) fn plant_one(
    planting: &mut Planting<'_>,
    others: &mut Others<'_>,
    path: AttributePath,
    vr: VR,
    content: Content,
) {
    let made = make(planting.identity, others, &mut planting.stream, vr, content);
    let secrets: Vec<Secret<'_>> =
        made.secrets.iter().map(|(kind, value, written)| Secret { kind: *kind, value, written }).collect();
    if matches!(vr, VR::OB | VR::UN) {
        planting.write_bytes(0, path, vr, made.written.as_bytes(), &secrets, made.context);
    } else {
        planting.write(0, path, vr, &made.written, &secrets, made.context);
    }
}

/// A value, and the identifiers in it: kind, value, and how it is written there.
struct Made {
    written: String,
    secrets: Vec<(Kind, String, String)>,
    /// Words around them that may stay.
    context: &'static str,
}

impl Made {
    fn plain(kind: Kind, value: String) -> Self {
        Self { secrets: vec![(kind, value.clone(), value.clone())], written: value, context: "" }
    }

    /// A name as PN has it, or as people write it in other text.
    fn name(kind: Kind, vr: VR, name: &PersonName) -> Self {
        let written = if vr == VR::PN { name.dicom() } else { name.readable() };
        Self { secrets: vec![(kind, name.dicom(), written.clone())], written, context: "" }
    }
}

fn make(identity: &Identity, others: &mut Others<'_>, stream: &mut Stream, vr: VR, content: Content) -> Made {
    match content {
        Content::Staff => Made::name(Kind::Staff, vr, &others.staff(stream)),
        Content::Patient => Made::name(Kind::PersonName, vr, &identity.name),
        Content::Comment => comment(identity, stream),
        Content::Description if vr == VR::SH => Made::plain(Kind::Description, case_code(stream)),
        Content::Description => {
            let code = case_code(stream);
            let written = format!("As agreed {code}");
            Made { written, secrets: vec![(Kind::Description, code.clone(), code)], context: "As agreed" }
        }
        Content::Number(kind) => Made::plain(kind, number(10, stream)),
        Content::Code(kind) => Made::plain(kind, format!("R{}", number(10, stream))),
        Content::AeTitle => Made::plain(Kind::Device, format!("NODE_{}", number(9, stream))),
        Content::Place => Made::plain(Kind::Institution, format!("{} {}", others.place(stream), number(7, stream))),
        Content::Street(kind) => Made::plain(kind, format!("{} {} Street", number(4, stream), others.place(stream))),
        Content::Phone(kind) => Made::plain(kind, others.phone(stream)),
        Content::Url(kind) => Made::plain(kind, format!("https://portal.example.org/{}", number(12, stream))),
        Content::Coordinate => {
            let digits = number(8, stream);
            let (degrees, rest) = digits.split_at(2);
            Made::plain(Kind::Institution, format!("{degrees}.{rest}"))
        }
        Content::Age => Made::plain(Kind::Age, identity.age_at(identity.study_date)),
        Content::Date => {
            let date = day(stream).da();
            let written = if vr == VR::DT { format!("{date}{}", time(stream)) } else { date.clone() };
            Made { secrets: vec![(Kind::Date, date, written.clone())], written, context: "" }
        }
        Content::Time => Made::plain(Kind::Time, time(stream)),
        Content::Uid => Made::plain(Kind::Uid, uid::new(stream)),
        Content::Bytes => bytes(identity, stream),
        Content::DeviceBytes => {
            let serial = format!("SN{}", number(10, stream));
            let written = format!("body={serial};");
            Made { written, secrets: vec![(Kind::Device, serial.clone(), serial)], context: "body" }
        }
    }
}

fn comment(identity: &Identity, stream: &mut Stream) -> Made {
    let (name, order) = (&identity.name, number(10, stream));
    let written = format!("Spoke with {}, order {order}, nothing else to add", name.readable());
    let secrets = vec![(Kind::PersonName, name.dicom(), name.readable()), (Kind::OtherPatientId, order.clone(), order)];
    Made { written, secrets, context: "Spoke with order nothing else to add" }
}

/// Firmware writes ASCII alone: a name with other letters is left to text attributes.
fn bytes(identity: &Identity, stream: &mut Stream) -> Made {
    let (name, order) = (identity.name.dicom(), number(10, stream));
    let order_secret = (Kind::OtherPatientId, order.clone(), order.clone());
    if name.is_ascii() {
        let written = format!("owner={name};order={order};");
        return Made { written, secrets: vec![(Kind::PersonName, name.clone(), name), order_secret], context: "" };
    }
    Made { written: format!("owner=;order={order};"), secrets: vec![order_secret], context: "" }
}

fn case_code(stream: &mut Stream) -> String {
    format!("KD{}", number(9, stream))
}
