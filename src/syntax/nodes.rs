//! Nodes by kind, in the manner of LibCST: no one above this file spells a field of the grammar.

use super::{Arguments, Node, TypedNode};

macro_rules! typed_nodes {
    ($($(#[$doc:meta])* $name:ident: $($kind:literal)|+;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq)]
        pub struct $name<'t>(Node<'t>);

        impl<'t> TypedNode<'t> for $name<'t> {
            fn cast(node: Node<'t>) -> Option<Self> {
                matches!(node.kind(), $($kind)|+).then_some(Self(node))
            }

            fn node(self) -> Node<'t> {
                self.0
            }
        }
    )*};
}

typed_nodes! {
    /// `f(x)`.
    Call: "call";
    /// `await x`.
    Await: "await";
    /// `x.name`.
    Attribute: "attribute";
    /// `x[y]`.
    Subscript: "subscript";
    /// A name by itself.
    Name: "identifier";
    /// A string literal, formatted or not; several side by side are one.
    StringLiteral: "string" | "concatenated_string";
    /// `lambda x: y`.
    Lambda: "lambda";
    /// `x = y`, `x: T = y`, `x: T`.
    Assignment: "assignment";
    /// `x += y`.
    AugmentedAssignment: "augmented_assignment";
    /// A statement that is an expression or an assignment.
    ExpressionStatement: "expression_statement";
    /// `return`, `return x`.
    Return: "return_statement";
    /// `raise`, `raise x from y`.
    Raise: "raise_statement";
    /// `if`, with its `elif` and `else`.
    If: "if_statement";
    /// `elif x:`.
    ElifClause: "elif_clause";
    /// `else:`, of any statement.
    ElseClause: "else_clause";
    /// `for` and `async for`.
    For: "for_statement";
    /// `while`.
    While: "while_statement";
    /// `with` and `async with`.
    With: "with_statement";
    /// One context manager of a `with`.
    WithItem: "with_item";
    /// `try`, with its clauses.
    Try: "try_statement";
    /// `except x as e:` and `except* x:`.
    ExceptClause: "except_clause";
    /// `finally:`.
    FinallyClause: "finally_clause";
    /// `def` and `async def`, below its decorators.
    FunctionDef: "function_definition";
    /// `class`, below its decorators.
    ClassDef: "class_definition";
    /// `@x`.
    Decorator: "decorator";
    /// The statements under a header.
    Block: "block";
    /// `for x in y` and `async for x in y` of a comprehension.
    Comprehension: "for_in_clause";
}

impl<'t> Call<'t> {
    /// What is called.
    pub fn function(self) -> Option<Node<'t>> {
        self.0.field("function")
    }

    /// What it is called with.
    pub fn arguments(self) -> Option<Arguments<'t>> {
        self.0.field("arguments")?.cast()
    }

    /// The `await` of which this call is the whole operand.
    pub fn awaited(self) -> Option<Await<'t>> {
        self.0.parent()?.cast()
    }
}

impl<'t> Await<'t> {
    /// What is awaited.
    pub fn operand(self) -> Option<Node<'t>> {
        self.0.operand()
    }
}

impl<'t> Attribute<'t> {
    /// What the attribute is of.
    pub fn object(self) -> Option<Node<'t>> {
        self.0.field("object")
    }

    /// The name after the dot.
    pub fn attribute(self) -> Option<Name<'t>> {
        self.0.field("attribute")?.cast()
    }
}

impl<'t> Subscript<'t> {
    /// What is subscripted.
    pub fn value(self) -> Option<Node<'t>> {
        self.0.field("value")
    }

    /// What stands in the brackets, split at commas.
    pub fn subscripts(self) -> Vec<Node<'t>> {
        self.0.fields("subscript")
    }
}

impl<'t> Lambda<'t> {
    /// The expression after the colon.
    pub fn body(self) -> Option<Node<'t>> {
        self.0.field("body")
    }
}

impl<'t> Assignment<'t> {
    /// The target; of `a = b = c` the first.
    pub fn target(self) -> Option<Node<'t>> {
        self.0.field("left")
    }

    /// The annotation.
    pub fn annotation(self) -> Option<Node<'t>> {
        self.0.field("type")
    }

    /// What is assigned; of `a = b = c` the assignment `b = c`.
    pub fn value(self) -> Option<Node<'t>> {
        self.0.field("right")
    }
}

