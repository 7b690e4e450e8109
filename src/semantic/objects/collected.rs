//! Objects in collections: lists, sets, dicts and tuples of one kind of object, followed from what is put
//! in to what is taken out.

use ruff_python_ast::{AnyNodeRef, Expr, ExprCall, ExprContext};

use super::{
    follow::{Holder, Walk},
    shape::{Called, Shape},
};
use crate::{
    semantic::NodeId,
    source::{Ranged, TextRange},
};

impl<'a> Walk<'_, 'a> {
    /// The object at `range` becomes part of what its parent is; `None` where that is no collection.
    pub(super) fn gathered(&mut self, range: TextRange, parent: NodeId) -> Option<()> {
        let shape = self.around(range, parent, &Shape::One)?;
        self.shaped(self.model.nodes().range(parent), &shape);
        Some(())
    }

    /// What the collection, of which the value at `range` of this shape becomes a part, is.
    fn around(&mut self, range: TextRange, parent: NodeId, shape: &Shape) -> Option<Shape> {
        if !self.collects {
            return None;
        }
        let is_value = |value: &Expr| value.range() == range;
        Some(match self.model.nodes().get(parent) {
            AnyNodeRef::ExprList(list) => {
                list.elts.iter().for_each(|element| self.fits(element, shape));
                shape.clone().many()
            }
            AnyNodeRef::ExprSet(set) => {
                set.elts.iter().for_each(|element| self.fits(element, shape));
                shape.clone().many()
            }
            AnyNodeRef::ExprTuple(tuple) if self.is_iterated(parent) => {
                tuple.elts.iter().for_each(|element| self.fits(element, shape));
                shape.clone().many()
            }
            AnyNodeRef::ExprTuple(tuple) => {
                let known =
                    tuple.elts.iter().map(|element| is_value(element).then(|| shape.clone()));
                Shape::Tuple(known.collect())
            }
            AnyNodeRef::ExprDict(dict) => {
                if dict.items.iter().any(|item| item.key.as_ref().is_none_or(is_value)) {
                    return None;
                }
                dict.iter_values().for_each(|value| self.fits(value, shape));
                Shape::Map(Box::new(shape.clone()))
            }
            AnyNodeRef::ExprListComp(_)
            | AnyNodeRef::ExprSetComp(_)
            | AnyNodeRef::ExprGenerator(_) => shape.clone().many(),
            AnyNodeRef::ExprDictComp(each) if is_value(&each.value) => {
                Shape::Map(Box::new(shape.clone()))
            }
            _ => return None,
        })
    }

    /// Whether a loop goes over the elements of the expression `id`.
    fn is_iterated(&self, id: NodeId) -> bool {
        let nodes = self.model.nodes();
        match nodes.parent(id).map(|parent| nodes.get(parent)) {
            Some(AnyNodeRef::StmtFor(each)) => each.iter.range() == nodes.range(id),
            Some(AnyNodeRef::Comprehension(each)) => each.iter.range() == nodes.range(id),
            _ => false,
        }
    }

    /// Where the value of the expression at `range` goes, which has this shape.
    pub(super) fn shaped(&mut self, range: TextRange, shape: &Shape) {
        if *shape == Shape::One {
            self.given.insert(range);
            return self.value(range);
        }
        let known = self.shapes.get(&range);
        let Some(joined) = shape.joined(known) else {
            return self.escape(range, "may be one object or several");
        };
        if known == Some(&joined) {
            return;
        }
        self.given.insert(range);
        self.shapes.insert(range, joined.clone());
        if self.flows(range, &joined).is_none() {
            self.escape(range, "is used in a way that was not followed");
        }
    }

    fn flows(&mut self, range: TextRange, shape: &Shape) -> Option<()> {
        let nodes = self.model.nodes();
        let parent = nodes.parent(nodes.expression(range)?)?;
        let whole = nodes.range(parent);
        match nodes.get(parent) {
            AnyNodeRef::StmtExpr(_)
            | AnyNodeRef::StmtDelete(_)
            | AnyNodeRef::StmtAssert(_)
            | AnyNodeRef::StmtIf(_)
            | AnyNodeRef::StmtWhile(_)
            | AnyNodeRef::ElifElseClause(_)
            | AnyNodeRef::ExprCompare(_) => {}
            AnyNodeRef::ExprUnaryOp(operation) if operation.op.is_not() => {}
            AnyNodeRef::StmtAssign(assign) => {
                for target in &assign.targets {
                    self.store(target, Some(shape))?;
                }
            }
            AnyNodeRef::StmtAnnAssign(assign) => self.store(&assign.target, Some(shape))?,
            AnyNodeRef::ExprNamed(named) => {
                self.store(&named.target, Some(shape))?;
                self.shaped(whole, shape);
            }
            AnyNodeRef::ExprIf(choice) if choice.test.range() == range => {}
            AnyNodeRef::ExprIf(choice) => {
                [&choice.body, &choice.orelse]
                    .into_iter()
                    .for_each(|value| self.fits(value, shape));
                self.shaped(whole, shape);
            }
            AnyNodeRef::ExprBoolOp(operation) => {
                operation.values.iter().for_each(|value| self.fits(value, shape));
                self.shaped(whole, shape);
            }
            AnyNodeRef::Comprehension(each) if each.iter.range() == range => {
                self.store(&each.target, shape.element()?.as_ref())?;
            }
            AnyNodeRef::Comprehension(_) => {}
            AnyNodeRef::StmtFor(each) if !each.is_async => {
                self.store(&each.target, shape.element()?.as_ref())?;
            }
            AnyNodeRef::ExprSubscript(taken) if taken.value.range() == range => match taken.ctx {
                ExprContext::Load => {
                    let item = shape.item(&taken.slice)?;
                    item.into_iter().for_each(|item| self.shaped(whole, &item));
                }
                ExprContext::Store => match nodes.parent(parent).map(|id| nodes.get(id)) {
                    Some(AnyNodeRef::StmtAssign(assign)) => {
                        let item = shape.item(&taken.slice)?;
                        item.into_iter().for_each(|item| self.fits(&assign.value, &item));
                    }
                    _ => return None,
                },
                ExprContext::Del | ExprContext::Invalid => {}
            },
            AnyNodeRef::ExprAttribute(attribute) => {
                let call = nodes.call_of(whole)?;
                let AnyNodeRef::ExprCall(called) = nodes.get(nodes.expression(call)?) else {
                    return None;
                };
                self.collection_called(attribute.attr.as_str(), called, shape)?;
            }
            AnyNodeRef::Arguments(_) | AnyNodeRef::Keyword(_) => {
                let mut around = nodes.ancestors(parent);
                let call = around.find_map(|id| match nodes.get(id) {
                    AnyNodeRef::ExprCall(call) => Some(call),
                    _ => None,
                });
                self.collection_passed(range, call?, shape)?;
            }
            AnyNodeRef::StmtReturn(_) => self.returned(range, shape)?,
            AnyNodeRef::ExprLambda(_) => self.made_by_lambda(range, shape)?,
            _ => {
                let shape = self.around(range, parent, shape)?;
                self.shaped(whole, &shape);
            }
        }
        Some(())
    }

    /// A target gets something of this shape; nothing that counts where that is `None`.
    pub(super) fn store(&mut self, target: &'a Expr, shape: Option<&Shape>) -> Option<()> {
        let Some(shape) = shape else { return Some(()) };
        match target {
            Expr::Tuple(tuple) => self.unpack(&tuple.elts, shape),
            Expr::List(list) => self.unpack(&list.elts, shape),
            Expr::Subscript(slot) => self.deposit(&slot.value, self.slot_of(&slot.value, shape)?),
            Expr::Name(_) | Expr::Attribute(_) => {
                self.given.insert(target.range());
                let holder = self.places.holder_of(target)?;
                self.keep_shape(holder, shape, target.range());
                Some(())
            }
            _ => None,
        }
    }

    fn unpack(&mut self, targets: &'a [Expr], shape: &Shape) -> Option<()> {
        let each: Vec<Option<Shape>> = match shape {
            Shape::Tuple(known) if known.len() == targets.len() => known.clone(),
            Shape::Many(element) => vec![Some((**element).clone()); targets.len()],
            Shape::One | Shape::Map(_) | Shape::Tuple(_) => return None,
        };
        if targets.iter().any(Expr::is_starred_expr) {
            return None;
        }
        let mut pairs = targets.iter().zip(each);
        pairs.try_for_each(|(target, known)| self.store(target, known.as_ref()))
    }

    /// What the collection at `collection` is when it has something of this shape in a slot.
    pub(super) fn slot_of(&self, collection: &'a Expr, shape: &Shape) -> Option<Shape> {
        let is_map = match self.shapes.get(&collection.range()) {
            Some(Shape::Map(_)) => true,
            Some(Shape::Many(_)) => false,
            Some(Shape::One | Shape::Tuple(_)) => return None,
            None => self.is_mapping(&self.places.holder_of(collection)?)?,
        };
        let shape = Box::new(shape.clone());
        Some(if is_map { Shape::Map(shape) } else { Shape::Many(shape) })
    }

    /// The collection that the expression `collection` gives has this shape.
    pub(super) fn deposit(&mut self, collection: &'a Expr, shape: Shape) -> Option<()> {
        match collection {
            Expr::Name(_) | Expr::Attribute(_) => {
                let holder = self.places.holder_of(collection)?;
                self.keep_shape(holder, &shape, collection.range());
                Some(())
            }
            Expr::Subscript(slot) => {
                let outer = self.slot_of(&slot.value, &shape)?;
                self.deposit(&slot.value, outer)
            }
            Expr::Call(call) => {
                let Expr::Attribute(method) = &*call.func else { return None };
                let keyed = matches!(method.attr.as_str(), "get" | "pop" | "setdefault");
                keyed.then(|| self.deposit(&method.value, Shape::Map(Box::new(shape))))?
            }
            _ => None,
        }
    }

    /// A holder may have something of this shape.
    pub(super) fn keep_shape(&mut self, holder: Holder, shape: &Shape, at: TextRange) {
        if *shape == Shape::One {
            return self.keep_in(holder, at);
        }
        if self.is_kept(&holder) {
            return self.escape(at, "may be one object or several");
        }
        if matches!(holder, Holder::Attribute(None, _)) {
            return self.escape(at, "is kept in an attribute of what was not followed");
        }
        let known = self.collections.get(&holder);
        let Some(joined) = shape.joined(known) else {
            return self.escape(at, "may be one object or several");
        };
        if known == Some(&joined) {
            return;
        }
        if known.is_none() {
            self.object.holders.push(self.places.label(&holder));
            self.tell(&holder, at);
            let place = match &holder {
                Holder::Attribute(Some(class), _) => self.model.nodes().range(*class),
                Holder::Attribute(None, _) | Holder::Name(..) => at,
            };
            let spelled = self.places.spelled(&holder);
            self.object.collections.extend(spelled.map(|spelled| (place, spelled)));
        }
        self.collections.insert(holder.clone(), joined);
        self.pending.push(holder);
    }

    /// A method of a collection of this shape is called.
    fn collection_called(&mut self, name: &str, call: &'a ExprCall, shape: &Shape) -> Option<()> {
        match shape.called(name)? {
            Called::Puts => {
                let put = if name == "extend" { Some(shape.clone()) } else { shape.element()? };
                self.fits(call.arguments.args.last()?, &put?);
            }
            Called::Gives(given, default) => {
                if let Some(default) = default.and_then(|index| call.arguments.args.get(index)) {
                    self.fits(default, &given);
                }
                self.shaped(call.range(), &given);
            }
            Called::Nothing => {}
        }
        Some(())
    }

    /// A collection is an argument of a call: of a builtin, or of a function of this file.
    fn collection_passed(
        &mut self,
        range: TextRange,
        call: &'a ExprCall,
        shape: &Shape,
    ) -> Option<()> {
        let name = match &*call.func {
            Expr::Name(name) if self.model.builtin(&name.id, name.start()) => name.id.as_str(),
            callee => self.places.collection_class(callee).unwrap_or_default(),
        };
        match name {
            "len" | "bool" => {}
            "sorted" | "min" | "max" if matches!(shape, Shape::Map(_)) => {}
            "dict" | "OrderedDict" if matches!(shape, Shape::Map(_)) => {
                self.shaped(call.range(), shape);
            }
            "list" | "tuple" | "set" | "frozenset" | "reversed" | "iter" | "deque" => {
                if let Some(element) = shape.element()? {
                    self.shaped(call.range(), &element.many());
                }
            }
            "next" => {
                let Shape::Many(element) = shape else { return None };
                call.arguments
                    .args
                    .get(1)
                    .into_iter()
                    .for_each(|default| self.fits(default, element));
                self.shaped(call.range(), element);
            }
            "enumerate" => {
                let pair = Shape::Tuple(vec![None, shape.element()?]);
                self.shaped(call.range(), &pair.many());
            }
            "zip" => {
                let element = shape.element()?;
                let is_this = |argument: &Expr| argument.range() == range;
                let known = call.arguments.args.iter();
                let known = known.map(|argument| element.clone().filter(|_| is_this(argument)));
                let pair = Shape::Tuple(known.collect());
                self.shaped(call.range(), &pair.many());
            }
            _ => return self.handed_to(range, call, shape),
        }
        Some(())
    }

    /// A parameter gets something of this shape, or a collection does.
    pub(super) fn handed_to(
        &mut self,
        range: TextRange,
        call: &'a ExprCall,
        shape: &Shape,
    ) -> Option<()> {
        if !self.collects {
            return None;
        }
        if let Some(holder) = self.places.filled_by(call, range) {
            self.keep_shape(holder, shape, range);
            return Some(());
        }
        let Expr::Attribute(method) = &*call.func else { return None };
        let whole = match (method.attr.as_str(), &*call.arguments.args) {
            ("append" | "appendleft" | "add" | "count" | "discard" | "index" | "remove", [_])
            | ("insert", [_, _]) => shape.clone().many(),
            ("extend", [_]) => shape.element()??.many(),
            ("setdefault", [_, value]) if value.range() == range => {
                Shape::Map(Box::new(shape.clone()))
            }
            _ => return None,
        };
        self.deposit(&method.value, whole)
    }

    /// `defaultdict(lambda: …)` makes it for whatever key.
    pub(super) fn made_by_lambda(&mut self, range: TextRange, shape: &Shape) -> Option<()> {
        let nodes = self.model.nodes();
        let lambda = nodes.parent(nodes.expression(range)?)?;
        let is_lambda = matches!(nodes.get(lambda), AnyNodeRef::ExprLambda(_));
        let field = self.places.factory_field(nodes.range(lambda));
        match field.filter(|_| is_lambda && self.collects) {
            Some(field) => self.keep_shape(field, shape, range),
            None if is_lambda => return self.made_by_default(nodes.range(lambda), shape),
            None => return None,
        }
        Some(())
    }

    /// `defaultdict(factory)`, where the factory at `range` makes something of this shape.
    pub(super) fn made_by_default(&mut self, range: TextRange, shape: &Shape) -> Option<()> {
        let nodes = self.model.nodes();
        let around = nodes.call_around(range).filter(|_| self.collects)?;
        let AnyNodeRef::ExprCall(call) = nodes.get(nodes.expression(around.call)?) else {
            return None;
        };
        let is_meant = self.places.collection_class(&call.func) == Some("defaultdict")
            && call.arguments.args.len() == 1
            && call.arguments.keywords.is_empty();
        is_meant.then(|| self.shaped(around.call, &Shape::Map(Box::new(shape.clone()))))
    }
}
