//! One file becomes one essay. The entry is [`essay::read`].

pub mod essay;
pub mod extensions;
pub mod front_matter;
pub mod html;
pub mod keywords;
pub mod markdown;
pub mod passage;
pub mod permalink;
pub mod syntax;
