//! The names of everything that a page can read.

use std::fmt;

use serde::{Deserialize, Serialize};
use xxhash_rust::xxh3::xxh3_64_with_seed;

use crate::base::key::{Key, Way};
use crate::base::path::SourcePath;
use crate::base::tag::Tag;
use crate::gather::shard::Shard;

/// Something that a page can read, and that an edit can change.
#[derive(Clone, Copy, Debug)]
pub enum Group<'a> {
    /// All that a file holds.
    Content(&'a SourcePath),
    Card(&'a SourcePath),
    Outline(&'a SourcePath),
    Targets(&'a SourcePath),
    Neighbours(&'a SourcePath),
    /// The files that are looked for by a key; in what words, if a page does.
    Names(Key, Option<(Way, &'a str)>),
    /// The links of other essays that lead to a file.
    Citing(&'a SourcePath),
    Tagged(&'a Tag),
    Tag(&'a Tag),
    Claims(&'a str),
    /// The places marked with a tag.
    Marked(&'a Tag),
    /// The stops of a path.
    Stops(&'a SourcePath),
    /// The places of an essay on reading paths.
    Stages(&'a SourcePath),
    /// How long an essay takes to read.
    Minutes(&'a SourcePath),
    /// The pages in a file of previews.
    Shard(Shard),
    Related(&'a SourcePath),
    /// How many essays link to one.
    Cited(&'a SourcePath),
    /// What is right in the folder of a section.
    Children(&'a str),
    /// Every file, card, …: changed when any one of its kind is.
    AllContent,
    Cards,
    AllOutlines,
    AllTargets,
    AllNeighbours,
    AllNames,
    AllCiting,
    AllTagged,
    AllClaims,
    AllMarked,
    AllStops,
    AllStages,
    AllMinutes,
    AllShards,
    AllRelated,
    AllCited,
    AllChildren,
    /// Every link between essays.
    Graph,
    /// The reading paths.
    Paths,
    /// Whether there are any.
    AnyPaths,
    /// The tags with their counts.
    Tags,
    /// The tags of most essays.
    Frequent,
    Listed,
    Recent,
    /// The chapters of a `SUMMARY.md`.
    Chapters,
}

/// A group in eight bytes. Should two groups ever share them, a page is made once too often, never
/// once too little.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub struct GroupId(u64);

impl Group<'_> {
    /// The group that changes whenever this one does.
    pub fn whole(self) -> Self {
        match self {
            Self::Content(_) | Self::AllContent => Self::AllContent,
            Self::Card(_) | Self::Cards => Self::Cards,
            Self::Outline(_) | Self::AllOutlines => Self::AllOutlines,
            Self::Targets(_) | Self::AllTargets => Self::AllTargets,
            Self::Neighbours(_) | Self::AllNeighbours => Self::AllNeighbours,
            Self::Names(..) | Self::AllNames => Self::AllNames,
            Self::Citing(_) | Self::AllCiting => Self::AllCiting,
            Self::Tagged(_) | Self::AllTagged => Self::AllTagged,
            Self::Claims(_) | Self::AllClaims => Self::AllClaims,
            Self::Marked(_) | Self::AllMarked => Self::AllMarked,
            Self::Stops(_) | Self::AllStops => Self::AllStops,
            Self::Stages(_) | Self::AllStages => Self::AllStages,
            Self::Minutes(_) | Self::AllMinutes => Self::AllMinutes,
            Self::Shard(_) | Self::AllShards => Self::AllShards,
            Self::Related(_) | Self::AllRelated => Self::AllRelated,
            Self::Cited(_) | Self::AllCited => Self::AllCited,
            Self::Children(_) | Self::AllChildren => Self::AllChildren,
            Self::Graph => Self::Graph,
            Self::Paths => Self::Paths,
            Self::AnyPaths => Self::AnyPaths,
            Self::Tag(_) | Self::Tags => Self::Tags,
            Self::Frequent => Self::Frequent,
            Self::Listed => Self::Listed,
            Self::Recent => Self::Recent,
            Self::Chapters => Self::Chapters,
        }
    }

    /// The group in eight bytes.
    pub fn id(self) -> GroupId {
        let shard;
        let (kind, key) = match self {
            Self::Content(path) => (1, path.as_str()),
            Self::Card(path) => (2, path.as_str()),
            Self::Outline(path) => (3, path.as_str()),
            Self::Targets(path) => (4, path.as_str()),
            Self::Neighbours(path) => (5, path.as_str()),
            Self::Names(key, _) => return GroupId(xxh3_64_with_seed(&key.number().to_le_bytes(), 6)),
            Self::Citing(path) => (7, path.as_str()),
            Self::Tagged(tag) => (8, tag.as_str()),
            Self::Tag(tag) => (9, tag.as_str()),
            Self::Claims(address) => (10, address),
            Self::AllContent => (11, ""),
            Self::Cards => (12, ""),
            Self::AllOutlines => (13, ""),
            Self::AllTargets => (14, ""),
            Self::AllNeighbours => (15, ""),
            Self::AllNames => (16, ""),
            Self::AllCiting => (17, ""),
            Self::AllTagged => (18, ""),
            Self::AllClaims => (19, ""),
            Self::Tags => (20, ""),
            Self::Listed => (21, ""),
            Self::Recent => (22, ""),
            Self::Chapters => (23, ""),
            Self::Marked(tag) => (24, tag.as_str()),
            Self::Stops(path) => (25, path.as_str()),
            Self::Stages(path) => (26, path.as_str()),
            Self::Minutes(path) => (27, path.as_str()),
            Self::Shard(of) => {
                shard = of.name();
                (28, &*shard)
            }
            Self::Related(path) => (29, path.as_str()),
            Self::Cited(path) => (30, path.as_str()),
            Self::AllMarked => (31, ""),
            Self::AllStops => (32, ""),
            Self::AllStages => (33, ""),
            Self::AllMinutes => (34, ""),
            Self::AllShards => (35, ""),
            Self::AllRelated => (36, ""),
            Self::AllCited => (37, ""),
            Self::Graph => (38, ""),
            Self::Paths => (39, ""),
            Self::AnyPaths => (40, ""),
            Self::Frequent => (41, ""),
            Self::Children(section) => (42, section),
            Self::AllChildren => (43, ""),
        };
        GroupId(xxh3_64_with_seed(key.as_bytes(), kind))
    }
}

/// As `crosslight why` says it.
impl fmt::Display for Group<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Content(path) => write!(f, "the text of {path}"),
            Self::Card(path) => write!(f, "the title, address, date, description, status and tags of {path}"),
            Self::Outline(path) => write!(f, "the headings and block ids of {path}"),
            Self::Targets(path) => write!(f, "the links of {path}"),
            Self::Neighbours(path) => write!(f, "which essays come before and after {path}"),
            Self::Names(_, Some((Way::Place, path))) => write!(f, "which files lie or are shown at `/{path}`"),
            Self::Names(_, Some((Way::End, end))) => write!(f, "which files lie at `…/{end}`"),
            Self::Names(_, Some((Way::Name, name))) => write!(f, "which files are called `{name}`"),
            Self::Names(_, None) => f.write_str("what a link may mean"),
            Self::Citing(path) => write!(f, "which essays link to {path}, with their passages"),
            Self::Tagged(tag) => write!(f, "which essays have the tag `{}`", tag.as_str()),
            Self::Tag(tag) => write!(f, "what the tag `{}` is called", tag.as_str()),
            Self::Claims(address) => write!(f, "which file claims `/{address}`"),
            Self::Marked(tag) => write!(f, "which places are marked with the tag `{}`", tag.as_str()),
            Self::Stops(path) => write!(f, "the stops of {path}"),
            Self::Stages(path) => write!(f, "which paths {path} is on, and what comes next there"),
            Self::Minutes(path) => write!(f, "how long {path} takes to read"),
            Self::Shard(shard) => write!(f, "which pages have their previews in `{}`", shard.name()),
            Self::Related(path) => write!(f, "which essays are related to {path}"),
            Self::Cited(path) => write!(f, "how many essays link to {path}"),
            Self::Children("") => f.write_str("what is right in the folder of the essays"),
            Self::Children(section) => write!(f, "what is right in the folder `{section}`"),
            Self::AllChildren => f.write_str("what is in every folder"),
            Self::AllMarked => f.write_str("which places are marked with which tags"),
            Self::AllStops | Self::AllStages => f.write_str("the stops of every path"),
            Self::AllMinutes => f.write_str("how long every essay takes to read"),
            Self::AllShards => f.write_str("where every preview stands"),
            Self::AllRelated => f.write_str("which essays are related"),
            Self::AllCited => f.write_str("how many essays link to each"),
            Self::Graph => f.write_str("every link between two essays"),
            Self::Paths => f.write_str("the reading paths"),
            Self::AnyPaths => f.write_str("whether there are reading paths"),
            Self::AllContent => f.write_str("the text of every file"),
            Self::Cards => f.write_str("the title, address, date, description, status and tags of every essay"),
            Self::AllOutlines => f.write_str("the headings of every essay"),
            Self::AllTargets => f.write_str("the links of every essay"),
            Self::AllNeighbours => f.write_str("the order of all essays"),
            Self::AllNames => f.write_str("what every file is called"),
            Self::AllCiting => f.write_str("every link, with its passage"),
            Self::AllTagged => f.write_str("which essays have which tags"),
            Self::AllClaims => f.write_str("which files claim which addresses"),
            Self::Tags => f.write_str("the tags of the book and how many essays each has"),
            Self::Frequent => f.write_str("the most used tags"),
            Self::Listed => f.write_str("the list of all essays"),
            Self::Recent => f.write_str("the newest essays"),
            Self::Chapters => f.write_str("the chapters that SUMMARY.md lists"),
        }
    }
}
