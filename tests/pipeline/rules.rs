//! Outputs judged by the policy that is claimed: actions, claims, words, header damage and conformance.

use crate::bench::Bench;
use crate::bench::Run;
use deidbench::dicom::locus::Attribute;
use deidbench::dicom::locus::AttributePath;
use deidbench::dicom::locus::Locus;
use deidbench::dicom::locus::Step;
use deidbench::dicom::scan::Scan;
use deidbench::dicom::tags;
use deidbench::dicom::uids;
use deidbench::finding::Finding;
use deidbench::finding::Topic;
use deidbench::finding::Verdict;
use deidbench::policy;
use deidbench::policy::Action;
use deidbench::policy::Policy;
use deidbench::scorecard::Scorecard;
use deidbench::truth::InstanceRow;
use deidbench::truth::Keep;
use deidbench::truth::KeepKind;
use deidbench::truth::Plant;
use deidbench::truth::Surface;
use std::collections::BTreeMap;
use std::collections::BTreeSet;

/// The tool leaks nothing, so that what it is accused of is something else.
fn assert_clean(card: &Scorecard) {
    let plants = &card.headline.plants;
    assert_eq!((plants.held, plants.not_measured), (plants.planted, 0));
}

/// Number of files that the oracle gives back: all but directories of media.
fn returned() -> u64 {
    let rows = Bench::usual().patients.iter().flat_map(|patient| &patient.instances);
    rows.filter(|row| row.sop_class_uid != uids::MEDIA_STORAGE_DIRECTORY_STORAGE).count() as u64
}

/// Findings of one topic, counted by place and form.
fn counted(run: &Run, topic: Topic) -> BTreeMap<(String, String), u64> {
    let mut counted = BTreeMap::new();
    for Finding { seen_at, form, .. } in run.findings().into_iter().filter(|finding| finding.topic == topic) {
        *counted.entry((seen_at, form)).or_default() += 1;
    }
    counted
}

fn topics(run: &Run) -> BTreeSet<Topic> {
    run.findings().into_iter().map(|finding| finding.topic).collect()
}

fn count(counted: &BTreeMap<(String, String), u64>, place: &str, form: &str) -> u64 {
    counted.get(&(place.to_owned(), form.to_owned())).copied().unwrap_or_default()
}

#[test]
fn an_oracle_meets_every_action_and_says_nothing_false() {
    let card = Bench::usual().run("oracle").ended(0).scorecard();
    assert!(card.actions.len() >= 3, "{:?}", card.actions);
    for (letter, action) in &card.actions {
        assert!(action.checked > 0 && action.met == action.checked, "{letter}: {action:?}");
    }
    for claim in ["identity-removed", "method", "method-codes", "dates", "burned-in"] {
        let claims = &card.claims[claim];
        assert!(claims.checked > 0, "{claim}");
        assert_eq!((claims.untrue, claims.missing), (0, 0), "{claim}");
    }
    assert_eq!(card.damage.conformance.dciodvfy.new_errors, 0);
}

/// Group and element of each step to an attribute, as the table knows them.
fn numbers(steps: &[Step], leaf: &Attribute) -> Vec<(u16, u16)> {
    let number = |attribute: &Attribute| match attribute {
        Attribute::Tag(group, element) => (*group, *element),
        Attribute::Private(group, _, low) => (*group, 0x1000 | u16::from(*low)),
    };
    steps.iter().map(|step| &step.sequence).chain([leaf]).map(number).collect()
}

