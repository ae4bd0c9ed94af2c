//! Chinese names in simplified characters.

use crate::identity::number::Cast;
use crate::identity::script::draw;
use crate::identity::script::other::Pool;
use crate::identity::script::share;
use crate::seed::Seed;

const FAMILY: &str = "王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗梁宋郑谢韩唐冯董程曹袁邓许傅沈曾彭吕";
const FIRST: &str = "小建志国文明海秀淑玉春晓雪俊天思子佳";
const LAST: &str = "东华强军伟芳敏静丽艳娟涛超勇杰娜磊刚平辉";

pub(super) fn name(seed: Seed, cast: Cast, index: u64) -> String {
    let family: Vec<char> = FAMILY.chars().collect();
    let first: Vec<char> = FIRST.chars().collect();
    let last = || LAST.chars();
    let given: Vec<_> = share(&first, cast).iter().flat_map(|first| last().map(move |last| (*first, last))).collect();
    let drawn = draw(seed, "chinese", index, (share(&family, cast), &given));
    drawn.map(|(family, (first, last))| format!("{family}^{first}{last}")).unwrap_or_default()
}

/// What patients can be called: family names and given names.
pub(super) fn pools() -> Vec<Pool> {
    let family: Vec<char> = FAMILY.chars().collect();
    let first: Vec<char> = FIRST.chars().collect();
    let given = |first: &char| LAST.chars().map(|last| format!("{first}{last}")).collect::<Vec<_>>();
    vec![Pool {
        family: share(&family, Cast::Patient).iter().map(char::to_string).collect(),
        given: share(&first, Cast::Patient).iter().flat_map(given).collect(),
    }]
}
