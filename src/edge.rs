//! The world: the disk, the network, the clock. What the lints forbid everywhere else is the work of this part.

pub mod book;
pub mod clock;
pub mod file;
pub mod link_checker;
pub mod load;
pub mod preview;
pub mod publish;
pub mod refusal;
pub mod report;
pub mod stamp;
pub mod terminal;
