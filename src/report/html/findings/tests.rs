//! Packed findings, unpacked again.

use super::*;
use flate2::read::ZlibDecoder;
use std::io::Read;

fn finding(topic: Topic, verdict: Option<Verdict>, direct: bool, patient: &str) -> Finding {
    Finding {
        topic,
        detector: "search".into(),
        verdict,
        patient: patient.into(),
        instance: String::new(),
        plant: String::new(),
        trap: "preamble".into(),
        surface: None,
        kind: None,
        direct,
        moved: false,
        output: format!("{patient}.dcm"),
        seen_at: String::new(),
        form: String::new(),
        evidence: String::new(),
        value: String::new(),
        crop: String::new(),
    }
}

fn packed(most: u64, findings: &[Finding]) -> Packed {
    let mut packer = Packer::with_most(most);
    findings.iter().for_each(|finding| packer.add(finding).unwrap());
    packer.finish().unwrap()
}

/// Outputs of all rows, in the order of the page.
fn outputs(packed: &Packed) -> Vec<String> {
    let mut outputs = Vec::new();
    for block in &packed.blocks {
        let mut text = String::new();
        ZlibDecoder::new(block.packed.as_slice()).read_to_string(&mut text).unwrap();
        let columns: Vec<(Vec<String>, Vec<usize>)> = serde_json::from_str(&text).unwrap();
        let (list, rows) = &columns[2];
        outputs.extend(rows.iter().map(|number| list[*number].clone()));
    }
    outputs
}

fn mixed(count: u64) -> Vec<Finding> {
    let sorts = [
        (Topic::Action, None, false),
        (Topic::Leak, Some(Verdict::Partial), true),
        (Topic::Leak, Some(Verdict::Leaked), false),
        (Topic::Leak, Some(Verdict::Leaked), true),
    ];
    let sort = |number: u64| sorts[number as usize % sorts.len()];
    (0..count)
        .map(|number| {
            let (topic, verdict, direct) = sort(number);
            finding(topic, verdict, direct, &format!("{}-{number}", number as usize % sorts.len()))
        })
        .collect()
}

#[test]
fn rows_stand_worst_first_and_none_is_lost() {
    let found = mixed(40_000);
    let packed = packed(MOST_ROWS, &found);
    let order = outputs(&packed);
    assert_eq!((packed.held, packed.total, order.len()), (40_000, 40_000, 40_000));
    let ranks: Vec<char> = order.iter().map(|output| output.chars().next().unwrap()).collect();
    assert!(ranks.windows(2).all(|pair| pair[0] >= pair[1]));
    let mut sorted = order.clone();
    sorted.sort();
    sorted.dedup();
    assert_eq!(sorted.len(), 40_000);
}

#[test]
fn what_does_not_fit_is_the_least_bad_and_is_counted() {
    let packed = packed(15_000, &mixed(40_000));
    assert_eq!(packed.total, 40_000);
    assert!((10_000..=15_000).contains(&packed.held), "{}", packed.held);
    let order = outputs(&packed);
    assert_eq!(order.len() as u64, packed.held);
    assert_eq!(order.iter().filter(|output| output.starts_with('3')).count(), 10_000);
    assert!(order.iter().all(|output| output.starts_with(['3', '2'])));
}

#[test]
fn no_text_ends_the_element_that_holds_it() {
    let mut one = finding(Topic::Leak, Some(Verdict::Leaked), true, "</script><script>alert(1)</script><!--");
    one.trap = "<!--<script>".into();
    let mut out = Vec::new();
    packed(10, &[one]).write(&mut out).unwrap();
    let text = String::from_utf8(out).unwrap();
    assert_eq!(
        (text.matches("<script").count(), text.matches("</script>").count(), text.matches("<!--").count()),
        (3, 3, 0)
    );
}
