//! What a tool file may say of a server.

use deidbench::tool::Tool;

fn refused(table: &str) -> String {
    let text = format!("name = 'x'\nmode = 'server'\ncommand = ['sh']\n{table}");
    Tool::from_toml(&text).unwrap_err().to_string()
}

#[test]
fn tables_that_can_not_be_run_are_answered_with_the_reason() {
    let ready = "ready = { tcp = '{port}' }";
    for (table, reason) in [
        ("", "`server` is missing"),
        ("[server]\nready = { tcp = '1' }", "neither `send` nor `recipe`"),
        ("[server]\nsend = { stow = 'http://127.0.0.1:{port}/' }", "`ready` takes"),
        (&format!("[server]\n{ready}\nsend = {{ }}"), "`send` takes one of"),
        (&format!("[server]\n{ready}\nsend = {{ stow = 'http://example.org/' }}"), "only this machine"),
        (&format!("[server]\n{ready}\nsend = {{ stow = 'http://127.0.0.1:{{wrong}}/' }}"), "unknown placeholder"),
        (
            &format!("[server]\n{ready}\n[[server.recipe]]\neach = 'id'\nurl = 'http://127.0.0.1/'\nsave = true"),
            "which no step before it takes",
        ),
        (
            &format!("[server]\n{ready}\n[[server.recipe]]\nurl = 'http://127.0.0.1/{{id}}'\nsave = true"),
            "which it is not repeated for",
        ),
        (&format!("[server]\n{ready}\n[[server.recipe]]\nurl = 'http://127.0.0.1/'"), "nothing would come back"),
        (&format!("[server]\n{ready}\nsend = {{ command = ['x'] }}\n[settings]\n'../x' = ''"), "no plain file name"),
    ] {
        let said = refused(table);
        assert!(said.contains(reason), "{table}\n{said}");
    }
    let elsewhere = "name = 'x'\nmode = 'per-dir'\ncommand = ['x', '{input_dir}', '{output_dir}']\n";
    let said = Tool::from_toml(&format!("{elsewhere}[server]\nready = {{ tcp = '1' }}")).unwrap_err().to_string();
    assert!(said.contains("for tools of the mode `server`"), "{said}");
    let said = Tool::from_toml(&elsewhere.replace("{output_dir}", "{output_dir}:{port}")).unwrap_err().to_string();
    assert!(said.contains("unknown placeholder"), "{said}");
}
