use super::*;

const META: &str = "meta:(0002,0003)";
const SOP: &str = "(0008,0018)";
const SERIES: &str = "(0020,000E)";
const STUDY: &str = "(0020,000D)";
const REFERENCE: &str = "(0008,1140)[0]/(0008,1155)";

fn place((file, place, old, new): (usize, &str, &str, &str)) -> UidPlace {
    UidPlace { file, place: place.parse().unwrap(), old: format!("1.2.3.{old}"), new: format!("2.25.{new}") }
}

/// Two images of a series, and one of another that refers to the first.
fn study() -> Vec<UidPlace> {
    [
        (0, META, "10", "1010"),
        (0, SOP, "10", "1010"),
        (0, SERIES, "20", "1020"),
        (0, STUDY, "30", "1030"),
        (1, META, "11", "1011"),
        (1, SOP, "11", "1011"),
        (1, SERIES, "20", "1020"),
        (1, STUDY, "30", "1030"),
        (2, SOP, "12", "1012"),
        (2, SERIES, "21", "1021"),
        (2, STUDY, "30", "1030"),
        (2, REFERENCE, "10", "1010"),
    ]
    .map(place)
    .into()
}

/// The study with these places changed to a UID; gives forms and places of what is broken.
fn broken(changes: &[(usize, &str, &str)]) -> Vec<(&'static str, String)> {
    let mut places = study();
    for (file, at, new) in changes {
        let found = places.iter_mut().find(|place| place.file == *file && place.place.to_string() == *at);
        found.unwrap().new = (*new).to_owned();
    }
    let (tested, _) = check(&places);
    tested.broken.into_iter().map(|link| (link.form, format!("{} {}", link.file, link.place))).collect()
}

#[test]
fn uids_that_are_replaced_alike_keep_every_link() {
    let places = study();
    let (tested, own) = check(&places);
    // Ten places whose original stands elsewhere too, six originals that stay apart, six new UIDs that are valid.
    assert_eq!((tested.checked, tested.broken), (10 + 6 + 6, vec![]));
    assert_eq!(own.len(), 6);
    let unchanged: Vec<UidPlace> =
        places.into_iter().map(|place| UidPlace { new: place.old.clone(), ..place }).collect();
    assert_eq!(check(&unchanged).0.broken, vec![]);
}

#[test]
fn a_link_is_broken_where_the_same_original_became_another_uid() {
    for (file, at, new, form) in [
        (0, META, "2.25.5", "file meta"),
        (0, META, "1.2.3.10", "file meta"),
        (2, REFERENCE, "1.2.3.10", "not replaced"),
        (2, REFERENCE, "2.25.5", "points nowhere"),
        (2, REFERENCE, "2.25.1011", "points nowhere"),
        (1, SERIES, "2.25.5", "torn apart"),
        (2, STUDY, "2.25.5", "torn apart"),
        (2, STUDY, "1.2.3.30", "not replaced"),
    ] {
        let expected =
            if at == SERIES { vec![(form, format!("1 {at}"))] } else { vec![(form, format!("{file} {at}"))] };
        assert_eq!(broken(&[(file, at, new)]), expected, "{at} {new}");
    }
}

#[test]
fn two_originals_with_one_new_uid_are_merged() {
    let merged = broken(&[(2, SERIES, "2.25.1020")]);
    assert_eq!(merged, [("merged", format!("0 {SERIES}")), ("merged", format!("2 {SERIES}"))]);
    let merged = broken(&[(2, SOP, "2.25.1011")]);
    assert_eq!(
        merged,
        [("merged", format!("1 {SOP}")), ("merged", format!("2 {SOP}"))].map(|(form, at)| {
            // The file meta information of the second image stands first.
            (form, at.replace(&format!("1 {SOP}"), &format!("1 {META}")))
        })
    );
}

#[test]
fn a_new_uid_that_breaks_the_rules_is_named_once() {
    let changes = [(2, SERIES, "1.2.840.10008.99.1")];
    assert_eq!(broken(&changes), [("invalid", format!("2 {SERIES}"))]);
    let twice = [(0, STUDY, "2.25.01"), (1, STUDY, "2.25.01"), (2, STUDY, "2.25.01")];
    assert_eq!(broken(&twice), [("invalid", format!("0 {STUDY}"))]);
}

#[test]
fn uids_of_the_standard_itself_stay() {
    let class = |new: &str| UidPlace {
        file: 0,
        place: "(0008,0016)".parse().unwrap(),
        old: "1.2.840.10008.5.1.4.1.1.2".into(),
        new: new.into(),
    };
    assert_eq!(check(&[class("1.2.840.10008.5.1.4.1.1.2")]).0.counts().broken, 0);
    assert_eq!(check(&[class("1.2.840.10008.5.1.4.1.1.7")]).0.counts().broken, 0);
    let changed = [class("2.25.7")];
    let (tested, own) = check(&changed);
    assert_eq!((tested.broken[0].form, own.len()), ("standard UID changed", 0));
}
