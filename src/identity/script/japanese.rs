//! Japanese names: romanised, in kanji, and as they are read.

use crate::identity::number::Cast;
use crate::identity::script::GroupedName;
use crate::identity::script::draw;
use crate::identity::script::other::Pool;
use crate::identity::script::share;
use crate::seed::Seed;

/// Family names with five Latin letters or more; none is an eponym of medicine. They are short, because the three groups
/// of a name together fill no more than 64 bytes where a checker counts those.
const FAMILY: &[(&str, &str, &str)] = &[
    ("Yamada", "山田", "やまだ"),
    ("Tanaka", "田中", "たなか"),
    ("Yoshida", "吉田", "よしだ"),
    ("Shimizu", "清水", "しみず"),
    ("Fujita", "藤田", "ふじた"),
    ("Okada", "岡田", "おかだ"),
    ("Fukuda", "福田", "ふくだ"),
    ("Matsuda", "松田", "まつだ"),
    ("Tamura", "田村", "たむら"),
    ("Kaneko", "金子", "かねこ"),
    ("Ishida", "石田", "いしだ"),
    ("Morita", "森田", "もりた"),
    ("Shibata", "柴田", "しばた"),
    ("Uchida", "内田", "うちだ"),
    ("Takagi", "高木", "たかぎ"),
    ("Miyata", "宮田", "みやた"),
    ("Kitano", "北野", "きたの"),
    ("Kawada", "川田", "かわだ"),
    ("Nagata", "永田", "ながた"),
    ("Sugita", "杉田", "すぎた"),
    ("Terada", "寺田", "てらだ"),
    ("Hirata", "平田", "ひらた"),
    ("Hirano", "平野", "ひらの"),
    ("Ogata", "尾形", "おがた"),
    ("Nomura", "野村", "のむら"),
    ("Sawada", "沢田", "さわだ"),
    ("Asano", "浅野", "あさの"),
    ("Araki", "荒木", "あらき"),
    ("Komori", "小森", "こもり"),
    ("Nakata", "中田", "なかた"),
    ("Nagano", "永野", "ながの"),
    ("Yasuda", "安田", "やすだ"),
    ("Sakata", "坂田", "さかた"),
    ("Katano", "片野", "かたの"),
    ("Mizuno", "水野", "みずの"),
    ("Kubota", "久保田", "くぼた"),
    ("Iwata", "岩田", "いわた"),
    ("Matano", "俣野", "またの"),
    ("Kurata", "倉田", "くらた"),
    ("Maruta", "丸田", "まるた"),
    ("Kitada", "北田", "きただ"),
    ("Nishida", "西田", "にしだ"),
    ("Murata", "村田", "むらた"),
];

/// First characters of given names.
const FIRST: &[(&str, &str, &str)] = &[
    ("Ken", "健", "けん"),
    ("Yuu", "雄", "ゆう"),
    ("Dai", "大", "だい"),
    ("Shou", "翔", "しょう"),
    ("Nao", "直", "なお"),
    ("Kazu", "和", "かず"),
    ("Masa", "正", "まさ"),
    ("Nobu", "信", "のぶ"),
    ("Yoshi", "義", "よし"),
    ("Hide", "英", "ひで"),
    ("Yasu", "康", "やす"),
    ("Taka", "隆", "たか"),
    ("Hiro", "弘", "ひろ"),
    ("Toshi", "敏", "とし"),
    ("Mitsu", "光", "みつ"),
    ("Aki", "明", "あき"),
    ("Tomo", "智", "とも"),
    ("Haru", "春", "はる"),
];

/// Last characters of given names.
const LAST: &[(&str, &str, &str)] = &[
    ("ko", "子", "こ"),
    ("mi", "美", "み"),
    ("ki", "樹", "き"),
    ("to", "人", "と"),
    ("ka", "香", "か"),
    ("yo", "代", "よ"),
    ("e", "江", "え"),
    ("o", "夫", "お"),
    ("ya", "也", "や"),
    ("shi", "志", "し"),
    ("ji", "司", "じ"),
];

