//! Sorting, once for all types.
//!
//! The standard library's sorts are made anew for every type, 3 to 5 kB of the wasm file each time. Here the order is found
//! by one function that knows only places; what is made for each type is the comparison and the swap.

/// Sorts a slice; `precedes` says whether its first argument has to stand before its second.
///
/// Stable: of two that precede neither way, the first stays first. O(n log n) comparisons, O(n) of them when the slice is
/// sorted already, and room for two numbers an item. A comparison that contradicts itself gives some order, never a panic.
pub fn sort<T>(items: &mut [T], precedes: impl Fn(&T, &T) -> bool) {
    if items.len() < 2 {
        return;
    }
    let mut order = order(items.len(), &|one, other| precedes(&items[one], &items[other]));
    for start in 0..items.len() {
        // Each cycle of the permutation is walked once: a place that is done points to itself.
        let mut place = start;
        loop {
            let from = std::mem::replace(&mut order[place], place);
            if from == start {
                break;
            }
            items.swap(place, from);
            place = from;
        }
    }
}

/// The places `0..count` in order: merge sort from the bottom up (Knuth, *The Art of Computer Programming* 3, 5.2.4).
fn order(count: usize, precedes: &dyn Fn(usize, usize) -> bool) -> Vec<usize> {
    let mut order: Vec<usize> = (0..count).collect();
    let mut merged = Vec::with_capacity(count);
    let mut width = 1;
    while width < count {
        for start in (0..count).step_by(2 * width) {
            let (mut left, middle, end) = (start, count.min(start + width), count.min(start + 2 * width));
            let mut right = middle;
            if middle < end && precedes(order[middle], order[middle - 1]) {
                while left < middle && right < end {
                    let from = if precedes(order[right], order[left]) { &mut right } else { &mut left };
                    merged.push(order[*from]);
                    *from += 1;
                }
            }
            merged.extend_from_slice(&order[left..middle]);
            merged.extend_from_slice(&order[right..end]);
        }
        std::mem::swap(&mut order, &mut merged);
        merged.clear();
        width *= 2;
    }
    order
}
