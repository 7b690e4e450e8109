//! What gets into collections of objects, and what functions return: it has to be objects of the kind.

use ruff_python_ast::{AnyNodeRef, Expr, ExprCall};

use super::{
    follow::{Holder, Walk},
    places::Places,
    shape::{Shape, is_mapping_class},
};
use crate::{
    semantic::NodeId,
    source::{Ranged, TextRange},
};

impl<'a> Walk<'_, 'a> {
    /// A function returns it: its calls give it.
    pub(super) fn returned(&mut self, range: TextRange, shape: &Shape) -> Option<()> {
        let function = self.model.nodes().enclosing_function(range).filter(|_| self.collects)?;
        self.given_by(function.node, shape)
    }

    /// The calls of the function `id` give something of this shape.
    pub(super) fn given_by(&mut self, id: NodeId, shape: &Shape) -> Option<()> {
        let nodes = self.model.nodes();
        let AnyNodeRef::StmtFunctionDef(def) = nodes.get(id) else { return None };
        let function = nodes.enclosing_function(def.body.first()?.range())?;
        if function.node != id || function.is_generator || !def.decorator_list.is_empty() {
            return None;
        }
        let known = self.returning.get(&id);
        let joined = shape.joined(known)?;
        if known == Some(&joined) {
            return Some(());
        }
        let is_new = known.is_none();
        self.returning.insert(id, joined.clone());
        if let Some(place) = self.places.handed_on(id, def) {
            self.escape(place, "is handed on as a function, and its value was not followed");
        }
        if let Some(place) = self.model.overriding(id) {
            self.escape(place, "may be called in place of the method that gives it");
        }
        let parent = nodes.parent(id).map(|id| nodes.get(id));
        let is_seen = matches!(parent, None | Some(AnyNodeRef::StmtClassDef(_)));
        if is_new && is_seen {
            let told = match nodes.is_private(id) {
                true => &mut self.object.private,
                false => &mut self.object.public,
            };
            told.push((def.name.range(), def.name.to_string()));
            let dot = if parent.is_some() { "." } else { "" };
            self.object.collections.push((def.name.range(), format!("{dot}{}", def.name)));
        }
        if let Some(returns) = &def.returns {
            self.annotation(returns.range());
        }
        for id in nodes.own_nodes(id) {
            if let AnyNodeRef::StmtReturn(statement) = nodes.get(id)
                && let Some(value) = statement.value.as_deref()
            {
                self.fits(value, &joined);
            }
        }
        for invocation in self.places.calls_of(id, def) {
            let call = invocation.call.range();
            let value = match function.is_async {
                _ if invocation.skipped > 0 => None,
                true => nodes.await_of(call),
                false => Some(call),
            };
            match value {
                Some(value) => self.shaped(value, &joined),
                None => self.escape(call, "gives it in a way that was not followed"),
            }
        }
        Some(())
    }

    /// The value has to be of this shape, or nothing.
    pub(super) fn fits(&mut self, value: &'a Expr, shape: &Shape) {
        match (value, shape) {
            (_, Shape::One) => self.may_be(value),
            (Expr::NoneLiteral(_), _) => {}
            (Expr::If(choice), _) => {
                self.fits(&choice.body, shape);
                self.fits(&choice.orelse, shape);
            }
            (Expr::BoolOp(operation), _) => {
                operation.values.iter().for_each(|value| self.fits(value, shape));
            }
            (Expr::Named(named), _) => self.fits(&named.value, shape),
            (Expr::Lambda(lambda), _) => self.fits(&lambda.body, shape),
            (Expr::List(list), Shape::Many(element)) => {
                list.elts.iter().for_each(|value| self.fits(value, element));
            }
            (Expr::Set(set), Shape::Many(element)) => {
                set.elts.iter().for_each(|value| self.fits(value, element));
            }
            (Expr::Tuple(tuple), Shape::Many(element)) => {
                tuple.elts.iter().for_each(|value| self.fits(value, element));
            }
            (Expr::Tuple(tuple), Shape::Tuple(known)) if tuple.elts.len() == known.len() => {
                for (value, shape) in tuple.elts.iter().zip(known) {
                    shape.iter().for_each(|shape| self.fits(value, shape));
                }
            }
            (Expr::Dict(dict), Shape::Map(element)) => {
                dict.iter_values().for_each(|value| self.fits(value, element));
            }
            (Expr::ListComp(each), Shape::Many(element)) => self.fits(&each.elt, element),
            (Expr::SetComp(each), Shape::Many(element)) => self.fits(&each.elt, element),
            (Expr::Generator(each), Shape::Many(element)) => self.fits(&each.elt, element),
            (Expr::DictComp(each), Shape::Map(element)) => self.fits(&each.value, element),
            (Expr::Name(_) | Expr::Attribute(_), _) => match self.places.holder_of(value) {
                Some(holder) => self.keep_shape(holder, shape, value.range()),
                None => self.wanted.push(value.range()),
            },
            (Expr::Call(call), _) if self.is_empty_collection(call, shape) => {}
            _ => self.pull(value, shape),
        }
    }

    /// Looks at all that is in what `value` takes something of this shape from.
    pub(super) fn pull(&mut self, value: &'a Expr, shape: &Shape) {
        self.wanted.push(value.range());
        let whole = match value {
            Expr::Await(awaited) => match &*awaited.value {
                Expr::Call(call) => return self.pull_from_function(call, shape),
                _ => return,
            },
            Expr::Subscript(slot) => {
                self.slot_of(&slot.value, shape).map(|whole| (&*slot.value, whole))
            }
            Expr::Call(call) if self.model.resolve_function(call.func.range()).is_some() => {
                return self.pull_from_function(call, shape);
            }
            Expr::Call(call) => match &*call.func {
                Expr::Attribute(method) if matches!(&*method.attr, "get" | "setdefault") => {
                    Some((&*method.value, Shape::Map(Box::new(shape.clone()))))
                }
                Expr::Attribute(method) if &*method.attr == "pop" => {
                    self.slot_of(&method.value, shape).map(|whole| (&*method.value, whole))
                }
                Expr::Attribute(method) if &*method.attr == "popleft" => {
                    Some((&*method.value, shape.clone().many()))
                }
                _ => return,
            },
            _ => return,
        };
        if let Some((collection, whole)) = whole {
            // Where it leads nowhere, the value is not given.
            let _ = self.deposit(collection, whole);
        }
    }

    fn pull_from_function(&mut self, call: &'a ExprCall, shape: &Shape) {
        if let Some(function) = self.model.resolve_function(call.func.range()) {
            let _ = self.given_by(function.node, shape);
        }
    }

    /// Refuses what gets to where objects are, and may be something else.
    pub(super) fn verify(&mut self) {
        for wanted in std::mem::take(&mut self.wanted) {
            if !self.given.contains(&wanted) && !self.followed.contains(&wanted) {
                self.escape(wanted, "gets a value here that was not followed");
            }
        }
    }

    /// Whether the call makes a collection of this shape with nothing in it; looks at what makes its
    /// elements.
    fn is_empty_collection(&mut self, call: &'a ExprCall, shape: &Shape) -> bool {
        if let Some(factory) = call.arguments.find_keyword("default_factory") {
            return match &factory.value {
                Expr::Lambda(lambda) => {
                    self.fits(&lambda.body, shape);
                    true
                }
                class => self.is_class_of(class, shape),
            };
        }
        if self.places.collection(call).is_none() || !self.is_class_of(&call.func, shape) {
            return false;
        }
        match (&*call.arguments.args, shape) {
            ([], _) => true,
            ([factory], Shape::Map(element)) => match (factory, &**element) {
                (Expr::Lambda(lambda), element) => {
                    self.fits(&lambda.body, element);
                    true
                }
                (class, Shape::One) => {
                    let is_class = (self.is_class)(class.range());
                    if is_class {
                        self.class(class.range());
                    }
                    is_class
                }
                (class, element) => self.is_class_of(class, element),
            },
            _ => false,
        }
    }

    /// Whether objects of the collection class that is named have this shape.
    fn is_class_of(&self, class: &'a Expr, shape: &Shape) -> bool {
        let is_mapping = self.places.collection_class(class).map(is_mapping_class);
        match shape {
            Shape::Map(_) => is_mapping == Some(true),
            Shape::Many(_) => is_mapping == Some(false),
            Shape::One | Shape::Tuple(_) => false,
        }
    }

    /// Whether what is assigned to the holder says that it is a dict; `None` where nothing says what it is.
    pub(super) fn is_mapping(&self, holder: &Holder) -> Option<bool> {
        match self.collections.get(holder) {
            Some(Shape::Map(_)) => return Some(true),
            Some(Shape::Many(_)) => return Some(false),
            Some(Shape::One | Shape::Tuple(_)) => return None,
            None => {}
        }
        let mut kinds = self.places.values_of(holder).into_iter().filter_map(|value| match value {
            Expr::Call(call) => match call.arguments.find_keyword("default_factory") {
                Some(factory) => self.places.collection_class(&factory.value).map(is_mapping_class),
                None => self.places.is_dict(value),
            },
            value => self.places.is_dict(value),
        });
        let first = kinds.next()?;
        kinds.all(|kind| kind == first).then_some(first)
    }
}