impl<'t> AugmentedAssignment<'t> {
    /// The target.
    pub fn target(self) -> Option<Node<'t>> {
        self.0.field("left")
    }

    /// What the target is combined with.
    pub fn value(self) -> Option<Node<'t>> {
        self.0.field("right")
    }
}

impl<'t> ExpressionStatement<'t> {
    /// The expression or assignment; `None` for a tuple without parentheses.
    pub fn expression(self) -> Option<Node<'t>> {
        let mut children = self.0.children();
        children.next().filter(|_| children.next().is_none())
    }
}

impl<'t> Return<'t> {
    /// What is returned.
    pub fn value(self) -> Option<Node<'t>> {
        self.0.children().next()
    }
}

impl<'t> Raise<'t> {
    /// What is raised.
    pub fn exception(self) -> Option<Node<'t>> {
        self.0.children().next().filter(|node| Some(*node) != self.cause())
    }

    /// What stands after `from`.
    pub fn cause(self) -> Option<Node<'t>> {
        self.0.field("cause")
    }
}

impl<'t> If<'t> {
    /// The condition.
    pub fn condition(self) -> Option<Node<'t>> {
        self.0.field("condition")
    }

    /// The statements under `if`.
    pub fn body(self) -> Option<Block<'t>> {
        self.0.field("consequence")?.cast()
    }

    /// The `elif` clauses, in source order.
    pub fn elifs(self) -> impl Iterator<Item = ElifClause<'t>> {
        self.0.children().filter_map(Node::cast)
    }

    /// The `else` clause.
    pub fn orelse(self) -> Option<ElseClause<'t>> {
        self.0.children().find_map(Node::cast)
    }
}

impl<'t> ElifClause<'t> {
    /// The condition.
    pub fn condition(self) -> Option<Node<'t>> {
        self.0.field("condition")
    }

    /// The statements under it.
    pub fn body(self) -> Option<Block<'t>> {
        self.0.field("consequence")?.cast()
    }
}

impl<'t> ElseClause<'t> {
    /// The statements under it.
    pub fn body(self) -> Option<Block<'t>> {
        self.0.field("body")?.cast()
    }
}

impl<'t> For<'t> {
    /// Whether it is an `async for`.
    pub fn is_async(self) -> bool {
        self.0.has_token("async")
    }

    /// What each element is bound to.
    pub fn target(self) -> Option<Node<'t>> {
        self.0.field("left")
    }

    /// What is iterated over.
    pub fn iterable(self) -> Option<Node<'t>> {
        self.0.field("right")
    }

    /// The statements under it.
    pub fn body(self) -> Option<Block<'t>> {
        self.0.field("body")?.cast()
    }

    /// The `else` clause.
    pub fn orelse(self) -> Option<ElseClause<'t>> {
        self.0.children().find_map(Node::cast)
    }
}

impl<'t> While<'t> {
    /// The condition.
    pub fn condition(self) -> Option<Node<'t>> {
        self.0.field("condition")
    }

    /// The statements under it.
    pub fn body(self) -> Option<Block<'t>> {
        self.0.field("body")?.cast()
    }

    /// The `else` clause.
    pub fn orelse(self) -> Option<ElseClause<'t>> {
        self.0.children().find_map(Node::cast)
    }
}

impl<'t> With<'t> {
    /// Whether it is an `async with`.
    pub fn is_async(self) -> bool {
        self.0.has_token("async")
    }

    /// The context managers, in source order.
    pub fn items(self) -> impl Iterator<Item = WithItem<'t>> {
        let clause = self.0.children().find(|child| child.kind() == "with_clause");
        clause.into_iter().flat_map(|clause| clause.children().filter_map(Node::cast))
    }

    /// The statements under it.
    pub fn body(self) -> Option<Block<'t>> {
        self.0.field("body")?.cast()
    }
}

impl<'t> WithItem<'t> {
    /// The context manager.
    pub fn context(self) -> Option<Node<'t>> {
        let value = self.0.field("value")?;
        if value.kind() == "as_pattern" { value.children().next() } else { Some(value) }
    }

    /// What stands after `as`.
    pub fn target(self) -> Option<Node<'t>> {
        let value = self.0.field("value").filter(|value| value.kind() == "as_pattern")?;
        value.field("alias")?.children().next()
    }
}

