//! How to repeat a run: commands for a shell.

use crate::scorecard::Scorecard;

/// The words of a command, quoted for a POSIX shell where they must be.
pub(super) fn quoted(words: &[String]) -> String {
    words.iter().map(|word| quote(word)).collect::<Vec<_>>().join(" ")
}

fn quote(word: &str) -> String {
    let plain = |letter: char| letter.is_ascii_alphanumeric() || "-_./=,:+@%{}".contains(letter);
    if !word.is_empty() && word.chars().all(plain) {
        return word.to_owned();
    }
    format!("'{}'", word.replace('\'', r"'\''"))
}

/// The commands that make the dataset again and measure the tool again.
pub(in crate::report) fn commands(card: &Scorecard) -> Vec<String> {
    let dataset = &card.dataset;
    let option = |name: &str| dataset.options.get(name).map(String::as_str);
    let mut generate = vec!["deidbench".to_owned(), "generate".to_owned()];
    let mut add = |name: &str, value: &str| generate.extend([format!("--{name}"), value.to_owned()]);
    if dataset.suite == "source" {
        add("source", "PICTURES");
        for name in ["licence", "region", "cine"] {
            option(name).into_iter().for_each(|value| add(name, value));
        }
        // The first of three numbers is the one that the command line takes.
        option("brightness")
            .and_then(|words| words.split(' ').next())
            .into_iter()
            .for_each(|mean| add("brightness", mean));
    } else {
        add("suite", &dataset.suite);
        add("patients", &dataset.patients.to_string());
        option("kinds").into_iter().for_each(|kinds| add("kinds", kinds));
    }
    add("seed", &dataset.seed.to_string());
    option("transfer-syntax").into_iter().for_each(|coding| add("transfer-syntax", coding));
    add("out", "data");
    if option("blind") == Some("true") {
        generate.push("--blind".to_owned());
    }
    let by_hand = card.tool.argv.is_empty();
    let measure = if by_hand {
        ["deidbench", "score", "--dataset", "data", "--output", "OUTPUT", "--out", "runs/again"]
            .map(str::to_owned)
            .to_vec()
    } else {
        let tool = if card.tool.name.is_empty() { "TOOL" } else { &card.tool.name };
        ["deidbench", "run", "--tool", tool, "--dataset", "data", "--out", "runs/again"].map(str::to_owned).to_vec()
    };
    vec![quoted(&generate), quoted(&measure)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_a_shell_would_take_apart_are_quoted() {
        let words = ["tool", "--a=b", "two words", "it's", "", "$HOME", "{input}"].map(str::to_owned);
        assert_eq!(quoted(&words), r"tool --a=b 'two words' 'it'\''s' '' '$HOME' {input}");
    }

    #[test]
    fn a_dataset_is_made_again_with_its_own_options() {
        let mut card = Scorecard::default();
        card.dataset.suite = "quick".to_owned();
        card.dataset.seed = 7;
        card.dataset.patients = 10;
        card.tool.name = "gdcmanon".to_owned();
        card.tool.argv = vec!["gdcmanon".to_owned()];
        for (name, value) in [("blind", "true"), ("kinds", "mammography"), ("transfer-syntax", "mixed")] {
            card.dataset.options.insert(name.to_owned(), value.to_owned());
        }
        let commands = commands(&card);
        assert_eq!(
            commands,
            [
                "deidbench generate --suite quick --patients 10 --kinds mammography --seed 7 --transfer-syntax mixed --out data --blind",
                "deidbench run --tool gdcmanon --dataset data --out runs/again",
            ]
        );
    }
}
