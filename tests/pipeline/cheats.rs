//! Ways to make a value look gone that is still there.

use crate::bench::Bench;
use deidbench::dicom::locus::Locus;
use deidbench::finding::Finding;
use deidbench::finding::Topic;
use deidbench::finding::Verdict;
use deidbench::truth::Kind;
use deidbench::truth::Surface;

#[test]
fn no_other_encoding_hides_a_value() {
    let bench = Bench::usual();
    for word in ["implicit", "deflated", "utf-8", "creatorless", "unknown"] {
        let run = bench.run_with("re-encodes", word, &[]).ended(0);
        let card = run.scorecard();
        // What was planted in the name of a creator is gone with it.
        let gone = |trap: &str| word == "creatorless" && trap == "private-creator-name";
        let hidden: Vec<_> = card.traps.iter().filter(|(trap, row)| !gone(trap) && row.leaked < row.planted).collect();
        assert!(hidden.is_empty(), "{word}: {hidden:?}");
        assert_eq!(card.headline.instances.usable, bench.files(), "{word}");
    }
}

#[test]
fn a_data_set_without_file_meta_information_is_read_and_called_broken() {
    let bench = Bench::usual();
    let card = bench.run_with("re-encodes", "bare", &[]).ended(0).scorecard();
    let gone = |locus: &Locus| matches!(locus, Locus::Meta(..) | Locus::Preamble);
    assert_eq!(card.headline.plants.held, bench.count(|plant| gone(&plant.locus)));
    assert_eq!(card.headline.plants.leaked, bench.count(|plant| !gone(&plant.locus)));
    assert_eq!(card.damage.conformance.instances, bench.files());
}

#[test]
fn a_value_that_went_to_another_tag_convicts_its_identifier_and_no_trap() {
    let bench = Bench::usual();
    let run = bench.run("moves-value").ended(0);
    let card = run.scorecard();
    let patients = &card.headline.patients;
    assert_eq!(patients.leaking, patients.with_plants);
    assert_eq!((card.headline.plants.leaked, card.headline.plants.held), (0, bench.count(|_| true)));
    // What the profile has removed is there, and the identity is not removed as the file says.
    let follows = |finding: &Finding| matches!(finding.topic, Topic::Action | Topic::Claim);
    for finding in run.findings().into_iter().filter(|finding| !follows(finding)) {
        assert_eq!(
            (finding.topic, finding.verdict, finding.kind),
            (Topic::Leak, Some(Verdict::Leaked), Some(Kind::PersonName)),
            "{}",
            run.in_words()
        );
        assert_eq!((finding.moved, finding.seen_at.as_str()), (true, "(0040,0400)"));
    }
}

#[test]
fn dates_moved_by_one_constant_are_not_read_as_the_planted_ones() {
    let bench = Bench::usual();
    let card = bench.run("shifts-dates").ended(0).scorecard();
    assert_eq!(card.headline.plants.leaked, 0);
    let dates = bench.count(|plant| plant.surface == Surface::Date);
    assert_eq!(card.surfaces["date"].planted, dates);
}

/// The verdicts on identifiers that go on disguised in this way.
fn identifiers(word: &str) -> (u64, u64, u64) {
    let run = Bench::usual().run_with("disguises", word, &[]).ended(0);
    let card = run.scorecard();
    assert_eq!(card.headline.plants.leaked, 0, "{word}: nothing is left at its place");
    let identifiers = &card.headline.identifiers;
    (identifiers.leaked, identifiers.partial, identifiers.recoverable)
}

fn patients() -> u64 {
    Bench::usual().patients.iter().filter(|patient| !patient.plants.is_empty()).count() as u64
}

#[test]
fn a_value_that_anybody_can_read_is_leaked_however_it_is_written() {
    for word in ["reordered", "upper", "joined", "longer-word", "number", "third-item", "latin-1"] {
        assert_eq!(identifiers(word), (patients(), 0, 0), "{word}");
    }
}

#[test]
fn a_value_that_is_only_encoded_is_leaked() {
    for word in ["base64", "base64-wide", "base64-twice", "hex", "url", "punctuated"] {
        assert_eq!(identifiers(word), (patients(), 0, 0), "{word}");
    }
}

#[test]
fn a_value_that_is_only_packed_is_leaked() {
    for word in ["gzip", "zlib", "zip"] {
        assert_eq!(identifiers(word), (patients(), 0, 0), "{word}");
    }
}

#[test]
fn a_value_behind_a_plain_digest_is_recoverable() {
    assert_eq!(identifiers("sha-256"), (0, 0, patients()));
}

#[test]
fn a_part_of_a_name_is_partial() {
    for word in ["given", "half"] {
        let (leaked, partial, recoverable) = identifiers(word);
        assert_eq!((leaked, recoverable), (0, 0), "{word}");
        assert!(partial > 0 && partial <= patients(), "{word}");
    }
}

#[test]
fn dates_moved_by_one_constant_for_everybody_are_recoverable() {
    let bench = Bench::usual();
    let card = bench.run("shifts-dates").ended(0).scorecard();
    assert_eq!(card.traps["study-dates"].recoverable, card.traps["study-dates"].planted);
}
