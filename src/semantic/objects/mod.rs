//! Objects: the names and attributes of a file that stand for one thing, and all that is done with
//! it.
//!
//! Following starts at one reference to the object's class, goes to where the object is kept (its
//! holders), from there to every use, and on to wherever a use keeps it again. What cannot be
//! followed is an escape.

mod attributes;
mod collected;
mod dataclasses;
mod families;
mod flow;
mod follow;
mod held_tasks;
mod holders;
mod instances;
mod invocation;
mod outside;
mod places;
mod receivers;
mod renewal;
mod shape;
mod supplied;
mod tasks;
mod unpacking;

pub use flow::{Held, HeldKind, Inflow, Inlet};
pub use instances::{Instances, Lost, Member};
pub use outside::{OutsideKind, OutsideOwner, OutsideUse};
pub use tasks::{TaskUse, Tasks};

use ruff_python_ast::{AnyNodeRef, Expr, ExprContext};

pub(super) use attributes::Attributes;

use follow::{Holder, Manner};

use super::{NodeId, Nodes, SemanticModel};
use crate::source::{Ranged, TextRange};

impl SemanticModel<'_> {
    /// Everything done with the object that the reference at `class` makes or annotates; `is_class`
    /// says which references spell its class.
    pub fn object(&self, class: TextRange, is_class: &dyn Fn(TextRange) -> bool) -> Object {
        follow::follow(self, class, is_class, Manner::Named)
    }

    /// The same for a class whose objects are what `async with` gives for them.
    pub fn entered_object(&self, class: TextRange, is_class: &dyn Fn(TextRange) -> bool) -> Object {
        follow::follow(self, class, is_class, Manner::Entered)
    }

    /// The same for a class whose objects are followed into collections, and out of functions that return
    /// them.
    pub fn collected_object(
        &self,
        class: TextRange,
        is_class: &dyn Fn(TextRange) -> bool,
    ) -> Object {
        follow::follow(self, class, is_class, Manner::Collected)
    }
}

/// Everything that was found out about one object (or several that share a holder).
#[derive(Debug, Clone, Default)]
pub struct Object {
    /// Calls that make it, each with the reference to its class.
    pub creations: Vec<Creation>,
    /// References to its class in annotations of its holders.
    pub annotations: Vec<TextRange>,
    /// What is done with it.
    pub uses: Vec<Use>,
    /// Where it gets out of sight, or something unseen gets in, each with a clause about the place.
    pub escapes: Vec<(TextRange, String)>,
    /// What holds it: `name` of the module, `Class.name`, `function(name)`.
    pub holders: Vec<String>,
    /// The same, each with all the places where it is named.
    pub held: Vec<Held>,
    /// Where an attribute of an object of an unknown class has the name of a holder.
    pub doubtful: Vec<TextRange>,
    /// The same, as what they are.
    kept: Vec<Holder>,
    /// Collections that hold it, and functions that return it, as code outside the file spells them: with a
    /// dot where they are attributes. Each with a place in its class.
    pub collections: Vec<(TextRange, String)>,
    /// Whether it is followed through collections or functions.
    is_collected: bool,
    /// Holders that code outside the file may use, each with its name.
    pub public: Vec<(TextRange, String)>,
    /// Attributes and names of the module that are private by their name, each with that.
    pub private: Vec<(TextRange, String)>,
}

/// Where an object is made.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Creation {
    /// The reference to the class.
    pub class: TextRange,
    /// The call of it. `None` where the class is handed over to be called: `default_factory=Lock`.
    pub call: Option<TextRange>,
}

/// One thing done with an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Use {
    /// The expression that stands for the object.
    pub object: TextRange,
    /// What is done.
    pub kind: UseKind,
}

/// What is done with an object.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum UseKind {
    /// `object.name(...)`.
    Method {
        /// The method.
        name: String,
        /// The call.
        call: TextRange,
        /// What becomes of the call's value.
        value: CallValue,
    },
    /// `object.name` that is not called.
    Attribute {
        /// The attribute.
        name: String,
        /// The whole expression.
        range: TextRange,
    },
    /// The object of an `async with` or `with` item.
    With {
        /// Whether it is `async with`.
        is_async: bool,
        /// Whether the item has an `as`.
        bound: bool,
    },
    /// Compared with `None`, or tested for truth.
    Test,
    /// Awaited itself.
    Awaited,
    /// An argument of a call that was not followed.
    Argument {
        /// The call.
        call: TextRange,
        /// What is called.
        callee: TextRange,
    },
}

/// What becomes of the value of a call.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CallValue {
    /// The call is a statement.
    Dropped,
    /// `await call` is a statement.
    AwaitDropped,
    /// `await call` is part of something that may look at the value.
    AwaitUsed,
    /// The call is part of something else.
    Used,
}

