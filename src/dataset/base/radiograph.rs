//! What plate and detector radiographs have in common: two exposures of one patient after a fall.

use crate::dataset::base::context::Context;
use crate::dataset::base::context::Image;
use crate::dataset::base::context::set_all;
use crate::dataset::base::number::choose;
use crate::dataset::base::number::decimal;
use crate::dataset::base::number::decimals;
use crate::dataset::base::number::whole;
use crate::dicom::object::Object;
use crate::dicom::tags;
use crate::phantom::radiograph::Radiograph;
use crate::phantom::radiograph::RadiographOptions;
use crate::phantom::radiograph::RadiographView;

/// Columns and rows of a chest, and of a limb: no shape is in both lists.
const CHEST_SIZES: &[(u32, u32)] = &[(1024, 1280), (1056, 1288), (1000, 1240), (1088, 1320)];
const LIMB_SIZES: &[(u32, u32)] = &[(800, 1000), (832, 1024), (880, 1104), (768, 976)];
/// Width of the exposed plate or detector in millimetres.
const CHEST_WIDTH: f64 = 350.0;
const LIMB_WIDTH: f64 = 240.0;

/// One radiograph of the study.
pub(super) struct Exposure {
    pub(super) view: RadiographView,
    /// `L` or `R` of a limb, `None` for the chest.
    pub(super) side: Option<&'static str>,
    /// MONOCHROME1.
    pub(super) inverted: bool,
    /// Series Number and place among the files: every exposure is a series.
    pub(super) series: u32,
    /// Millimetres between pixels, at the detector.
    pub(super) spacing: f64,
    columns: u32,
    rows: u32,
    kilovolts: u32,
    milliamperes: u32,
    milliseconds: u32,
    distance: u32,
}

/// A chest and a knee. One of them, by chance, shows low values white.
pub(super) fn exposures(context: &Context<'_>) -> [(Exposure, Radiograph); 2] {
    let chest_inverted = choose(&mut context.stream("inverted"), &[true, false]).unwrap_or(false);
    [
        Exposure::new(context, RadiographView::Chest, chest_inverted),
        Exposure::new(context, RadiographView::Knee, !chest_inverted),
    ]
}

impl Exposure {
    fn new(context: &Context<'_>, view: RadiographView, inverted: bool) -> (Self, Radiograph) {
        let chest = view == RadiographView::Chest;
        let series = if chest { 1 } else { 2 };
        let mut stream = context.stream(&format!("exposure {series}"));
        let (sizes, width) = if chest { (CHEST_SIZES, CHEST_WIDTH) } else { (LIMB_SIZES, LIMB_WIDTH) };
        let (columns, rows) = choose(&mut stream, sizes).unwrap_or((1024, 1280));
        let options = RadiographOptions { rows, columns, view, inverted };
        let picture = Radiograph::new(context.stream(&format!("pixels {series}")), options);
        let side = (!chest).then(|| picture.side_letter());
        let exposure = Self {
            view,
            side,
            inverted,
            series,
            spacing: (width / f64::from(columns) * 1e4).round() / 1e4,
            columns,
            rows,
            kilovolts: if chest { whole(&mut stream, 110, 125) } else { whole(&mut stream, 56, 66) },
            milliamperes: if chest { 250 } else { 200 },
            milliseconds: if chest { whole(&mut stream, 6, 18) } else { whole(&mut stream, 20, 45) },
            distance: if chest { 1800 } else { 1150 },
        };
        (exposure, picture)
    }

    /// View Position (0018,5101).
    pub(super) fn view_position(&self) -> &'static str {
        if self.view == RadiographView::Chest { "PA" } else { "AP" }
    }

    /// What the general modules say of it.
    pub(super) fn image(&self, sop_class: &'static str, modality: &'static str) -> Image {
        let chest = self.view == RadiographView::Chest;
        let side = if self.side == Some("L") { "left" } else { "right" };
        Image {
            place: self.series,
            series: self.series,
            number: 1,
            sop_class,
            modality,
            image_type: &[],
            study_description: "XR chest and knee",
            series_description: if chest { "Chest PA".to_owned() } else { format!("Knee AP {side}") },
            body_part: if chest { "CHEST" } else { "KNEE" },
            seconds: 60 + 210 * self.series,
        }
    }

    /// Geometry, X-ray generation and window, which both kinds of radiograph name by the same attributes.
    pub(super) fn describe(&self, object: &mut Object, context: &Context<'_>) {
        let micro = self.milliamperes * self.milliseconds;
        set_all(
            object,
            &[
                (tags::PATIENT_ORIENTATION, "L\\F"),
                (tags::VIEW_POSITION, self.view_position()),
                (tags::KVP, &self.kilovolts.to_string()),
                (tags::X_RAY_TUBE_CURRENT, &self.milliamperes.to_string()),
                (tags::EXPOSURE_TIME, &self.milliseconds.to_string()),
                (tags::EXPOSURE, &(micro / 1000).to_string()),
                (tags::EXPOSURE_INU_AS, &micro.to_string()),
                (tags::DISTANCE_SOURCE_TO_DETECTOR, &self.distance.to_string()),
                (tags::DISTANCE_SOURCE_TO_PATIENT, &(self.distance - 60).to_string()),
                (tags::FOCAL_SPOTS, if self.side.is_some() { "0.6" } else { "1.2" }),
                (tags::FILTER_TYPE, "NONE"),
                (tags::IMAGER_PIXEL_SPACING, &decimals(&[self.spacing, self.spacing])),
                (tags::PIXEL_SPACING, &decimals(&[self.spacing, self.spacing])),
                (tags::IRRADIATION_EVENT_UID, &context.uid(&format!("irradiation event {}", self.series))),
                (tags::WINDOW_CENTER, "2048"),
                (tags::WINDOW_WIDTH, "3800"),
            ],
        );
    }

    /// Height and width of the picture in millimetres.
    pub(super) fn dimensions(&self) -> (f64, f64) {
        (f64::from(self.rows) * self.spacing, f64::from(self.columns) * self.spacing)
    }

    /// Dose at the skin in mGy, from tube voltage and load.
    pub(super) fn entrance_dose(&self) -> String {
        let load = f64::from(self.milliamperes * self.milliseconds) / 1000.0;
        let voltage = f64::from(self.kilovolts) / 100.0;
        let metres = f64::from(self.distance) / 1000.0;
        decimal((0.08 * load * voltage * voltage / (metres * metres) * 1e3).round() / 1e3)
    }
}