/// What a copy meets of the basic profile all the same: UIDs of the standard itself stay under `U`, sequences of references
/// stay and their UIDs are counted one by one, and content in which nothing was planted may stand for itself under `D`.
fn met_by_a_copy(run: &Run) -> BTreeMap<String, u64> {
    let bench = Bench::usual();
    let findings = run.findings();
    let leaks = findings.iter().filter(|finding| {
        finding.topic == Topic::Leak && matches!(finding.verdict, Some(Verdict::Leaked | Verdict::Partial))
    });
    let leaks: BTreeSet<(&str, &str)> =
        leaks.map(|finding| (finding.instance.as_str(), finding.seen_at.as_str())).collect();
    let mut met: BTreeMap<String, u64> = BTreeMap::new();
    for row in bench.patients.iter().flat_map(|patient| &patient.instances) {
        let scan = Scan::open(&bench.dataset.join("input").join(&row.path), u64::MAX).unwrap();
        let asked = |steps: &[Step], leaf: &Attribute| {
            let path = numbers(steps, leaf);
            let &(group, element) = path.last().unwrap();
            Policy::basic().asked(policy::row(group, element)?, &row.sop_class_uid, &path)
        };
        let mut sequences: BTreeSet<AttributePath> = BTreeSet::new();
        for element in &scan.elements {
            let AttributePath { steps, leaf } = &element.path;
            for (depth, step) in steps.iter().enumerate() {
                sequences.insert(AttributePath { steps: steps[..depth].to_vec(), leaf: step.sequence.clone() });
            }
            let text = String::from_utf8_lossy(scan.value(element)).into_owned();
            let text = text.trim_matches([' ', '\0']);
            let standard = !text.is_empty() && text.split('\\').all(|uid| uid.starts_with("1.2.840.10008."));
            if standard && asked(steps, leaf).is_some_and(|asked| asked.action == Action::NewUid) {
                *met.entry("U".to_owned()).or_default() += 1;
            }
        }
        for sequence in sequences {
            let Some(asked) = asked(&sequence.steps, &sequence.leaf) else { continue };
            let inside = format!("{sequence}[");
            let clean = !leaks.iter().any(|(instance, place)| *instance == row.instance && place.starts_with(&inside));
            if asked.lists(Action::NewUid) || asked.lists(Action::Replace) && clean {
                *met.entry(asked.action.word().to_owned()).or_default() += 1;
            }
        }
    }
    met
}

#[test]
fn a_copy_meets_no_action_of_the_basic_profile_and_claims_nothing() {
    let run = Bench::usual().run("copy").ended(0);
    let card = run.scorecard();
    let expected = met_by_a_copy(&run);
    for (letter, action) in &card.actions {
        let expected = expected.get(letter).copied().unwrap_or_default();
        assert!(action.checked > expected, "{letter}: {action:?}");
        assert_eq!(action.met, expected, "{letter}: {action:?}");
    }
    let silent = &card.claims["identity-removed"];
    assert_eq!((silent.checked, silent.untrue, silent.missing), (returned(), 0, returned()));
}

#[test]
fn attributes_that_do_not_come_to_their_action_are_named_and_are_no_leak() {
    let bench = Bench::usual();
    let run = bench.run_with("bends-rules", "actions", &["--fail-on", "leak"]).ended(0);
    let card = run.scorecard();
    // Times that stay are leaks only where they were planted.
    for finding in run.findings().iter().filter(|finding| finding.topic != Topic::Action) {
        let planted = finding.topic == Topic::Leak && finding.trap == "table-times";
        assert!(planted, "{finding:?}");
    }
    let accused = counted(&run, Topic::Action);
    let files = returned();
    assert_eq!(count(&accused, "(0008,0030)", "Z asked, kept"), files, "{accused:?}");
    // PET alone requires a Series Time.
    let kept = ["X asked, kept", "D asked, kept"].map(|form| count(&accused, "(0008,0031)", form));
    assert_eq!(kept.iter().sum::<u64>(), files, "{accused:?}");
    assert_eq!(count(&accused, "(0008,103E)", "X asked, replaced"), files, "{accused:?}");
    // Emptying is among the letters of Acquisition Time, and a dummy among those of Content Time.
    assert_eq!(accused.len(), 4, "{accused:?}");
    let unmet: u64 = card.actions.values().map(|action| action.checked - action.met).sum();
    assert_eq!(unmet, 3 * files);
    assert!(run.answer.out.contains("SeriesDescription"), "{}", run.answer.out);
}

