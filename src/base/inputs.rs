//! What a build depends on beside its files and its settings.

use std::collections::HashMap;
use std::sync::Arc;

use jiff::civil::Date;

use crate::base::date::When;
use crate::base::path::SourcePath;
use crate::base::ruled::Ruled;

/// What the edge finds out for a build that no file of the book and no setting says.
#[derive(Clone, Debug, Default)]
pub struct Inputs {
    /// The day that decides what lies in the future. Without one, nothing does.
    pub today: Option<Date>,
    /// When files were first and last committed, if dates are taken from that.
    pub commits: Arc<Commits>,
    /// Whether nobody will see the pages, so that texts can be dropped once they are read.
    pub unseen: bool,
    /// Whether the pages are for a preview: their blocks then say on which line they begin.
    pub lines: bool,
    /// What files hold back by the rules of another tool (`hold-back-as`).
    pub held: Ruled,
    /// The font of social cards, if the settings name one.
    pub typeface: Option<Arc<[u8]>>,
}

/// The moments in which files were first and last committed.
pub type Commits = HashMap<SourcePath, (When, When)>;
