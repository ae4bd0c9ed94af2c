//! Korean names: hanja, and hangul as they are spoken.

use crate::identity::number::Cast;
use crate::identity::script::GroupedName;
use crate::identity::script::draw;
use crate::identity::script::other::Pool;
use crate::identity::script::share;
use crate::seed::Seed;

/// Family names.
const FAMILY: &[(&str, &str)] = &[
    ("金", "김"),
    ("李", "이"),
    ("朴", "박"),
    ("崔", "최"),
    ("鄭", "정"),
    ("姜", "강"),
    ("趙", "조"),
    ("尹", "윤"),
    ("張", "장"),
    ("林", "임"),
    ("韓", "한"),
    ("吳", "오"),
    ("徐", "서"),
    ("申", "신"),
    ("權", "권"),
    ("黃", "황"),
    ("安", "안"),
    ("宋", "송"),
    ("柳", "류"),
    ("洪", "홍"),
    ("高", "고"),
    ("文", "문"),
    ("孫", "손"),
    ("白", "백"),
    ("許", "허"),
    ("南", "남"),
    ("盧", "노"),
    ("河", "하"),
];

/// First syllables of given names.
const FIRST: &[(&str, &str)] = &[
    ("智", "지"),
    ("敏", "민"),
    ("英", "영"),
    ("秀", "수"),
    ("賢", "현"),
    ("東", "동"),
    ("正", "정"),
    ("美", "미"),
    ("京", "경"),
    ("恩", "은"),
    ("在", "재"),
    ("成", "성"),
    ("承", "승"),
    ("俊", "준"),
    ("昌", "창"),
    ("善", "선"),
];

/// Last syllables of given names.
const LAST: &[(&str, &str)] = &[
    ("宇", "우"),
    ("浩", "호"),
    ("熙", "희"),
    ("珍", "진"),
    ("哲", "철"),
    ("勳", "훈"),
    ("煥", "환"),
    ("植", "식"),
    ("源", "원"),
    ("圭", "규"),
    ("錫", "석"),
    ("泰", "태"),
    ("玉", "옥"),
    ("順", "순"),
];

pub(super) fn name(seed: Seed, cast: Cast, index: u64) -> GroupedName {
    let given: Vec<_> =
        share(FIRST, cast).iter().flat_map(|first| LAST.iter().map(move |last| (first, last))).collect();
    let Some((family, (first, last))) = draw(seed, "korean", index, (share(FAMILY, cast), &given)) else {
        return GroupedName::default();
    };
    GroupedName {
        alphabetic: String::new(),
        ideographic: format!("{}^{}{}", family.0, first.0, last.0),
        phonetic: format!("{}^{}{}", family.1, first.1, last.1),
    }
}

/// What patients can be called, in hanja and in hangul.
pub(super) fn pools() -> Vec<Pool> {
    let pool = |write: fn(&(&'static str, &'static str)) -> &'static str| Pool {
        family: share(FAMILY, Cast::Patient).iter().map(|name| write(name).to_owned()).collect(),
        given: share(FIRST, Cast::Patient)
            .iter()
            .flat_map(|first| LAST.iter().map(move |last| format!("{}{}", write(first), write(last))))
            .collect(),
    };
    vec![pool(|name| name.0), pool(|name| name.1)]
}
