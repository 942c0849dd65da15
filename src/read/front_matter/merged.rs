//! Fields that YAML takes over from others: `<<: {draft: true}`.

use serde_yaml::{Mapping, Value};

use super::typed;

/// Puts into `fields`, which were read from `yaml`, what they take over, and what is typed where YAML has made a number of it.
/// What stands beside a `<<` comes before what that holds; where it holds anything but fields, all stay as they are.
pub(super) fn restore(yaml: &str, fields: &mut Mapping) {
    typed::restore(yaml, fields);
    if !yaml.contains("<<") {
        return;
    }
    let mut whole = Value::Mapping(fields.clone());
    if whole.apply_merge().is_ok()
        && let Value::Mapping(merged) = whole
    {
        *fields = merged;
    }
}

#[cfg(test)]
mod tests {
    use serde_yaml::Mapping;

    use super::restore;

    #[test]
    fn fields_beside_come_first() {
        let read = |yaml: &str| {
            let mut fields: Mapping = serde_yaml::from_str(yaml).unwrap();
            restore(yaml, &mut fields);
            fields
        };
        let fields = read("title: x\n<<: {draft: true, title: y}\n");
        assert_eq!((fields["draft"].as_bool(), fields["title"].as_str()), (Some(true), Some("x")));
        let fields = read("build:\n  <<: [{render: never}, {list: never}]\n");
        assert_eq!(fields["build"]["render"].as_str(), Some("never"));
        assert!(read("<<: draft\ntitle: x\n").contains_key("<<"));
    }
}
