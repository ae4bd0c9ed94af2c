//! The reader: Tesseract, from the system's library.

use crate::detectors::ocr::Grey;
use std::cell::OnceCell;
use std::sync::OnceLock;
use tesseract_rs::TessPageSegMode;
use tesseract_rs::TesseractAPI;

/// The only language that is asked for: names in other scripts are judged by their ink.
const LANGUAGE: &str = "eng";
/// Dots per inch that a picture is said to have, so that the library does not guess and complain.
const RESOLUTION: i32 = 300;

thread_local! {
    static HANDLE: OnceCell<Option<TesseractAPI>> = const { OnceCell::new() };
}

pub(super) fn problem() -> Option<&'static str> {
    static PROBLEM: OnceLock<Option<&'static str>> = OnceLock::new();
    *PROBLEM.get_or_init(|| {
        let missing = "Tesseract finds no data for English (Debian: tesseract-ocr-eng)";
        with_handle(|_| ()).is_none().then_some(missing)
    })
}

pub(super) fn version() -> String {
    format!("Tesseract {}", TesseractAPI::version())
}

pub(super) fn read(line: &Grey) -> Option<String> {
    let (width, height) = (i32::try_from(line.width).ok()?, i32::try_from(line.height).ok()?);
    with_handle(|api| {
        api.set_image(&line.levels, width, height, 1, width).ok()?;
        api.set_source_resolution(RESOLUTION).ok()?;
        api.get_utf8_text().ok()
    })?
}

/// Lends this thread's handle; `None` where there is none.
fn with_handle<T>(job: impl FnOnce(&TesseractAPI) -> T) -> Option<T> {
    HANDLE.with(|handle| handle.get_or_init(new_handle).as_ref().map(job))
}

fn new_handle() -> Option<TesseractAPI> {
    let api = TesseractAPI::new();
    // An empty path lets the library look where TESSDATA_PREFIX or its makers say.
    api.init("", LANGUAGE).ok()?;
    api.set_page_seg_mode(TessPageSegMode::PSM_SINGLE_LINE).ok()?;
    // Both polarities are offered, so the library need not try them.
    api.set_variable("tessedit_do_invert", "0").ok()?;
    api.set_variable("debug_file", "/dev/null").ok()?;
    Some(api)
}
