//! A program is made of choices, and choices are bytes, so that fuzzers steer what is made.

/// A sequence of choices; when it is over, every choice is the first.
#[derive(Debug, Clone)]
pub struct Choices<'a>(std::slice::Iter<'a, u8>);

impl<'a> Choices<'a> {
    pub fn new(bytes: &'a [u8]) -> Self {
        Self(bytes.iter())
    }

    /// A number below `count`, which is at most 65,536 and not 0.
    pub fn below(&mut self, count: usize) -> usize {
        let mut byte = || usize::from(self.0.next().copied().unwrap_or_default());
        let chosen = if count > 256 { byte() << 8 | byte() } else { byte() };
        chosen % count
    }

    /// Whether one of `count` chances is hit.
    pub fn one_in(&mut self, count: usize) -> bool {
        self.below(count) == count - 1
    }

    /// One of `all`, which are not none.
    pub fn of<'t, T>(&mut self, all: &'t [T]) -> &'t T {
        &all[self.below(all.len())]
    }

    pub fn is_over(&self) -> bool {
        self.0.len() == 0
    }
}