#[test]
fn the_policy_of_the_command_line_decides_what_is_asked() {
    let bench = Bench::usual();
    // Times may stay where full dates do; the dates that the oracle emptied should have stayed too.
    let words = ["--policy", "basic", "--option", "retain-long-full-dates"];
    let card = bench.run_with("bends-rules", "actions", &words).ended(0).scorecard();
    let kept = &card.actions["K"];
    let (files, dates) = (returned(), kept.checked);
    assert!(kept.met >= 2 * files && kept.met < dates, "{kept:?}");
    // What should have stayed and is gone is damage, as the same policy sees it.
    assert!(card.damage.header.lost > 0);
    assert_eq!(card.tool.policy, ["basic,retain-long-full-dates"]);
}

#[test]
fn values_that_do_not_fit_are_new_errors_where_the_input_had_none() {
    let bench = Bench::usual();
    let run = bench.run_with("bends-rules", "values", &[]).ended(0);
    let card = run.scorecard();
    assert_clean(&card);
    let files = returned();
    let own: Vec<Finding> = run.findings().into_iter().filter(|finding| finding.detector == "conformance").collect();
    for place in ["(0008,0020)", "(0008,0023)", "(0008,0050)", "(0008,0060)"] {
        let here = own.iter().filter(|finding| finding.seen_at == place).count() as u64;
        assert_eq!(here, files, "{place}: {}", run.in_words());
    }
    let conformance = &card.damage.conformance;
    assert_eq!((conformance.new_errors, conformance.instances), (4 * files, files));
    let second = &conformance.dciodvfy;
    if second.version.is_some() {
        // It can't read what is deflated, nor native samples in fragments.
        let strange =
            [uids::DEFLATED_EXPLICIT_VR_LITTLE_ENDIAN, uids::ENCAPSULATED_UNCOMPRESSED_EXPLICIT_VR_LITTLE_ENDIAN];
        let rows = bench.patients.iter().flat_map(|patient| &patient.instances);
        let left_out = rows.filter(|row| strange.contains(&row.transfer_syntax_uid.as_str())).count() as u64;
        assert_eq!((second.checked, second.instances), (files - left_out, files - left_out));
        assert!(left_out > 0 && second.new_errors >= files - left_out);
    }
    let without = bench.run_with("bends-rules", "values", &["--no-dciodvfy"]).ended(0).scorecard();
    assert_eq!(without.damage.conformance.dciodvfy, Default::default());
    assert_eq!(without.damage.conformance.new_errors, 4 * files);
}

#[test]
fn sequences_that_nobody_asked_to_remove_are_damage() {
    let run = Bench::usual().run_with("bends-rules", "sequences", &[]).ended(0);
    let card = run.scorecard();
    assert_clean(&card);
    assert!(card.damage.header.lost > 0);
    let accused = counted(&run, Topic::HeaderDamage);
    assert!(!accused.is_empty());
    for (place, form) in accused.keys() {
        let known = ["(0008,2218)[0]/", "(0018,6011)[0]/"].iter().any(|sequence| place.starts_with(sequence));
        assert!(known && form == "lost", "{place} {form}");
    }
}

