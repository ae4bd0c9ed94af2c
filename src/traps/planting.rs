//! What a trap gets to plant with, and how every plant is recorded.

use crate::card::Card;
use crate::dicom::Tag;
use crate::dicom::VR;
use crate::dicom::locus::Attribute;
use crate::dicom::locus::AttributePath;
use crate::dicom::locus::Locus;
use crate::identity::Decoys;
use crate::identity::Identity;
use crate::ink::sheet::GlyphSheet;
use crate::instance::Companion;
use crate::instance::Instance;
use crate::instance::Study;
use crate::policy;
use crate::seed::Seed;
use crate::seed::Stream;
use crate::truth::Keep;
use crate::truth::KeepKind;
use crate::truth::Kind;
use crate::truth::Needle;
use crate::truth::Plant;
use crate::truth::Surface;
use std::ops::Range;

/// One identifier: its kind and the value alone.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Secret<'a> {
    /// What sort of identifier it is.
    pub kind: Kind,
    /// The value, in the form in which DICOM writes it.
    pub value: &'a str,
    /// The value as it is written at this place.
    pub written: &'a str,
}

impl<'a> Secret<'a> {
    /// A value that is written as it is.
    pub fn plain(kind: Kind, value: &'a str) -> Self {
        Self { kind, value, written: value }
    }
}

/// One trap at work on one patient.
pub struct Planting<'a> {
    /// The patient.
    pub identity: &'a Identity,
    /// The study to plant in.
    pub study: &'a mut Study,
    /// Chance of this trap for this patient.
    pub stream: Stream,
    /// The seed of the dataset, for values that must be unique in it.
    pub seed: Seed,
    pub(super) card: &'static Card,
    pub(super) surface: Surface,
    plants: Vec<Plant>,
    keeps: Vec<Keep>,
    /// Decoys of burned lines.
    pub(super) needles: Vec<Needle>,
    /// Letter shapes of burned lines.
    pub(super) sheets: Vec<GlyphSheet>,
    /// What there was no room for.
    pub(super) problems: Vec<String>,
    /// Made once, because it looks at the whole pool of names.
    decoys: Option<Decoys>,
}

/// What one trap planted.
#[derive(Debug, Default)]
pub struct Planted {
    /// The plants, still without their number.
    pub plants: Vec<Plant>,
    /// Words that must survive.
    pub keeps: Vec<Keep>,
    /// Decoys of burned lines; `plant` holds the index into `plants`.
    pub needles: Vec<Needle>,
    /// Letter shapes of burned lines.
    pub sheets: Vec<GlyphSheet>,
    /// What there was no room for, without any planted value.
    pub problems: Vec<String>,
}

impl<'a> Planting<'a> {
    /// Sets a trap to work.
    pub fn new(
        trap: &dyn super::Trap,
        identity: &'a Identity,
        study: &'a mut Study,
        stream: Stream,
        seed: Seed,
    ) -> Self {
        Self {
            identity,
            study,
            stream,
            seed,
            card: trap.card(),
            surface: trap.surface(),
            plants: Vec::new(),
            keeps: Vec::new(),
            needles: Vec::new(),
            sheets: Vec::new(),
            problems: Vec::new(),
            decoys: None,
        }
    }

    /// Ends the work and gives what was planted.
    pub fn finish(self) -> Planted {
        let Self { plants, keeps, needles, sheets, problems, .. } = self;
        Planted { plants, keeps, needles, sheets, problems }
    }

    /// Numbers of the images of the study.
    pub fn instances(&self) -> Range<usize> {
        0..self.study.instances.len()
    }

    /// Numbers of the images and of the objects beside them, but for a directory, which has no patient of its own.
    pub fn every_instance(&self) -> Vec<usize> {
        let images = self.study.instances.len();
        let holds_patient =
            |(_, companion): &(usize, &Instance)| companion.companion.is_none_or(Companion::is_clinical);
        let companions = self.study.companions.iter().enumerate().filter(holds_patient);
        self.instances().chain(companions.map(|(number, _)| images + number)).collect()
    }

    /// Number of the object beside the images, where the patient has it.
    pub fn companion(&self, wanted: Companion) -> Option<usize> {
        let found = self.study.companions.iter().position(|instance| instance.companion == Some(wanted))?;
        Some(self.study.instances.len() + found)
    }

    /// Writes a value into an attribute and records it.
    pub fn set(&mut self, instance: usize, path: impl Into<AttributePath>, vr: VR, kind: Kind, value: &str) {
        self.write(instance, path, vr, value, &[Secret::plain(kind, value)], "");
    }

