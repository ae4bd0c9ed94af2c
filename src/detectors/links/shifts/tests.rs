use super::*;

const STUDY: &str = "(0008,0020)";
const SERIES: &str = "(0008,0021)";
const TIME: &str = "(0008,0030)";
const SERIES_TIME: &str = "(0008,0031)";
const BIRTH: &str = "(0010,0030)";
const PRIVATE: &str = "(0019,\"ACME\",10)";
const MARCH_4: i64 = 17_959;

fn step(place: &str, before: i64, after: After) -> Move {
    let unit = if [TIME, SERIES_TIME].contains(&place) { Unit::Second } else { Unit::Day };
    let role = match place {
        BIRTH => Role::Free,
        PRIVATE => Role::Loose,
        _ => Role::Listed,
    };
    Move { file: 0, place: place.parse().unwrap(), unit, before, after, role }
}

fn moved_by(place: &str, before: i64, by: i64) -> Move {
    step(place, before, After::At(before + by))
}

/// Checked and the broken places with their forms.
fn tested(moves: &[Move], modified: bool) -> (u64, Vec<(String, &'static str)>) {
    let tested = Shifts::new(moves, &Constants::default()).test(modified);
    (tested.checked, tested.broken.into_iter().map(|link| (link.place.to_string(), link.form)).collect())
}

fn offset(moves: &[Move]) -> Option<i64> {
    Shifts::new(moves, &Constants::default()).offset
}

#[test]
fn dates_that_move_together_keep_their_intervals() {
    let moves = [
        moved_by(STUDY, MARCH_4, -77),
        moved_by(SERIES, MARCH_4 + 1, -77),
        moved_by(PRIVATE, MARCH_4 - 40, -77),
        step(BIRTH, 3000, After::Gone),
        moved_by(TIME, 50_000, 0),
        moved_by(SERIES_TIME, 50_060, 0),
    ];
    assert_eq!((tested(&moves, false), offset(&moves)), ((5, vec![]), Some(-77)));
    assert_eq!(tested(&moves, true), (5, vec![]));
}

#[test]
fn a_date_that_moves_otherwise_breaks_its_intervals() {
    for by in [0, -76, 400] {
        let moves = [moved_by(STUDY, MARCH_4, -77), moved_by(SERIES, MARCH_4 + 1, -77), moved_by(PRIVATE, MARCH_4, by)];
        assert_eq!(tested(&moves, false), (3, vec![(PRIVATE.into(), "uneven")]), "{by}");
    }
    // The profile lets a tool do with the day of birth what it likes.
    let moves = [moved_by(STUDY, MARCH_4, -77), moved_by(SERIES, MARCH_4 + 1, -77), moved_by(BIRTH, 3000, 5)];
    assert_eq!(tested(&moves, false), (2, vec![]));
}

#[test]
fn any_date_for_each_is_a_removal_and_breaks_only_what_is_claimed() {
    let moves = [moved_by(STUDY, MARCH_4, -77), moved_by(SERIES, MARCH_4, -99), moved_by(PRIVATE, MARCH_4 + 2, 1234)];
    assert_eq!(tested(&moves, false), (0, vec![]));
    assert_eq!(tested(&moves, true), (3, vec![(SERIES.into(), "uneven"), (PRIVATE.into(), "uneven")]));
    let with_kept = [moves[0].clone(), moved_by(SERIES, MARCH_4, 0), moved_by(PRIVATE, MARCH_4 + 1, 0)];
    assert_eq!(tested(&with_kept, false), (2, vec![]));
    assert_eq!(tested(&with_kept, true), (3, vec![(STUDY.into(), "uneven")]));
}

#[test]
fn what_is_left_as_it_is_keeps_its_intervals_and_has_no_offset() {
    let moves = [moved_by(STUDY, MARCH_4, 0), moved_by(SERIES, MARCH_4, 0)];
    assert_eq!((tested(&moves, false), offset(&moves)), ((2, vec![]), Some(0)));
}

#[test]
fn a_constant_is_a_removal_and_breaks_only_what_is_claimed() {
    let to = After::At(20_000);
    let moves = [step(STUDY, MARCH_4, to), step(SERIES, MARCH_4 + 1, to)];
    assert_eq!((tested(&moves, false), offset(&moves)), ((0, vec![]), None));
    assert_eq!(tested(&moves, true), (2, vec![(STUDY.into(), "constant"), (SERIES.into(), "constant")]));
    let dummy = [step(STUDY, MARCH_4, After::At(-25_567)), step(SERIES, MARCH_4, After::At(0))];
    assert_eq!((tested(&dummy, false), offset(&dummy)), ((0, vec![]), None));
    let known = Constants { days: [20_000].into(), times: [3600].into() };
    let moves = [step(STUDY, MARCH_4, to), step(TIME, 50_000, After::At(3600))];
    assert_eq!(Shifts::new(&moves, &known).test(false).checked, 0);
}

#[test]
fn a_date_that_is_gone_or_coarser_breaks_only_what_is_claimed() {
    // The first of March, and the first of January.
    for (after, form) in
        [(After::Gone, "removed"), (After::At(MARCH_4 - 3), "coarser"), (After::At(MARCH_4 - 62), "coarser")]
    {
        let moves = [step(STUDY, MARCH_4, after)];
        assert_eq!(tested(&moves, false), (0, vec![]));
        assert_eq!(tested(&moves, true), (1, vec![(STUDY.into(), form)]));
    }
}

#[test]
fn what_is_no_date_any_more_is_broken_under_every_policy() {
    for place in [STUDY, BIRTH, TIME] {
        for modified in [false, true] {
            let moves = [step(place, MARCH_4, After::Invalid)];
            assert_eq!(tested(&moves, modified), (1, vec![(place.into(), "invalid")]));
        }
    }
}

#[test]
fn a_clock_that_moves_takes_dates_near_midnight_along() {
    let hours = 3 * 3600;
    let moves = [
        moved_by(STUDY, MARCH_4, 100),
        moved_by(SERIES, MARCH_4, 101),
        step(TIME, 50_000, After::At(50_000 + hours)),
        step(SERIES_TIME, 80_000, After::At(80_000 + hours - DAY)),
    ];
    assert_eq!(tested(&moves, true), (4, vec![]));
    let still = [moved_by(STUDY, MARCH_4, 100), moved_by(SERIES, MARCH_4, 101), moved_by(TIME, 50_000, 0)];
    assert_eq!(tested(&still, true).1.len(), 1);
}

#[test]
fn times_that_move_apart_are_broken() {
    let moves = [moved_by(TIME, 50_000, 0), step(SERIES_TIME, 50_060, After::At(61))];
    assert_eq!(tested(&moves, true).1.len(), 1);
    let moves = [moved_by(TIME, 50_000, 60), moved_by(TIME, 50_100, 60), moved_by(SERIES_TIME, 50_200, 0)];
    assert_eq!(tested(&moves, false).1, [(SERIES_TIME.into(), "uneven")]);
}

#[test]
fn an_anchor_for_everybody_is_a_date_like_the_others() {
    let anchor = 10_957;
    let moves = [
        step(STUDY, MARCH_4, After::At(anchor)),
        moved_by(SERIES, MARCH_4 + 9, anchor - MARCH_4),
        moved_by(PRIVATE, MARCH_4 - 9, anchor - MARCH_4),
    ];
    assert_eq!((tested(&moves, true), offset(&moves)), ((3, vec![]), Some(anchor - MARCH_4)));
}

#[test]
fn a_constant_that_lies_as_far_away_as_two_dates_moved_is_still_a_constant() {
    let constant = 10_957;
    let mut moves: Vec<Move> = (0..4).map(|date| step(SERIES, MARCH_4 + 10 * date, After::At(constant))).collect();
    let by = constant - MARCH_4;
    moves.extend([moved_by(STUDY, MARCH_4 - 3, by), moved_by(PRIVATE, MARCH_4 - 9, by)]);
    let (_, broken) = tested(&moves, false);
    assert_eq!(broken, []);
}

#[test]
fn two_of_many_dates_that_went_equally_far_by_chance_are_no_shift() {
    let mut moves: Vec<Move> = (0..12).map(|date| moved_by(SERIES, MARCH_4 + date, 500 + 17 * date)).collect();
    moves.push(moved_by(STUDY, MARCH_4 - 3, 500));
    assert_eq!(tested(&moves, false).1, []);
    let together: Vec<Move> = (0..4).map(|date| moved_by(SERIES, MARCH_4 + date, 500)).collect();
    moves.extend(together);
    assert!(!tested(&moves, false).1.is_empty());
}
