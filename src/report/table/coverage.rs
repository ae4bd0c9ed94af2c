//! What came back, what could not be measured, and what it took.

use crate::report::paint::Role;
use crate::report::paint::clean;
use crate::report::table::words::count;
use crate::report::table::words::memory;
use crate::report::table::words::of;
use crate::report::table::words::remark;
use crate::report::table::words::time;
use crate::report::unread::unread;
use crate::scorecard::Scorecard;

/// Coverage, one fact per line.
pub(super) fn coverage(card: &Scorecard) -> String {
    let files = &card.headline.instances;
    let unreadable = files.inputs.saturating_sub(files.usable).saturating_sub(files.missing);
    let mut lines = Vec::new();
    let usable = format!("{} files came back usable", of(files.usable, files.inputs));
    lines.push(if files.usable < files.inputs { usable } else { Role::Good.of(usable) });
    let mut lack = |number: u64, fact: String| {
        if number > 0 {
            lines.push(Role::Warn.of(fact));
        }
    };
    lack(files.missing, format!("{} files never came back: not measured", of(files.missing, files.inputs)));
    lack(unreadable, format!("{} files came back unreadable: not measured", of(unreadable, files.inputs)));
    for fact in unread(card) {
        lack(1, clean(&fact));
    }
    lack(files.doubled, format!("{} files came back more than once", of(files.doubled, files.inputs)));
    lack(
        files.unpaired_outputs,
        format!("{} without an input that it answers", count(files.unpaired_outputs, "output")),
    );
    lack(files.side_files, format!("{} beside the outputs, searched too", count(files.side_files, "file")));
    let controls = &card.headline.false_matches;
    if controls.needles > 0 {
        let fact =
            format!("{} control values, planted nowhere, matched all the same", of(controls.found, controls.needles));
        lines.push(if controls.found > 0 { Role::Warn.of(fact) } else { fact });
    }
    for call in &card.invocations {
        let calls = if call.count == 1 { "1 call".to_owned() } else { format!("{} calls", call.count) };
        let ending = clean(&call.ending);
        lines.push(format!(
            "{calls} of the tool ended with `{ending}`: {}, {}",
            count(call.files, "file"),
            time(call.wall_s)
        ));
    }
    for waiver in &card.waivers {
        let (id, owner) = (clean(&waiver.id), clean(&waiver.owner));
        let covered = count(waiver.covered, "finding");
        lines.push(format!("waiver `{id}` of {owner} covers {covered} until {}", clean(&waiver.expires)));
    }
    lines.iter().map(|line| remark(line)).collect()
}

/// Time and memory in one line; what is unknown is left out.
pub(super) fn cost(card: &Scorecard) -> String {
    let cost = &card.cost;
    let facts = [
        cost.wall_s.map(|seconds| format!("wall {}", time(seconds))),
        cost.cpu_s.map(|seconds| format!("CPU {}", time(seconds))),
        cost.peak_rss_bytes.map(|bytes| format!("peak memory {}", memory(bytes))),
        cost.instances_per_s.map(|rate| format!("{rate:.1} files/s")),
        cost.mb_per_s.map(|rate| format!("{rate:.1} MB/s")),
    ];
    let facts: Vec<String> = facts.into_iter().flatten().collect();
    let line = if facts.is_empty() { Role::Dim.of("not recorded") } else { facts.join(", ") };
    remark(&line)
}