    /// Writes a text that holds identifiers among other words. `context` are the words that may stay.
    pub fn write(
        &mut self,
        instance: usize,
        path: impl Into<AttributePath>,
        vr: VR,
        written: &str,
        secrets: &[Secret<'_>],
        context: &str,
    ) {
        let path = path.into();
        let Some(target) = self.study.at_mut(instance) else { return };
        target.object.set_text(path.clone(), vr, written);
        self.record(instance, Locus::Attribute(path), secrets, context);
    }

    /// The same for a value that is bytes: another character set than the object's, or a format of a vendor.
    pub fn write_bytes(
        &mut self,
        instance: usize,
        path: impl Into<AttributePath>,
        vr: VR,
        written: &[u8],
        secrets: &[Secret<'_>],
        context: &str,
    ) {
        let path = path.into();
        let Some(target) = self.study.at_mut(instance) else { return };
        target.object.set_bytes(path.clone(), vr, written);
        self.record(instance, Locus::Attribute(path), secrets, context);
    }

    /// Records words that identify nobody and must survive at a place.
    pub fn keep_words(&mut self, instance: usize, path: impl Into<AttributePath>, words: &str) {
        let Some(target) = self.study.at(instance) else { return };
        self.keeps.push(Keep {
            instance: target.id.clone(),
            kind: KeepKind::Words,
            locus: Locus::Attribute(path.into()),
            area: None,
            value: words.to_owned(),
        });
    }

    /// Writes a value into an attribute of every instance and records it.
    pub fn set_everywhere(&mut self, path: impl Into<AttributePath>, vr: VR, kind: Kind, value: &str) {
        self.write_everywhere(path, vr, value, &[Secret::plain(kind, value)], "");
    }

    /// Writes a text that holds identifiers among other words into every instance.
    pub fn write_everywhere(
        &mut self,
        path: impl Into<AttributePath>,
        vr: VR,
        written: &str,
        secrets: &[Secret<'_>],
        context: &str,
    ) {
        let path = path.into();
        for instance in self.instances() {
            self.write(instance, path.clone(), vr, written, secrets, context);
        }
    }

    /// Writes an identifier behind what stands in the first value of a short text (LO) of every instance, which is cut
    /// where there is no room and may stay.
    pub fn append_everywhere(&mut self, tag: Tag, vr: VR, written: &str, secrets: &[Secret<'_>]) {
        for instance in self.instances() {
            let known = self.text(instance, tag);
            let mut values = known.split('\\');
            let first = values.next().unwrap_or_default();
            // LO holds at most 64 characters (PS3.5 §6.2); the identifier is what must stay whole.
            let room = 64usize.saturating_sub(written.chars().count() + 1);
            let words: String = first.chars().take(room).collect();
            let appended = format!("{words} {written}").trim_start().to_owned();
            let text: Vec<&str> = std::iter::once(appended.as_str()).chain(values.clone()).collect();
            let context: Vec<&str> = std::iter::once(words.as_str()).chain(values).collect();
            self.write(instance, tag, vr, &text.join("\\"), secrets, context.join(" ").trim());
        }
    }

    /// Writes a value that identifies nobody and that belongs beside a planted one into every instance.
    pub fn accompany_everywhere(&mut self, path: impl Into<AttributePath>, vr: VR, text: &str) {
        let path = path.into();
        for instance in &mut self.study.instances {
            instance.object.set_text(path.clone(), vr, text);
        }
    }

    /// Records words that identify nobody and must survive at a place of every instance.
    pub fn keep_everywhere(&mut self, path: impl Into<AttributePath>, words: &str) {
        let path = path.into();
        for instance in self.instances() {
            self.keep_words(instance, path.clone(), words);
        }
    }

    /// What stands in an attribute of the top level; empty where there is nothing.
    pub fn text(&self, instance: usize, tag: Tag) -> String {
        self.study.instances.get(instance).and_then(|instance| instance.object.text(tag)).unwrap_or_default()
    }

    /// Records identifiers that were written at a place.
    pub fn record(&mut self, instance: usize, locus: Locus, secrets: &[Secret<'_>], context: &str) {
        for secret in secrets {
            let Some(plant) = self.row(instance, locus.clone(), *secret, context) else { return };
            self.plants.push(plant);
        }
    }

    /// Records one identifier in the pixels; gives its index among the plants of this trap.
    pub(super) fn record_pixels(
        &mut self,
        instance: usize,
        secret: Secret<'_>,
        fill: impl FnOnce(&mut Plant),
    ) -> Option<usize> {
        let mut plant = self.row(instance, Locus::Pixel, secret, "")?;
        fill(&mut plant);
        self.plants.push(plant);
        Some(self.plants.len() - 1)
    }

    /// Other values of the same kind, form and length that might as well have been planted, for which `accept` is true.
    pub(super) fn draw_decoys(
        &mut self,
        secret: Secret<'_>,
        count: usize,
        accept: impl Fn(&str) -> bool,
    ) -> Vec<String> {
        let decoys = self.decoys.get_or_insert_with(|| Decoys::new(self.seed));
        decoys.draw(secret.kind, secret.written, count, &mut self.stream, accept)
    }

    fn row(&self, instance: usize, locus: Locus, secret: Secret<'_>, context: &str) -> Option<Plant> {
        let Instance { id, .. } = self.study.at(instance)?;
        let row = match &locus {
            Locus::Attribute(path) => match &path.leaf {
                Attribute::Tag(group, element) => policy::row(*group, *element),
                Attribute::Private(group, _, element) => policy::row(*group, 0x1000 | u16::from(*element)),
            },
            Locus::Meta(group, element) => policy::row(*group, *element),
            _ => None,
        };
        Some(Plant {
            trap: self.card.id.to_owned(),
            trap_version: self.card.version,
            patient: self.study.patient.clone(),
            instance: id.clone(),
            written: secret.written.to_owned(),
            basic_action: row.map(|row| row.basic.to_owned()).unwrap_or_default(),
            option_actions: row.map(policy::Row::option_actions).unwrap_or_default(),
            context: context.to_owned(),
            ..Plant::new(self.surface, locus, secret.kind, secret.value)
        })
    }
}
