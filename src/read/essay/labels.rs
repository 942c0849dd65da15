//! The labels of an essay, which links of the whole book find by their names alone.

use std::collections::HashSet;
use std::sync::Arc;

use crate::read::markdown::Body;
use crate::read::syntax::label;
use crate::read::syntax::link::{Manner, Target};

/// Notes the labels of a text, and makes its links to labels of others lead to these.
pub(super) fn labels(text: &str, body: &mut Body) {
    let mut named: HashSet<&str> = text.lines().filter_map(label::name).collect();
    let outline = Arc::make_mut(&mut body.outline);
    let of_directives = text.lines().filter_map(label::of_directive);
    outline.anchors.extend(of_directives.clone().map(Box::from));
    named.extend(of_directives);
    outline.labels = outline.anchors.iter().filter(|name| named.contains(&***name)).cloned().collect();
    let own: HashSet<&str> =
        outline.anchors.iter().chain(outline.headings.iter().map(|own| &own.id)).map(|id| &**id).collect();
    for link in &mut body.links {
        if let Some(label) =
            link.target.fragment.clone().filter(|label| link.target.path.is_empty() && !own.contains(&**label))
        {
            // Its name is not what stands there letter by letter.
            link.place = None;
            link.target = Arc::new(Target::new(&label, Some(&label), Manner::Wiki));
        }
    }
}
