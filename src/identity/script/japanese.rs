//! Japanese names: romanised, in kanji, and as they are read.

use crate::identity::number::Cast;
use crate::identity::script::GroupedName;
use crate::identity::script::draw;
use crate::identity::script::share;
use crate::seed::Seed;

/// Family names with five Latin letters or more; none is an eponym of medicine.
const FAMILY: &[(&str, &str, &str)] = &[
    ("Yamada", "山田", "やまだ"),
    ("Suzuki", "鈴木", "すずき"),
    ("Takahashi", "高橋", "たかはし"),
    ("Tanaka", "田中", "たなか"),
    ("Watanabe", "渡辺", "わたなべ"),
    ("Nakamura", "中村", "なかむら"),
    ("Kobayashi", "小林", "こばやし"),
    ("Yoshida", "吉田", "よしだ"),
    ("Sasaki", "佐々木", "ささき"),
    ("Yamaguchi", "山口", "やまぐち"),
    ("Matsumoto", "松本", "まつもと"),
    ("Kimura", "木村", "きむら"),
    ("Shimizu", "清水", "しみず"),
    ("Yamazaki", "山崎", "やまざき"),
    ("Ishikawa", "石川", "いしかわ"),
    ("Nakajima", "中島", "なかじま"),
    ("Fujita", "藤田", "ふじた"),
    ("Okada", "岡田", "おかだ"),
    ("Hasegawa", "長谷川", "はせがわ"),
    ("Murakami", "村上", "むらかみ"),
    ("Sakamoto", "坂本", "さかもと"),
    ("Nishimura", "西村", "にしむら"),
    ("Fukuda", "福田", "ふくだ"),
    ("Fujiwara", "藤原", "ふじわら"),
    ("Okamoto", "岡本", "おかもと"),
    ("Matsuda", "松田", "まつだ"),
    ("Nakagawa", "中川", "なかがわ"),
    ("Harada", "原田", "はらだ"),
    ("Tamura", "田村", "たむら"),
    ("Takeuchi", "竹内", "たけうち"),
    ("Kaneko", "金子", "かねこ"),
    ("Nakayama", "中山", "なかやま"),
    ("Ishida", "石田", "いしだ"),
    ("Morita", "森田", "もりた"),
    ("Shibata", "柴田", "しばた"),
    ("Yokoyama", "横山", "よこやま"),
    ("Miyamoto", "宮本", "みやもと"),
    ("Uchida", "内田", "うちだ"),
    ("Takagi", "高木", "たかぎ"),
    ("Taniguchi", "谷口", "たにぐち"),
    ("Maruyama", "丸山", "まるやま"),
    ("Imanishi", "今西", "いまにし"),
    ("Kurokawa", "黒川", "くろかわ"),
    ("Tsuchiya", "土屋", "つちや"),
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
    ("hiko", "彦", "ひこ"),
    ("yuki", "之", "ゆき"),
    ("ki", "樹", "き"),
    ("to", "人", "と"),
    ("ka", "香", "か"),
    ("yo", "代", "よ"),
    ("e", "江", "え"),
    ("o", "夫", "お"),
    ("ya", "也", "や"),
    ("nori", "紀", "のり"),
];

pub(super) fn name(seed: Seed, cast: Cast, index: u64) -> GroupedName {
    // A given name is one of both lists; the pairs of family and given names are what must not repeat.
    let given: Vec<_> = FIRST.iter().flat_map(|first| LAST.iter().map(move |last| (first, last))).collect();
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
