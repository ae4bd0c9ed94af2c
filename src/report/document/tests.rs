use super::*;

fn page() -> Document {
    let mut table = Table::new(&["trap", "A"], 1);
    table.row([Cell::text("a|b <i>"), Cell::of(3, 9).toned(Tone::Bad)]);
    table.row([Cell::text("empty"), Cell::of(0, 0)]);
    let section = Section { title: "Leaks".into(), table, picture: None, remarks: vec!["seen & noted".into()] };
    Document { title: "Two tools".into(), lead: vec![(Tone::Bad, "LEAKS".into())], sections: vec![section] }
}

fn drawn(page: &Document, form: Form, colour: bool) -> String {
    let mut out = Vec::new();
    page.write(form, colour, &mut out).unwrap();
    String::from_utf8(out).unwrap()
}

#[test]
fn each_form_says_the_same() {
    for form in Form::ALL {
        let text = drawn(&page(), form, false);
        assert!(text.contains("3 of 9") && text.contains("empty"), "{}: {text}", form.name());
        assert_eq!(Form::find(form.name()), Some(form));
    }
    assert_eq!(Form::find("pdf"), None);
}

#[test]
fn text_of_strangers_stays_text() {
    assert!(drawn(&page(), Form::Markdown, false).contains("| a\\|b \\<i\\> | 3 of 9 |"));
    let html = drawn(&page(), Form::Html, false);
    assert!(html.contains("a|b &lt;i&gt;") && html.contains("seen &amp; noted") && !html.contains("<i>"));
    assert!(!html.contains("http"), "a page that loads something");
}

#[test]
fn colours_are_for_terminals_and_rows_beyond_the_limit_are_counted() {
    assert!(drawn(&page(), Form::Text, true).contains("\x1b["));
    assert!(!drawn(&page(), Form::Text, false).contains('\x1b'));
    let mut long = page();
    if let Some(section) = long.sections.first_mut() {
        section.table.shown = 1;
    }
    let text = drawn(&long, Form::Text, false);
    assert!(text.contains("1 more row") && !text.contains("empty"), "{text}");
    assert!(drawn(&long, Form::Markdown, false).contains("empty"));
}

#[test]
fn a_program_reads_figures_and_denominators() {
    let text = drawn(&page(), Form::Csv, false);
    let mut rows = text.lines();
    assert_eq!(rows.next(), Some("section,row,name,column,text,value,of"));
    assert_eq!(rows.next(), Some("Leaks,1,a|b <i>,A,3 of 9,3.0,9.0"));
    assert_eq!(rows.next(), Some("Leaks,2,empty,A,–,,0.0"));
}
