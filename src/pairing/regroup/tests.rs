//! Splits and merges of a made dataset, and look-alikes that must stay apart.

use super::*;
use crate::pairing::tests::answers;
use crate::pairing::tests::dataset;
use crate::pairing::tests::inputs;
use crate::pairing::tests::put;
use crate::pairing::tests::redacted;
use crate::pairing::tests::renamed;
use std::collections::BTreeMap;

/// The answers after regrouping, and what was regrouped.
fn regrouped(output: &Path, into: &Path) -> (BTreeMap<String, String>, Pairing, Regrouped) {
    let dataset = &dataset().1;
    let request = Request::new(output);
    let before = Pairing::new(dataset, &request).expect("a pairing");
    let found = regroup(dataset, &request, &before, into).expect("regrouped");
    if found.is_empty() {
        return (answers(&before), before, found);
    }
    let mut after = Pairing::new(dataset, &Request::new(into)).expect("a pairing");
    found.explain(&mut after);
    (answers(&after), after, found)
}

/// Every frame of a file in a file of its own, with a UID and an instance number of its own.
fn split(bytes: Vec<u8>) -> Vec<Vec<u8>> {
    let scan = Scan::parse(bytes, u64::MAX).expect("a scan");
    let host = Host::of(&scan).expect("a host");
    let frames = 0..number(&scan) as usize;
    frames.map(|frame| host.with(&[host.frame(frame).expect("a frame")]).expect("a file")).collect()
}

fn number(scan: &Scan) -> u32 {
    frames::number(scan)
}

#[test]
fn a_file_with_its_own_frames_is_the_file() {
    for input in inputs() {
        let scan = Scan::parse(input.bytes.clone(), u64::MAX).expect("a scan");
        let Some(host) = Host::of(&scan) else { continue };
        let all = (0..number(&scan) as usize).map(|frame| host.frame(frame)).collect::<Option<Vec<_>>>();
        assert!(host.with(&all.expect("frames")).expect("a file") == input.bytes, "{}", input.path);
    }
}

#[test]
fn frames_of_a_cine_are_joined_to_answer_it_whether_redacted_or_not() {
    for redact in [false, true] {
        let root = tempfile::tempdir().expect("a folder");
        let (output, into) = (root.path().join("out"), root.path().join("opened"));
        let mut cines = Vec::new();
        for (index, input) in inputs().iter().enumerate() {
            let bytes = if redact { redacted(input, renamed(input)) } else { renamed(input) };
            if input.key.geometry.frames > 1 {
                cines.push(input.path.clone());
                // Behind each other in no order that says anything.
                for (frame, part) in split(bytes).into_iter().enumerate() {
                    put(&output, &format!("x{index}/{:04}", (frame * 7919) % 9973), &part);
                }
            } else {
                put(&output, &format!("y/{index}"), &bytes);
            }
        }
        assert!(!cines.is_empty());
        let (found, pairing, what) = regrouped(&output, &into);
        assert_eq!((what.joined, what.split), (cines.len() as u64, 0), "redacted: {redact}");
        let told = pairing.pairs.iter().filter(|pair| pair.note.contains("put together from")).count();
        assert_eq!(told, cines.len());
        for input in inputs() {
            let answer = found.get(&input.path).expect("an answer");
            let scan = Scan::open(&into.join(answer), u64::MAX).expect("a file");
            assert_eq!(number(&scan), input.key.geometry.frames, "{answer}, redacted: {redact}");
            assert_eq!(answer.starts_with("joined/"), cines.contains(&input.path), "{answer}");
        }
        // The parts stay in the search, and answer nothing.
        assert!(pairing.unpaired_outputs.is_empty() && pairing.doubled.is_empty());
        assert!(pairing.side_files.iter().all(|file| file.lossy().ends_with(PART)));
        if !redact {
            let equal = |pair: &crate::pairing::Pair| pair.evidence.contains(&crate::pairing::Evidence::EqualPixels);
            assert!(pairing.pairs.iter().filter(|pair| cines.contains(&pair.input)).all(equal));
        }
    }
}

