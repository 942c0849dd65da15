/// A chair in a ring: it has neighbours, and no number.
pub struct Chair {
    pub taken: bool,
}

// ANCHOR: sit
/// The free chairs, wherever one begins.
pub fn free(ring: &[Chair]) -> usize {
    ring.iter().filter(|chair| !chair.taken).count()
}
// ANCHOR_END: sit