/// An attribute that is looked up, and perhaps called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberUse<'a> {
    /// The attribute.
    pub name: &'a str,
    /// The call, or where there is none the attribute with its object.
    pub range: TextRange,
    /// The call of it.
    pub call: Option<MemberCall>,
}

/// How an attribute is called.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MemberCall {
    /// The positional arguments; `None` where there are others.
    pub arguments: Option<Vec<TextRange>>,
    /// What becomes of its value.
    pub value: CallValue,
}

/// A call, and what is called.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CallSite {
    /// The call.
    pub call: TextRange,
    /// Its callee.
    pub callee: TextRange,
}

impl<'a> Nodes<'a> {
    /// The attribute that is looked up on the expression at `object`.
    pub fn member_of(&self, object: TextRange) -> Option<MemberUse<'a>> {
        let id = self.parent(self.expression(object)?)?;
        let AnyNodeRef::ExprAttribute(attribute) = self.get(id) else { return None };
        let name = attribute.attr.as_str();
        let call = self.parent(id).and_then(|call| match self.get(call) {
            AnyNodeRef::ExprCall(call) if call.func.range() == attribute.range() => Some(call),
            _ => None,
        });
        let Some(call) = call else {
            let loaded = attribute.ctx == ExprContext::Load;
            let range = attribute.range();
            return loaded.then_some(MemberUse { name, range, call: None });
        };
        let all = &call.arguments;
        let plain = all.keywords.is_empty() && !all.args.iter().any(Expr::is_starred_expr);
        let arguments = plain.then(|| all.args.iter().map(Ranged::range).collect());
        let value = self.value_of_call(call.range()).unwrap_or(CallValue::Used);
        let (range, call) = (call.range(), Some(MemberCall { arguments, value }));
        Some(MemberUse { name, range, call })
    }

    /// The call of which the expression at `argument` is the first positional argument.
    pub fn call_around(&self, argument: TextRange) -> Option<CallSite> {
        let arguments = self.parent(self.expression(argument)?)?;
        let AnyNodeRef::ExprCall(call) = self.get(self.parent(arguments)?) else { return None };
        let first = call.arguments.args.first()?;
        (first.range() == argument)
            .then(|| CallSite { call: call.range(), callee: call.func.range() })
    }

    /// The calls that the function `function` itself makes, in source order.
    pub fn calls_of(&self, function: NodeId) -> Vec<CallSite> {
        let calls = self.own_nodes(function).filter_map(|id| match self.get(id) {
            AnyNodeRef::ExprCall(call) => {
                Some(CallSite { call: call.range(), callee: call.func.range() })
            }
            _ => None,
        });
        let mut calls: Vec<CallSite> = calls.collect();
        calls.sort_by_key(|site| site.call.start());
        calls
    }

    /// The call of which the expression at `argument` is an argument, by position or by keyword.
    pub fn call_with(&self, argument: TextRange) -> Option<CallSite> {
        let mut around = self.ancestors(self.expression(argument)?);
        let parent = around.next()?;
        let all = match self.get(parent) {
            AnyNodeRef::Arguments(_) => parent,
            AnyNodeRef::Keyword(_) => around.next()?,
            _ => return None,
        };
        let AnyNodeRef::ExprCall(call) = self.get(self.parent(all)?) else { return None };
        Some(CallSite { call: call.range(), callee: call.func.range() })
    }

    /// The `*(… for …)`, or list, in which the expression at `element` makes each element.
    pub fn comprehension_of(&self, element: TextRange) -> Option<TextRange> {
        let made = self.parent(self.expression(element)?)?;
        let is_element = match self.get(made) {
            AnyNodeRef::ExprGenerator(each) => each.elt.range() == element,
            AnyNodeRef::ExprListComp(each) => each.elt.range() == element,
            _ => false,
        };
        let starred = self.parent(made).filter(|_| is_element)?;
        matches!(self.get(starred), AnyNodeRef::ExprStarred(_)).then(|| self.range(starred))
    }

    /// What becomes of the value of the call at `range`.
    pub fn value_of_call(&self, range: TextRange) -> Option<CallValue> {
        let call = self.expression(range)?;
        let parent = |id: NodeId| self.parent(id).map(|parent| (parent, self.get(parent)));
        Some(match parent(call) {
            Some((_, AnyNodeRef::StmtExpr(_))) => CallValue::Dropped,
            Some((awaited, AnyNodeRef::ExprAwait(_))) => match parent(awaited) {
                Some((_, AnyNodeRef::StmtExpr(_))) => CallValue::AwaitDropped,
                _ => CallValue::AwaitUsed,
            },
            _ => CallValue::Used,
        })
    }
}
