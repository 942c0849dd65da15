//! What essays claim that have not the address that they want.

use std::collections::HashMap;
use std::sync::Arc;

use foldhash::fast::FixedState;

use crate::base::path::SourcePath;
use crate::gather::facts::Claim;

/// A claim with the comparable file that it is made on.
pub(super) type Filed = (Arc<str>, Claim);

/// The claims of essays whose addresses are those of others, step by step.
#[derive(Debug, Default)]
pub(super) struct Spares(pub(super) HashMap<SourcePath, Vec<Filed>, FixedState>);