impl<'a> Places<'_, 'a> {
    /// What is assigned to a holder where it is named.
    fn values_of(&self, holder: &Holder) -> Vec<&'a Expr> {
        let nodes = self.model.nodes();
        let targets: Vec<NodeId> = match holder {
            Holder::Name(scope, name) => {
                let bindings = self.model.bindings_of(*scope, name).iter();
                bindings.map(|id| self.model.binding(*id).node).collect()
            }
            Holder::Attribute(class, name) => {
                let accesses = self.model.attributes().named(name).iter();
                let related = accesses.filter(|access| {
                    let receiver = access.receiver.or_else(|| self.class_of_receiver(access.node));
                    self.may_be_related(*class, receiver)
                });
                let scope = class.and_then(|class| self.model.body_scope(class));
                let bindings = scope.map_or(&[][..], |scope| self.model.bindings_of(scope, name));
                let in_body = bindings.iter().map(|id| self.model.binding(*id).node);
                related.map(|access| access.node).chain(in_body).collect()
            }
        };
        let value = |target: NodeId| match nodes.get(nodes.parent(target)?) {
            AnyNodeRef::StmtAssign(assign) => Some(&*assign.value),
            AnyNodeRef::StmtAnnAssign(assign) => assign.value.as_deref(),
            _ => None,
        };
        targets.into_iter().filter_map(value).collect()
    }
}
