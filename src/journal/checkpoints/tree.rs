//! The Merkle tree of a checkpoint, as RFC 6962 (2.1) makes it: SHA-256, a byte of 0 before a leaf
//! and of 1 before what two subtrees make.

use sha2::{Digest as _, Sha256};

/// A hash in the tree.
pub type Hash = [u8; 32];

/// A leaf: a chain, its length and its last hash (64 hexadecimal digits), the name with its length
/// before it.
#[must_use]
pub fn leaf(subject: &str, length: i64, hash: &str) -> Hash {
    Sha256::new()
        .chain_update([0])
        .chain_update(subject.len().to_be_bytes())
        .chain_update(subject)
        .chain_update(length.to_be_bytes())
        .chain_update(hash)
        .finalize()
        .into()
}

/// The first leaf: the checkpoint before, by its number and its root. No chain has that name.
#[must_use]
pub fn handed_on(number: i64, root: &str) -> Hash {
    leaf("checkpoint", number, root)
}

fn node(left: &Hash, right: &Hash) -> Hash {
    Sha256::new().chain_update([1]).chain_update(left).chain_update(right).finalize().into()
}

/// A root in the making, from leaves that come one by one: it holds a hash for each power of two.
#[derive(Clone, Debug, Default)]
pub struct Growing {
    /// The roots of whole subtrees and how many leaves each has, the largest first.
    subtrees: Vec<(u64, Hash)>,
}

impl Growing {
    /// Adds the next leaf.
    pub fn push(&mut self, leaf: Hash) {
        let (mut size, mut root) = (1_u64, leaf);
        while let Some((left_size, left)) = self.subtrees.pop_if(|(left_size, _)| *left_size == size) {
            root = node(&left, &root);
            size = size.saturating_add(left_size);
        }
        self.subtrees.push((size, root));
    }

    /// The root over the leaves so far.
    #[must_use]
    pub fn root(&self) -> Hash {
        let mut subtrees = self.subtrees.iter().rev().map(|(_, root)| *root);
        let Some(last) = subtrees.next() else { return Sha256::digest([]).into() };
        subtrees.fold(last, |right, left| node(&left, &right))
    }
}

/// The root over leaves.
#[must_use]
pub fn root(leaves: &[Hash]) -> Hash {
    let mut growing = Growing::default();
    for leaf in leaves {
        growing.push(*leaf);
    }
    growing.root()
}

/// The hashes to combine with a leaf, from the bottom up, to come to the root (RFC 6962, 2.1.1).
#[must_use]
pub fn path(leaves: &[Hash], index: usize) -> Vec<Hash> {
    if leaves.len() <= 1 {
        return Vec::new();
    }
    let (left, right) = leaves.split_at(largest_power_below(leaves.len()));
    let (mut siblings, last) = match index.checked_sub(left.len()) {
        None => (path(left, index), root(right)),
        Some(index) => (path(right, index), root(left)),
    };
    siblings.push(last);
    siblings
}

/// The largest power of two that is smaller.
fn largest_power_below(size: usize) -> usize {
    size.div_ceil(2).next_power_of_two()
}

/// The root to which a leaf and its path lead in a tree of this many leaves, if they lead anywhere
/// (RFC 9162, 2.1.3.2).
#[must_use]
pub fn climbed(leaf: Hash, index: u64, size: u64, path: &[Hash]) -> Option<Hash> {
    let (mut index, mut last) = (index, size.checked_sub(1)?);
    if index > last {
        return None;
    }
    let mut root = leaf;
    for sibling in path {
        if last == 0 {
            return None;
        }
        if index & 1 == 1 || index == last {
            root = node(sibling, &root);
            while index & 1 == 0 && index != 0 {
                (index, last) = (index >> 1, last >> 1);
            }
        } else {
            root = node(&root, sibling);
        }
        (index, last) = (index >> 1, last >> 1);
    }
    (last == 0).then_some(root)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn leaves(count: usize) -> Vec<Hash> {
        (0..count).map(|index| leaf("case:x", index.try_into().unwrap(), "00")).collect()
    }

    /// The definition of RFC 6962, as it stands there.
    fn defined(leaves: &[Hash]) -> Hash {
        match leaves {
            [] => Sha256::digest([]).into(),
            [only] => *only,
            _ => {
                let mut split = 1;
                while split * 2 < leaves.len() {
                    split *= 2;
                }
                node(&defined(&leaves[..split]), &defined(&leaves[split..]))
            }
        }
    }

    #[test]
    fn a_root_that_grew_is_the_root_of_the_definition() {
        for count in 0..70 {
            assert_eq!(root(&leaves(count)), defined(&leaves(count)), "{count}");
        }
    }

    #[test]
    fn every_path_leads_to_the_root_and_no_other_leaf_or_place_does() {
        let number = |index: usize| u64::try_from(index).unwrap();
        for count in 1..40 {
            let leaves = leaves(count);
            let (root, size) = (root(&leaves), number(count));
            for index in 0..count {
                let path = path(&leaves, index);
                assert_eq!(
                    climbed(leaves[index], number(index), size, &path),
                    Some(root),
                    "{index} of {count}"
                );
                for other in (0..count + 2).filter(|other| *other != index) {
                    assert_ne!(climbed(leaves[index], number(other), size, &path), Some(root));
                }
                assert_ne!(climbed(leaf("case:y", 0, "00"), number(index), size, &path), Some(root));
                let longer = [&path[..], &[root]].concat();
                assert_eq!(climbed(leaves[index], number(index), size, &longer), None);
            }
        }
    }
}
