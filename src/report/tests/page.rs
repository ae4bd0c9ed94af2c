//! The page, as far as it can be read without a browser; `tests/browser` opens it in one.

use super::*;
use crate::scorecard::Explanation;
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use flate2::read::ZlibDecoder;
use std::io::Read;

/// What the packed elements of a page hold.
pub(super) fn unpacked(page: &str) -> String {
    let mut text = String::new();
    for element in page.split(r#"class="packed""#).skip(1) {
        let packed =
            element.split_once('>').and_then(|(_, rest)| rest.split_once('<')).map(|(inner, _)| inner).unwrap();
        let mut bytes = Vec::new();
        ZlibDecoder::new(STANDARD.decode(packed).unwrap().as_slice()).read_to_end(&mut bytes).unwrap();
        text += &String::from_utf8_lossy(&bytes);
    }
    text
}

fn page(card: &Scorecard, findings: &dyn Findings) -> String {
    drawn("html", &report(card, findings))
}

#[test]
fn the_page_says_the_verdict_the_figures_and_what_zero_means() {
    let text = page(&halfway(), &findings());
    for words in [
        "<strong>LEAKS:</strong> 3 of 9 patients can be identified",
        "<strong>DAMAGE:</strong> 12 of 40 files",
        "<strong>GATE FAILED:</strong> leak: 3 of 9 patients leak, and none may",
        "3 of 9 (33.3 %)",
        "95 % interval 7.5 % to 78.8 %; 1 patient not fully measured",
        "35 of 40 (87.5 %)",
        "12.3 s",
        "halfway 1.2.3",
        "All 7 findings are in this page.",
        "signal 11",
    ] {
        assert!(text.contains(words), "{words}");
    }
    let text = page(&perfect(), &Vec::new());
    assert!(text.contains("0 of 9: the true rate can still be up to 33.6 %"));
    assert!(
        page(&deleting(), &Vec::new()).contains("nothing came back in which a direct identifier could be looked for")
    );
}

#[test]
fn the_worst_things_are_leaks_and_without_any_damage() {
    let mut card = halfway();
    let comments =
        Explanation { title: "Name in comments".into(), passes: "Empty the comments.".into(), ..Default::default() };
    card.explanations.insert("name-in-comments".into(), comments);
    let text = page(&card, &findings());
    let worst = text.split("<ol class=\"worst\">").nth(1).and_then(|rest| rest.split("</ol>").next()).unwrap();
    assert!(
        worst.contains("The patient&#39;s name can be read") && worst.contains("To pass: Empty the comments."),
        "{worst}"
    );
    assert_eq!(worst.matches("<li>").count(), 3);
    let text = page(&deleting(), &Vec::new());
    let worst = text.split("<ol class=\"worst\">").nth(1).and_then(|rest| rest.split("</ol>").next()).unwrap();
    assert!(worst.contains("40 of 40 files never came back"), "{worst}");
    assert!(!page(&perfect(), &Vec::new()).contains("<ol class=\"worst\">"));
}

#[test]
fn the_page_asks_the_network_for_nothing() {
    let text = page(&halfway(), &findings());
    assert!(text.contains("default-src 'none'"));
    for word in ["http:", "https:", "@import", "url(", "<link", "fetch(", "XMLHttpRequest", "src=\"/", "srcset"] {
        let allowed = text.matches("xmlns=\"http:").count();
        assert_eq!(text.matches(word).count(), if word == "http:" { allowed } else { 0 }, "{word}");
    }
}

#[test]
fn planted_values_are_in_the_page_only_where_they_are_asked_for() {
    let (card, findings) = (halfway(), findings());
    let clear = drawn("html", &Report { show_values: true, ..report(&card, &findings) });
    assert!(unpacked(&clear).contains("Okafor-Lindqvist^Mari"));
    let masked = page(&card, &findings);
    for secret in ["Okafor", "OKAFOR", "Lindqvist", "MX-40391"] {
        assert!(!masked.contains(secret) && !unpacked(&masked).contains(secret), "{secret}");
    }
    assert!(unpacked(&masked).contains("sha256:"));
}

#[test]
fn text_of_strangers_is_never_markup() {
    let (mut card, mut found) = (halfway(), findings());
    let scripts = page(&card, &found).matches("<script").count();
    let hostile = "\"><script>alert(1)</script><img src=x onerror=alert(2)><!-- {{ card }}";
    card.tool.name = hostile.into();
    card.tool.argv = vec![hostile.into()];
    card.invocations[0].ending = hostile.into();
    card.traps.insert(hostile.into(), Row { patients: 1, measured: 1, planted: 1, leaked: 1, ..Default::default() });
    card.explanations.insert(hostile.into(), Explanation { title: hostile.into(), ..Default::default() });
    found[2].output = hostile.into();
    found[2].trap = hostile.into();
    let text = page(&card, &found);
    assert_eq!(text.matches("<script").count(), scripts);
    assert!(!text.contains("<img src=x"));
}

#[test]
fn each_split_of_the_leaks_has_a_plot_and_a_table_and_a_picture_on_request() {
    let mut card = halfway();
    card.hipaa = card.surfaces.clone();
    card.modalities = card.surfaces.clone();
    let text = page(&card, &findings());
    assert_eq!(text.matches("<svg").count(), 4);
    assert_eq!(text.matches("role=\"img\"").count(), 4);
    for name in ["plot-surfaces", "plot-traps", "plot-hipaa", "plot-modalities"] {
        let mut out = Vec::new();
        find(name).unwrap().write(&report(&card, &Vec::new()), &mut out).unwrap();
        let picture = image::load_from_memory(&out).unwrap();
        assert!(picture.width() > 500 && picture.height() > 60, "{name}");
    }
}
