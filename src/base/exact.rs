//! Lists that are kept and no longer grow.

/// Gives back the room that a list kept for more.
///
/// `Vec::shrink_to_fit` asks the allocator, and ours leaves a list where it is as long as it fills half of its room. So
/// the list moves to room of its size.
pub fn exact<T>(list: &mut Vec<T>) {
    if list.len() < list.capacity() {
        let mut fitting = Vec::with_capacity(list.len());
        fitting.append(list);
        *list = fitting;
    }
}