pub(super) fn name(seed: Seed, cast: Cast, index: u64) -> GroupedName {
    // A given name is one of both lists; the pairs of family and given names are what must not repeat.
    let given: Vec<_> =
        share(FIRST, cast).iter().flat_map(|first| LAST.iter().map(move |last| (first, last))).collect();
    let Some((family, (first, last))) = draw(seed, "japanese", index, (share(FAMILY, cast), &given)) else {
        return GroupedName::default();
    };
    GroupedName {
        alphabetic: format!("{}^{}{}", family.0, first.0, last.0),
        ideographic: format!("{}^{}{}", family.1, first.1, last.1),
        phonetic: format!("{}^{}{}", family.2, first.2, last.2),
    }
}

/// Hiragana and their half-width katakana, in the order of the syllabary. A voiced sign is a letter of its own there.
const KANA: &[(&str, &str)] = &[
    ("あいうえお", "ｱｲｳｴｵ"),
    ("かきくけこ", "ｶｷｸｹｺ"),
    ("さしすせそ", "ｻｼｽｾｿ"),
    ("たちつてと", "ﾀﾁﾂﾃﾄ"),
    ("なにぬねの", "ﾅﾆﾇﾈﾉ"),
    ("はひふへほ", "ﾊﾋﾌﾍﾎ"),
    ("まみむめも", "ﾏﾐﾑﾒﾓ"),
    ("やゆよゃゅょっ", "ﾔﾕﾖｬｭｮｯ"),
    ("らりるれろ", "ﾗﾘﾙﾚﾛ"),
    ("わをん", "ﾜｦﾝ"),
];
const VOICED: &[(&str, &str)] =
    &[("がぎぐげご", "ｶｷｸｹｺ"), ("ざじずぜぞ", "ｻｼｽｾｿ"), ("だぢづでど", "ﾀﾁﾂﾃﾄ"), ("ばびぶべぼ", "ﾊﾋﾌﾍﾎ")];

/// Hiragana in half-width katakana; all else stays.
pub(super) fn half_width(hiragana: &str) -> String {
    let find = |rows: &[(&'static str, &'static str)], letter: char| {
        rows.iter().find_map(|(from, to)| {
            let at = from.chars().position(|known| known == letter)?;
            to.chars().nth(at)
        })
    };
    let mut written = String::new();
    for letter in hiragana.chars() {
        match (find(KANA, letter), find(VOICED, letter)) {
            (Some(plain), _) => written.push(plain),
            (None, Some(voiced)) => written.extend([voiced, 'ﾞ']),
            (None, None) => written.push(letter),
        }
    }
    written
}

/// What patients can be called, in kanji and in hiragana.
pub(super) fn pools() -> Vec<Pool> {
    let pool = |write: fn(&(&'static str, &'static str, &'static str)) -> &'static str| Pool {
        family: share(FAMILY, Cast::Patient).iter().map(|name| write(name).to_owned()).collect(),
        given: share(FIRST, Cast::Patient)
            .iter()
            .flat_map(|first| LAST.iter().map(move |last| format!("{}{}", write(first), write(last))))
            .collect(),
    };
    vec![pool(|name| name.1), pool(|name| name.2)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_voiced_syllable_takes_two_half_width_letters() {
        assert_eq!(half_width("やまだ^たろう"), "ﾔﾏﾀﾞ^ﾀﾛｳ");
        assert_eq!(half_width("しょう"), "ｼｮｳ");
    }

    #[test]
    fn every_reading_can_be_written_in_katakana() {
        for (_, _, reading) in FAMILY.iter().chain(FIRST).chain(LAST) {
            assert!(half_width(reading).chars().all(|letter| ('｡'..='ﾟ').contains(&letter)), "{reading}");
        }
    }
}
