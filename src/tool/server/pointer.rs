//! Values in JSON, by the keys that lead to them.

use serde_json::Value;

/// Values that are taken at most: a server may answer with anything.
const MOST: usize = 1_000_000;

/// The texts and numbers at a path: keys or numbers of elements with `/` between, `*` for every element.
pub(super) fn take(value: &Value, path: &str) -> Vec<String> {
    let mut at = vec![value];
    for key in path.split('/').filter(|key| !key.is_empty()) {
        at = at.into_iter().flat_map(|value| below(value, key)).take(MOST).collect();
    }
    at.into_iter()
        .filter_map(|value| match value {
            Value::String(text) => Some(text.clone()),
            Value::Number(number) => Some(number.to_string()),
            _ => None,
        })
        .collect()
}

fn below<'a>(value: &'a Value, key: &str) -> Vec<&'a Value> {
    match value {
        Value::Array(elements) if key == "*" => elements.iter().collect(),
        Value::Array(elements) => key.parse::<usize>().ok().and_then(|at| elements.get(at)).into_iter().collect(),
        Value::Object(members) if key == "*" => members.values().collect(),
        Value::Object(members) => members.get(key).into_iter().collect(),
        _ => Vec::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::take;

    #[test]
    fn values_are_found_by_their_keys_and_nothing_else_is() {
        let value = serde_json::json!({"ID": "a", "of": [{"n": 1}, {"n": "two"}, {"m": 3}], "no": null});
        assert_eq!(take(&value, "ID"), ["a"]);
        assert_eq!(take(&value, "of/*/n"), ["1", "two"]);
        assert_eq!(take(&value, "of/1/n"), ["two"]);
        for missing in ["id", "of", "no", "of/7/n", "ID/x"] {
            assert!(take(&value, missing).is_empty(), "{missing}");
        }
    }
}
