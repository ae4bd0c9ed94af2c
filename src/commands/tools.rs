//! `deidbench tools`.

use crate::cli::ToolsArgs;
use crate::commands::terminal::Terminal;
use crate::commands::terminal::table;
use crate::exit::Outcome;
use crate::tool;
use crate::tool::Listed;
use crate::tool::RunOptions;
use anyhow::Context;

/// Lists the known tools, or tells all about some.
pub fn execute(arguments: &ToolsArgs, terminal: &Terminal) -> anyhow::Result<Outcome> {
    let mut listed = tool::tools(&RunOptions::default());
    if !arguments.names.is_empty() {
        let known: Vec<String> = listed.iter().map(|listed| listed.tool.name.clone()).collect();
        for name in &arguments.names {
            let unknown = || format!("unknown tool `{name}`; known tools are {}", known.join(", "));
            known.iter().find(|known| *known == name).with_context(unknown)?;
        }
        listed.retain(|listed| arguments.names.contains(&listed.tool.name));
    }
    let text = match (arguments.installed, arguments.names.is_empty()) {
        (true, _) => {
            listed.iter().filter(|listed| listed.installed).map(|listed| listed.tool.name.clone() + "\n").collect()
        }
        (false, false) => listed.iter().map(whole).collect::<Vec<_>>().join("\n"),
        (false, true) => overview(&listed),
    };
    terminal.print(&text)?;
    Ok(Outcome::Done)
}

fn state(listed: &Listed) -> String {
    match (&listed.version, listed.installed) {
        (Some(version), true) => version.clone(),
        (None, true) => "yes".to_owned(),
        (_, false) => format!("no: {}", listed.tool.install),
    }
}

fn overview(listed: &[Listed]) -> String {
    let mut rows = table(["tool", "installed", "mode", "claims"]);
    for listed in listed {
        let claims = listed.tool.policy.to_string();
        rows.add_row([listed.tool.name.clone(), state(listed), listed.tool.mode.name().to_owned(), claims]);
    }
    format!(
        "{rows}\n`deidbench tools NAME` tells what to know of its scores; `deidbench run --tool NAME` measures it.\n"
    )
}

fn whole(listed: &Listed) -> String {
    format!("{}\n\n{}Installed: {}\n", listed.tool.name, tool::describe(&listed.tool), state(listed))
}
