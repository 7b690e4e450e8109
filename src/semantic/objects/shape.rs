//! What is known of a value that is a task or holds tasks.

use ruff_python_ast::{Expr, Number};

/// A value that is a task, or holds tasks.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// A task.
    Task,
    /// Something that gives such values one by one.
    Many(Box<Shape>),
    /// A dict with such values.
    Map(Box<Shape>),
    /// A tuple; `None` for an element that is something else.
    Tuple(Vec<Option<Shape>>),
}

impl Shape {
    /// What a value is that may be this or what is known already; `None` where those are two things.
    pub(super) fn joined(&self, known: Option<&Self>) -> Option<Self> {
        match (self, known) {
            (_, None) => Some(self.clone()),
            (Self::Task, Some(Self::Task)) => Some(Self::Task),
            (Self::Many(one), Some(Self::Many(other))) => {
                Some(Self::Many(Box::new(one.joined(Some(other))?)))
            }
            (Self::Map(one), Some(Self::Map(other))) => {
                Some(Self::Map(Box::new(one.joined(Some(other))?)))
            }
            (Self::Tuple(one), Some(Self::Tuple(other))) if one.len() == other.len() => {
                let both = one.iter().zip(other).map(|pair| match pair {
                    (Some(one), other) => Some(Some(one.joined(other.as_ref())?)),
                    (None, other) => Some(other.clone()),
                });
                Some(Self::Tuple(both.collect::<Option<_>>()?))
            }
            _ => None,
        }
    }

    /// What iterating over it gives: `Some(None)` where that is nothing that counts, `None` where it is
    /// not known.
    pub(super) fn element(&self) -> Option<Option<Self>> {
        match self {
            Self::Task => None,
            Self::Many(element) => Some(Some((**element).clone())),
            Self::Map(_) => Some(None),
            Self::Tuple(elements) => {
                let first = elements.first()?;
                elements.iter().all(|element| element == first).then(|| first.clone())
            }
        }
    }

    /// What subscripting it with this gives, in the same way.
    pub(super) fn item(&self, slice: &Expr) -> Option<Option<Self>> {
        match (self, slice) {
            (Self::Task, _) => None,
            (Self::Many(_), Expr::Slice(_)) => Some(Some(self.clone())),
            (Self::Many(element) | Self::Map(element), _) => Some(Some((**element).clone())),
            (Self::Tuple(elements), Expr::NumberLiteral(number)) => {
                let Number::Int(index) = &number.value else { return None };
                elements.get(usize::try_from(index.as_u64()?).ok()?).cloned()
            }
            (Self::Tuple(_), _) => None,
        }
    }
}
