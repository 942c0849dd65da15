//! Many essays become one library. The entry is [`library::Library::change`]; a page reads it through [`reader::Reader`].

pub mod bearings;
pub mod called;
pub mod card;
pub mod citations;
pub mod derived;
pub mod facet;
pub mod facts;
pub mod graph;
pub mod group;
pub mod index;
pub mod library;
pub mod named;
pub mod otherwise;
pub mod reader;
pub mod related;
pub mod relation;
pub mod resolve;
pub mod schema;
pub mod section;
pub mod shard;
pub mod stop;
pub mod trail;
pub mod value;
pub mod vocabulary;
