//! A node of the concrete tree, with the range that the abstract tree gives to it.

use std::fmt;

use super::join;
use crate::source::TextRange;

/// A node of a part's tree.
///
/// Parentheses around an expression are no node of their own here: wherever the grammar has them,
/// the node is what stands in them, and [`Node::range`] is without them.
#[derive(Clone, Copy)]
pub struct Node<'t> {
    raw: tree_sitter::Node<'t>,
    text: &'t str,
}

/// A node of one kind, known by type.
pub trait TypedNode<'t>: Sized + Copy {
    /// `node`, if it is of this kind.
    fn cast(node: Node<'t>) -> Option<Self>;

    /// The node itself.
    fn node(self) -> Node<'t>;

    /// The byte range, as the abstract tree has it.
    fn range(self) -> TextRange {
        self.node().range()
    }
}

impl<'t> Node<'t> {
    pub(super) fn new(raw: tree_sitter::Node<'t>, text: &'t str) -> Self {
        Self { raw: join::unwrapped(raw), text }
    }

    pub(super) fn raw(self) -> tree_sitter::Node<'t> {
        self.raw
    }

    /// The grammar's name for it: `call`, `with_statement`.
    pub fn kind(self) -> &'t str {
        self.raw.kind()
    }

    /// The byte range that the abstract tree has for it: without parentheses around it and comments
    /// after it, with its decorators.
    ///
    /// A block spans its first statement to its last.
    pub fn range(self) -> TextRange {
        join::abstract_range(self.raw)
    }

    /// The byte range with all parentheses around it that hold nothing else.
    pub fn parenthesized_range(self) -> TextRange {
        let parentheses = |node: &tree_sitter::Node<'t>| node.kind() == "parenthesized_expression";
        let around = std::iter::successors(self.raw.parent(), |node| node.parent());
        match around.take_while(parentheses).last() {
            Some(outermost) => join::text_range(outermost.start_byte(), outermost.end_byte()),
            None => self.range(),
        }
    }

    /// The source text of [`Node::range`].
    pub fn text(self) -> &'t str {
        self.slice(self.range())
    }

    fn slice(self, range: TextRange) -> &'t str {
        self.text.get(std::ops::Range::<usize>::from(range)).unwrap_or_default()
    }

    /// The whole text of the file.
    pub fn file_text(self) -> &'t str {
        self.text
    }

    /// `self` as a node of one kind.
    pub fn cast<T: TypedNode<'t>>(self) -> Option<T> {
        T::cast(self)
    }

    /// The node directly around it, parentheses passed over; `None` for the part itself.
    pub fn parent(self) -> Option<Self> {
        let mut parent = self.raw.parent()?;
        while join::is_wrapper(parent) {
            parent = parent.parent()?;
        }
        (parent.kind() != "module").then_some(Self { raw: parent, text: self.text })
    }

    /// The parent, its parent and so on, outwards.
    pub fn ancestors(self) -> impl Iterator<Item = Self> {
        std::iter::successors(self.parent(), |node| node.parent())
    }

    /// The nodes directly inside, comments left out, in source order.
    pub fn children(self) -> impl Iterator<Item = Self> {
        join::code_children(self.raw).map(move |child| Self::new(child, self.text))
    }

    /// The comments directly inside, in source order.
    pub fn comments(self) -> impl Iterator<Item = TextRange> {
        let mut cursor = self.raw.walk();
        let comments: Vec<_> = self
            .raw
            .children(&mut cursor)
            .filter(|child| child.kind() == "comment")
            .map(|comment| join::text_range(comment.start_byte(), comment.end_byte()))
            .collect();
        comments.into_iter()
    }

    /// The child that the grammar calls `field`.
    pub(super) fn field(self, field: &str) -> Option<Self> {
        self.raw.child_by_field_name(field).map(|child| Self::new(child, self.text))
    }

    /// The children that the grammar calls `field`, in source order.
    pub(super) fn fields(self, field: &str) -> Vec<Self> {
        let mut cursor = self.raw.walk();
        let children = self.raw.children_by_field_name(field, &mut cursor);
        children.filter(|n| n.is_named()).map(|child| Self::new(child, self.text)).collect()
    }

    /// The nodes directly inside, comments left out, in source order; each with what the grammar
    /// calls it.
    pub(super) fn children_by_field(self) -> Vec<(Option<&'t str>, Self)> {
        let mut cursor = self.raw.walk();
        let mut children = Vec::with_capacity(self.raw.named_child_count());
        let mut is_inside = cursor.goto_first_child();
        while is_inside {
            let child = cursor.node();
            if child.is_named() && !child.is_extra() {
                children.push((cursor.field_name(), Self::new(child, self.text)));
            }
            is_inside = cursor.goto_next_sibling();
        }
        children
    }

    /// Whether some of it could not be parsed; the suites of a compound statement do not count.
    pub(super) fn is_broken(self) -> bool {
        join::is_broken(self.raw)
    }

    /// What it binds to, if it is an `await`.
    pub(super) fn operand(self) -> Option<Self> {
        join::operand(self.raw).map(|child| Self::new(child, self.text))
    }

    /// Whether the keyword or operator `token` stands directly inside.
    pub(super) fn has_token(self, token: &str) -> bool {
        let mut cursor = self.raw.walk();
        self.raw.children(&mut cursor).any(|child| !child.is_named() && child.kind() == token)
    }

    /// Whether it is a whole statement, simple or compound.
    pub fn is_statement(self) -> bool {
        self.kind().ends_with("_statement") || self.kind().ends_with("_definition")
    }

    /// The innermost statement around it, which may be itself.
    ///
    /// A decorator's is the decorated definition; a decorated definition's is what it decorates.
    pub fn statement(self) -> Option<Self> {
        std::iter::once(self).chain(self.ancestors()).find(|node| node.is_statement())
    }
}

impl PartialEq for Node<'_> {
    fn eq(&self, other: &Self) -> bool {
        self.raw == other.raw
    }
}

impl Eq for Node<'_> {}

impl fmt::Debug for Node<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {:?}", self.raw.kind(), self.range())
    }
}