#[test]
fn false_claims_are_told_from_missing_ones() {
    let bench = Bench::usual();
    let run = bench.run_with("bends-rules", "claims", &[]).ended(0);
    let card = run.scorecard();
    assert_clean(&card);
    assert_eq!(topics(&run), BTreeSet::from([Topic::Claim]), "{}", run.in_words());
    let files = returned();
    let direct = |id: &str| bench.count(|plant| plant.instance == id && plant.direct) > 0;
    let instances = bench.patients.iter().flat_map(|patient| &patient.instances);
    let says = |row: &&InstanceRow| row.sop_class_uid != uids::MEDIA_STORAGE_DIRECTORY_STORAGE;
    let planted = instances.filter(says).filter(|row| direct(&row.instance)).count() as u64;
    let pictures = bench.patients.iter().flat_map(|patient| &patient.instances).filter(|row| row.frames > 0);
    let pictures = pictures.count() as u64;
    for (claim, checked, untrue) in [
        ("identity-removed", files, planted),
        ("method-codes", files, files),
        ("dates", files, files),
        ("burned-in", pictures, pictures),
        ("visual-features", files, files),
    ] {
        let claims = &card.claims[claim];
        assert_eq!((claims.checked, claims.untrue, claims.missing), (checked, untrue, 0), "{claim}");
    }
    let silent = bench.run_with("bends-rules", "silence", &[]).ended(0).scorecard();
    for (claim, claims) in &silent.claims {
        assert_eq!((claims.untrue, claims.missing), (0, claims.checked), "{claim}");
    }
    assert!(silent.claims.contains_key("identity-removed") && silent.claims.contains_key("burned-in"));
}

#[test]
fn clean_pixels_are_a_false_claim_where_burned_lines_are_left() {
    let bench = Bench::usual();
    let run = bench.run("header-only").ended(0);
    let burned = |plant: &Plant| plant.surface == Surface::Pixel;
    let with_text = bench.patients.iter().flat_map(|patient| {
        let has = |id: &str| patient.plants.iter().any(|plant| plant.instance == id && burned(plant));
        patient.instances.iter().filter(move |row| has(&row.instance))
    });
    let images = with_text.count() as u64;
    let card = run.scorecard();
    for claim in ["burned-in", "method-codes"] {
        assert_eq!(card.claims[claim].untrue, images, "{claim}");
    }
    assert!(card.claims["identity-removed"].untrue > 0);
    assert_eq!(card.claims["dates"].untrue, 0);
}

#[test]
fn words_are_lost_where_the_claimed_policy_cleans_and_not_where_it_removes() {
    let bench = Bench::usual();
    let cleaning = ["--option", "clean-descriptors"];
    let kept = bench.run_with("cleans-text", "keeps", &cleaning).ended(0);
    let card = kept.scorecard();
    assert_clean(&card);
    assert!(card.damage.keeps.checked > 0);
    assert_eq!(card.damage.keeps.lost, 0, "{}", kept.in_words());
    let scrubbed = bench.run_with("cleans-text", "scrubs", &cleaning).ended(0);
    let keeps = scrubbed.scorecard().damage.keeps;
    assert_eq!(keeps.checked, card.damage.keeps.checked);
    // Counted beside words, and left by this tool: marks in the pixels, and codes, which are no text that is cleaned.
    let is_mark = |keep: &&Keep| keep.kind == KeepKind::Annotation;
    let marks = bench.patients.iter().flat_map(|patient| &patient.keeps).filter(is_mark).count();
    let image_type = Locus::Attribute(tags::IMAGE_TYPE.into());
    let plants = bench.patients.iter().flat_map(|patient| &patient.plants);
    let among_codes = plants.filter(|plant| plant.locus == image_type && !plant.context.is_empty());
    let codes = among_codes.map(|plant| &plant.instance).collect::<BTreeSet<_>>().len();
    let left = (marks + codes) as u64;
    assert_eq!((keeps.lost, codes > 0), (keeps.checked - left, true), "{keeps:?}");
    let removed = bench.run_with("cleans-text", "scrubs", &[]).ended(0).scorecard().damage.keeps;
    // Attributes that the table does not list are kept under every policy, and so are their words.
    assert_eq!(removed.lost, removed.checked - left, "{removed:?}");
    assert!(removed.lost > 0 && removed.lost < keeps.lost, "{} of {}", removed.lost, keeps.lost);
}