#[test]
fn slices_in_one_file_are_split_to_answer_each() {
    let root = tempfile::tempdir().expect("a folder");
    let (output, into) = (root.path().join("out"), root.path().join("opened"));
    let mut series: BTreeMap<(u32, String, u32, u32), Vec<usize>> = BTreeMap::new();
    let inputs = inputs();
    for (index, input) in inputs.iter().enumerate().filter(|(_, input)| input.key.geometry.frames == 1) {
        let geometry = &input.key.geometry;
        let place = (input.key.patient, geometry.series_number.clone(), geometry.rows, geometry.columns);
        series.entry(place).or_default().push(index);
    }
    let merged: Vec<usize> = series.into_values().find(|slices| slices.len() > 2).expect("a series");
    let scans: Vec<Scan> =
        merged.iter().map(|index| Scan::parse(renamed(&inputs[*index]), u64::MAX).expect("a scan")).collect();
    let hosts: Vec<Host<'_>> = scans.iter().map(|scan| Host::of(scan).expect("a host")).collect();
    let pieces: Vec<Vec<&[u8]>> = hosts.iter().map(|host| host.frame(0).expect("a frame")).collect();
    put(&output, "all.dcm", &hosts[0].with(&pieces).expect("a file"));
    for (index, input) in inputs.iter().enumerate().filter(|(index, _)| !merged.contains(index)) {
        put(&output, &format!("{index}.dcm"), &renamed(input));
    }
    let (found, pairing, what) = regrouped(&output, &into);
    assert_eq!((what.joined, what.split), (0, 1));
    assert!(pairing.pairs.iter().any(|pair| pair.note.ends_with("taken as frame 1 out of `all.dcm`")));
    for (frame, index) in (1..).zip(&merged) {
        let expected = format!("split/000001/{frame:06}.dcm");
        assert_eq!(found.get(&inputs[*index].path), Some(&expected), "{}", inputs[*index].path);
    }
    assert_eq!(found.len(), inputs.len());
    assert!(pairing.unpaired_outputs.is_empty() && !into.join("all.dcm").exists());
}

#[test]
fn copies_lost_files_and_foreign_cines_are_left_alone() {
    let root = tempfile::tempdir().expect("a folder");
    let (output, into) = (root.path().join("out"), root.path().join("opened"));
    let inputs = inputs();
    let (cine, stills): (Vec<_>, Vec<_>) = inputs.iter().partition(|input| input.key.geometry.frames > 1);
    // A cine whose every frame is another picture than any input: white noise.
    let first = cine.first().expect("a cine");
    let scan = Scan::parse(renamed(first), u64::MAX).expect("a scan");
    let host = Host::of(&scan).expect("a host");
    let mut state = 1u32;
    let noise: Vec<Vec<u8>> = (0..number(&scan) as usize)
        .map(|frame| {
            let length = host.frame(frame).expect("a frame").concat().len();
            let mut next = || {
                state = state.wrapping_mul(1_664_525).wrapping_add(1_013_904_223);
                (state >> 24) as u8
            };
            (0..length).map(|_| next()).collect()
        })
        .collect();
    let pieces: Vec<Vec<&[u8]>> = noise.iter().map(|frame| vec![frame.as_slice()]).collect();
    put(&output, "noise.dcm", &host.with(&pieces).expect("a file"));
    for part in noise.iter().take(3).enumerate() {
        put(&output, &format!("n{}.dcm", part.0), &host.with(&[vec![part.1.as_slice()]]).expect("a file"));
    }
    for input in stills.iter().skip(2) {
        put(&output, &input.path, &input.bytes);
    }
    let (_, _, what) = regrouped(&output, &into);
    assert_eq!(what, Regrouped::default());
    assert!(!into.exists());
}

#[test]
fn a_folder_of_the_tool_with_the_name_of_ours_keeps_its_files() {
    let root = tempfile::tempdir().expect("a folder");
    let (output, into) = (root.path().join("out"), root.path().join("opened"));
    let inputs = inputs();
    let cine = inputs.iter().find(|input| input.key.geometry.frames > 1).expect("a cine");
    let still = inputs.iter().find(|input| input.key.geometry.frames == 1).expect("a still");
    put(&output, "joined/000001.dcm", &renamed(still));
    for (frame, part) in split(renamed(cine)).into_iter().enumerate() {
        put(&output, &format!("{frame}.dcm"), &part);
    }
    let (found, _, what) = regrouped(&output, &into);
    assert_eq!(what.joined, 1);
    assert_eq!(found.get(&still.path).map(String::as_str), Some("joined/000001.dcm"));
    assert_eq!(found.get(&cine.path).map(String::as_str), Some("joined-2/000001.dcm"));
    // The tool's own output is as it was.
    assert!(fs::read(output.join("joined/000001.dcm")).expect("read") == renamed(still));
    assert_eq!(fs::read_dir(&output).expect("a folder").count(), 1 + cine.key.geometry.frames as usize);
}
