//! What is known of a value that is an object, such as a task or a lock, or holds such objects.

use ruff_python_ast::{Expr, ExprCall, Number};

use super::places::Places;
use crate::source::Ranged;

/// A value that is an object, or holds objects.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Shape {
    /// An object.
    One,
    /// Something that gives such values one by one.
    Many(Box<Shape>),
    /// A dict with such values.
    Map(Box<Shape>),
    /// A tuple; `None` for an element that is something else.
    Tuple(Vec<Option<Shape>>),
}

/// Collections in collections are followed so deep: one that is put into itself would have no end.
const DEEPEST: usize = 5;

impl Shape {
    /// How many collections are around the objects in it.
    fn depth(&self) -> usize {
        match self {
            Self::One => 0,
            Self::Many(inner) | Self::Map(inner) => 1 + inner.depth(),
            Self::Tuple(all) => 1 + all.iter().flatten().map(Self::depth).max().unwrap_or(0),
        }
    }

    /// What a value is that may be this or what is known already; `None` where those are two things.
    pub(super) fn joined(&self, known: Option<&Self>) -> Option<Self> {
        match (self, known) {
            _ if self.depth() > DEEPEST => None,
            (_, None) => Some(self.clone()),
            (Self::One, Some(Self::One)) => Some(Self::One),
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
            Self::One => None,
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
            (Self::One, _) => None,
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

/// What calling a method of a collection comes to, apart from its arguments.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Called {
    /// It gives this; the argument with the index is given where there is nothing.
    Gives(Shape, Option<usize>),
    /// It puts its last argument into the collection.
    Puts,
    /// It gives nothing that counts.
    Nothing,
}

impl Shape {
    /// A collection of which this is an element.
    pub(super) fn many(self) -> Self {
        Self::Many(Box::new(self))
    }

    /// What calling the method `name` of a collection comes to; `None` where that is not known.
    pub(super) fn called(&self, name: &str) -> Option<Called> {
        Some(match (self, name) {
            (Self::Many(_), "append" | "add" | "appendleft" | "extend" | "insert") => Called::Puts,
            (Self::Many(element), "pop" | "popleft") => Called::Gives((**element).clone(), None),
            (Self::Many(_) | Self::Map(_), "copy") => Called::Gives(self.clone(), None),
            (Self::Many(_), "clear" | "count" | "discard" | "index" | "remove" | "reverse")
            | (Self::Map(_), "clear" | "keys" | "move_to_end") => Called::Nothing,
            (Self::Map(value), "values") => Called::Gives((**value).clone().many(), None),
            (Self::Map(value), "items") => Called::Gives(Self::pair(value).many(), None),
            (Self::Map(value), "popitem") => Called::Gives(Self::pair(value), None),
            (Self::Map(value), "get" | "pop" | "setdefault") => {
                Called::Gives((**value).clone(), Some(1))
            }
            _ => return None,
        })
    }

    /// A key with its value.
    fn pair(value: &Self) -> Self {
        Self::Tuple(vec![None, Some(value.clone())])
    }
}

impl<'a> Places<'_, 'a> {
    /// Whether what is given by `value`, an empty collection or one that is written out, is a dict; `None`
    /// where it is no collection.
    pub(super) fn is_dict(&self, value: &'a Expr) -> Option<bool> {
        match value {
            Expr::Dict(_) | Expr::DictComp(_) => Some(true),
            Expr::List(_) | Expr::ListComp(_) | Expr::Set(_) | Expr::SetComp(_) => Some(false),
            Expr::Call(call) => Some(is_mapping_class(self.collection(call)?)),
            _ => None,
        }
    }

    /// Which class of collections the call makes an empty one of.
    pub(super) fn collection(&self, call: &'a ExprCall) -> Option<&'a str> {
        let name = self.collection_class(&call.func)?;
        let is_empty = match name {
            "defaultdict" => true,
            "deque" => call.arguments.args.is_empty(),
            _ => call.arguments.is_empty(),
        };
        is_empty.then_some(name)
    }

    /// The name of the class of collections that `class` names.
    pub(super) fn collection_class(&self, class: &'a Expr) -> Option<&'a str> {
        let name = match class {
            Expr::Name(name) => name.id.as_str(),
            Expr::Attribute(attribute) => attribute.attr.as_str(),
            Expr::Subscript(generic) => return self.collection_class(&generic.value),
            _ => return None,
        };
        let is_of = |module| {
            let class = self.model.qualified_name(class.range());
            class.is_some_and(|class| class.root() == module)
        };
        let is_meant = match name {
            "dict" | "list" | "set" => self.model.builtin(name, class.start()),
            "defaultdict" | "OrderedDict" | "deque" => is_of("collections"),
            "WeakValueDictionary" | "WeakSet" => is_of("weakref"),
            _ => false,
        };
        is_meant.then_some(name)
    }
}

/// Whether objects of the class of collections with this name have keys.
pub(super) fn is_mapping_class(name: &str) -> bool {
    matches!(name, "dict" | "defaultdict" | "OrderedDict" | "WeakValueDictionary")
}