impl<'t> Try<'t> {
    /// The statements under `try`.
    pub fn body(self) -> Option<Block<'t>> {
        self.0.field("body")?.cast()
    }

    /// The `except` clauses, in source order.
    pub fn excepts(self) -> impl Iterator<Item = ExceptClause<'t>> {
        self.0.children().filter_map(Node::cast)
    }

    /// The `else` clause.
    pub fn orelse(self) -> Option<ElseClause<'t>> {
        self.0.children().find_map(Node::cast)
    }

    /// The `finally` clause.
    pub fn finally(self) -> Option<FinallyClause<'t>> {
        self.0.children().find_map(Node::cast)
    }
}

impl<'t> ExceptClause<'t> {
    /// Whether it is an `except*`.
    pub fn is_star(self) -> bool {
        self.0.has_token("except*") || self.0.has_token("*")
    }

    /// The exception type, or a tuple of them; `None` in a bare `except:`.
    pub fn exception(self) -> Option<Node<'t>> {
        let value = self.0.field("value")?;
        if value.kind() == "as_pattern" { value.children().next() } else { Some(value) }
    }

    /// The name after `as`.
    pub fn name(self) -> Option<Node<'t>> {
        let value = self.0.field("value")?;
        match value.kind() {
            "as_pattern" => value.field("alias")?.children().next(),
            _ => self.0.field("alias"),
        }
    }

    /// The statements under it.
    pub fn body(self) -> Option<Block<'t>> {
        self.0.children().find_map(Node::cast)
    }
}

impl<'t> FinallyClause<'t> {
    /// The statements under it.
    pub fn body(self) -> Option<Block<'t>> {
        self.0.children().find_map(Node::cast)
    }
}

impl<'t> FunctionDef<'t> {
    /// Whether it is an `async def`.
    pub fn is_async(self) -> bool {
        self.0.has_token("async")
    }

    /// Its name.
    pub fn name(self) -> Option<Name<'t>> {
        self.0.field("name")?.cast()
    }

    /// The statements under it; `None` where the part is only the function's header.
    pub fn body(self) -> Option<Block<'t>> {
        let body: Block<'t> = self.0.field("body")?.cast()?;
        body.statements().next().is_some().then_some(body)
    }

    /// The annotation after `->`.
    pub fn returns(self) -> Option<Node<'t>> {
        self.0.field("return_type")
    }

    /// Its decorators, in source order.
    pub fn decorators(self) -> impl Iterator<Item = Decorator<'t>> {
        decorators(self.0)
    }
}

impl<'t> ClassDef<'t> {
    /// Its name.
    pub fn name(self) -> Option<Name<'t>> {
        self.0.field("name")?.cast()
    }

    /// The bases and keywords in parentheses after the name.
    pub fn arguments(self) -> Option<Arguments<'t>> {
        self.0.field("superclasses")?.cast()
    }

    /// The statements under it; `None` where the part is only the class's header.
    pub fn body(self) -> Option<Block<'t>> {
        let body: Block<'t> = self.0.field("body")?.cast()?;
        body.statements().next().is_some().then_some(body)
    }

    /// Its decorators, in source order.
    pub fn decorators(self) -> impl Iterator<Item = Decorator<'t>> {
        decorators(self.0)
    }
}

fn decorators<'t>(definition: Node<'t>) -> impl Iterator<Item = Decorator<'t>> {
    let around = definition.parent().filter(|node| node.kind() == "decorated_definition");
    around.into_iter().flat_map(|node| node.children().filter_map(Node::cast))
}

impl<'t> Decorator<'t> {
    /// What stands after the `@`.
    pub fn expression(self) -> Option<Node<'t>> {
        self.0.children().next()
    }
}

impl<'t> Block<'t> {
    /// Its statements, in source order.
    pub fn statements(self) -> impl Iterator<Item = Node<'t>> {
        self.0.children()
    }
}

impl<'t> Comprehension<'t> {
    /// Whether it is an `async for`.
    pub fn is_async(self) -> bool {
        self.0.has_token("async")
    }

    /// What each element is bound to.
    pub fn target(self) -> Option<Node<'t>> {
        self.0.field("left")
    }

    /// What is iterated over.
    pub fn iterable(self) -> Option<Node<'t>> {
        self.0.field("right")
    }
}

#[cfg(test)]
mod tests;
