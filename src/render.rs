//! A library becomes pages. The entry is [`page::make`].

pub mod address;
pub mod layout;
pub mod page;
pub mod prose;
pub mod theme;
