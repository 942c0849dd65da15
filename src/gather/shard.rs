//! Which file of previews a page stands in.
//!
//! A file for each page would double the number of files, one for all would be too large to fetch for
//! a single preview. The number of files is fixed, so that an essay that comes or goes moves no other.

/// One of 4,096 files of previews.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Shard(u16);

impl Shard {
    /// The shard of the page at `address`: the lowest 12 bits of its FNV-1a hash, which is short to
    /// write in a script (<http://www.isthe.com/chongo/tech/comp/fnv/>).
    pub fn of(address: &str) -> Self {
        let step = |hash: u32, byte: u8| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193);
        let hash = address.to_lowercase().bytes().fold(0x811c_9dc5, step);
        Self((hash & 0xfff) as u16)
    }

    /// The shard with this name.
    pub fn named(name: &str) -> Option<Self> {
        let shard = Self(u16::from_str_radix(name, 16).ok()?);
        (shard.name() == name).then_some(shard)
    }

    /// Three hexadecimal digits.
    pub fn name(self) -> String {
        format!("{:03x}", self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::Shard;

    #[test]
    fn the_hash_is_fnv_1a() {
        // From the test vectors of its authors: 0xe40c292c and 0xbf9cf968.
        assert_eq!(Shard::of("a").name(), "92c");
        assert_eq!(Shard::of("foobar").name(), "968");
    }
}
