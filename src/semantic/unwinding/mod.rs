//! What runs while a block unwinds: whether a cancellation that comes again at every `await` is told
//! from one that comes once (the domain's P-cleanup).
//!
//! A cancelled coroutine unwinds through `finally` clauses, handlers and context managers, its own and
//! those of whatever it awaits. What awaits nothing there, and hands the cancellation on, runs the same
//! under both kinds.

mod function;
#[cfg(test)]
mod tests;

use ruff_python_ast::{AnyNodeRef, Expr, ExprAttribute};
use rustc_hash::{FxHashMap, FxHashSet};

use super::{BindingKind, NodeId, ScopeKind, SemanticModel};
use crate::source::{Ranged, TextRange};
use function::{Act, Acts};

/// What is known of code outside the file.
pub trait Library {
    /// What the program's own code runs while it waits for the value of the expression.
    fn awaited(&self, expression: TextRange) -> Awaited;

    /// What leaving the context manager that the expression gives does.
    fn entered(&self, manager: TextRange) -> Entered;

    /// Whether an `except` clause with the class at `class` catches a cancellation; `None` where that is
    /// not known.
    fn is_cancellation(&self, class: TextRange) -> Option<bool>;
}

/// What the program's own code runs while it waits for something.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Awaited {
    /// Nothing.
    Nothing,
    /// The coroutines among the arguments of the call; a cancellation reaches them too.
    Arguments,
    /// The same, of its first argument.
    First,
    /// That is not known.
    Unknown,
}

/// What leaving a context manager does.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Entered {
    /// It neither waits nor swallows a cancellation.
    Plain,
    /// The same, and no scope's cancellation reaches the code in its block.
    Shield,
    /// That is not known.
    Unknown,
}

/// A place at which it matters how often a cancellation comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Obstacle {
    /// Where.
    pub range: TextRange,
    /// What is there.
    pub kind: ObstacleKind,
    /// The calls that lead there from the block, outermost first.
    pub through: Vec<TextRange>,
}

/// What stands in the way of a proof.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ObstacleKind {
    /// A clause that runs while the block unwinds awaits something: these statements of its body, from the
    /// first that waits to the last.
    Cleanup(TextRange),
    /// A clause does not hand the cancellation on.
    Swallows,
    /// Code runs that was not followed.
    Unknown,
}

impl SemanticModel<'_> {
    /// What stands in the way of a proof that nothing suspends while the code at `block` unwinds: an
    /// expression whose value is awaited, or the statements of a block.
    ///
    /// Empty is the proof. That a class in another file may inherit from one here and replace its methods
    /// is overlooked.
    pub fn unwinding(&self, block: Block, library: &dyn Library) -> Vec<Obstacle> {
        let mut walk = Walk {
            model: self,
            library,
            known: FxHashMap::default(),
            seen: FxHashSet::default(),
            through: Vec::new(),
            obstacles: Vec::new(),
        };
        match block {
            Block::Awaited(expression) => walk.awaited(expression),
            Block::Statements(statements) => {
                let acts = Acts::of_block(self, statements, library);
                walk.acts(&acts);
            }
        }
        walk.obstacles
    }
}

/// Code that may be cancelled.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Block {
    /// The expression whose value is awaited.
    Awaited(TextRange),
    /// The statements of one suite, from the start of the first to the end of the last.
    Statements(TextRange),
}

struct Walk<'m, 'a> {
    model: &'m SemanticModel<'a>,
    library: &'m dyn Library,
    known: FxHashMap<NodeId, Acts>,
    /// The functions that were followed.
    seen: FxHashSet<NodeId>,
    through: Vec<TextRange>,
    obstacles: Vec<Obstacle>,
}

/// So many calls deep are functions followed.
const DEPTH: usize = 40;

impl Walk<'_, '_> {
    fn obstacle(&mut self, range: TextRange, kind: ObstacleKind) {
        let known = self.obstacles.iter().any(|other| other.range == range && other.kind == kind);
        if !known {
            self.obstacles.push(Obstacle { range, kind, through: self.through.clone() });
        }
    }

    fn acts(&mut self, acts: &Acts) {
        for act in &acts.acts {
            match *act {
                Act::Awaits(expression) => self.awaited(expression),
                Act::Iterates(expression) => self.iterated(expression),
                Act::Enters(manager) => self.entered(manager),
                Act::Obstacle(range, kind) => self.obstacle(range, kind),
            }
        }
    }

    /// The value of the expression is awaited.
    fn awaited(&mut self, expression: TextRange) {
        match self.library.awaited(expression) {
            Awaited::Nothing => {}
            Awaited::Arguments => self.arguments(expression, usize::MAX),
            Awaited::First => self.arguments(expression, 1),
            Awaited::Unknown => match self.called(expression) {
                Some((callee, Target::Function(function))) if self.is_coroutine(function) => {
                    self.follow(callee, function);
                }
                _ => self.unknown(expression),
            },
        }
    }

    /// The coroutines that the first `count` arguments of a call make run.
    fn arguments(&mut self, call: TextRange, count: usize) {
        let nodes = self.model.nodes();
        let Some(AnyNodeRef::ExprCall(call)) = nodes.expression(call).map(|id| nodes.get(id))
        else {
            return self.unknown(call);
        };
        if call.arguments.args.is_empty() {
            return self.unknown(call.range());
        }
        for argument in call.arguments.args.iter().take(count) {
            self.coroutines(argument);
        }
    }

    fn coroutines(&mut self, argument: &Expr) {
        match argument {
            Expr::Call(call) => self.awaited(call.range()),
            Expr::Starred(starred) => self.coroutines(&starred.value),
            Expr::ListComp(made) => self.coroutines(&made.elt),
            Expr::Generator(made) => self.coroutines(&made.elt),
            Expr::List(list) => list.elts.iter().for_each(|element| self.coroutines(element)),
            Expr::Tuple(tuple) => tuple.elts.iter().for_each(|element| self.coroutines(element)),
            Expr::If(choice) => {
                self.coroutines(&choice.body);
                self.coroutines(&choice.orelse);
            }
            Expr::NumberLiteral(_) | Expr::NoneLiteral(_) => {}
            other => self.unknown(other.range()),
        }
    }

    /// `async for` goes through the value of the expression.
    fn iterated(&mut self, expression: TextRange) {
        match self.called(expression) {
            Some((callee, Target::Function(function))) if self.is_generator(function) => {
                self.follow(callee, function);
            }
            _ => match self.library.awaited(expression) {
                Awaited::Nothing => {}
                Awaited::Arguments | Awaited::First | Awaited::Unknown => self.unknown(expression),
            },
        }
    }

    /// `async with` enters the value of the expression.
    fn entered(&mut self, manager: TextRange) {
        if self.library.entered(manager) != Entered::Unknown {
            return;
        }
        match self.called(manager) {
            Some((callee, Target::Function(function))) if self.is_manager(function) => {
                self.follow(callee, function);
            }
            Some((callee, Target::Class(class))) => self.instance_entered(callee, class),
            _ => self.unknown(manager),
        }
    }

    /// `async with` enters an instance of the class at node `class`.
    fn instance_entered(&mut self, callee: TextRange, class: NodeId) {
        let method = |name| self.model.method_of(class, name);
        let (Some(enter), Some(exit)) = (method("__aenter__"), method("__aexit__")) else {
            return self.unknown(callee);
        };
        self.follow(callee, enter);
        let acts = self.known_acts(exit);
        let waits = acts.acts.iter().filter_map(|act| match *act {
            Act::Awaits(range) | Act::Iterates(range) | Act::Enters(range) => Some(range),
            Act::Obstacle(..) => None,
        });
        let waits = waits.filter_map(|range| self.model.statement_in(exit, range));
        if let Some(statements) = waits.reduce(TextRange::cover) {
            self.through.push(callee);
            self.obstacle(statements, ObstacleKind::Cleanup(statements));
            self.through.pop();
        }
        if self.model.returns_value(exit) {
            self.through.push(callee);
            self.obstacle(self.model.nodes().range(exit), ObstacleKind::Swallows);
            self.through.pop();
        }
        self.follow(callee, exit);
    }

    fn unknown(&mut self, expression: TextRange) {
        self.obstacle(expression, ObstacleKind::Unknown);
        // What may be meant is worth a look, though it proves nothing.
        let nodes = self.model.nodes();
        let callee = nodes.callee_of(expression).unwrap_or(expression);
        let Some(AnyNodeRef::ExprAttribute(method)) =
            nodes.expression(callee).map(|id| nodes.get(id))
        else {
            return;
        };
        if let [function] = self.model.methods_called(method)[..] {
            self.follow(callee, function);
        }
    }

    fn follow(&mut self, callee: TextRange, function: NodeId) {
        if self.through.len() >= DEPTH {
            return self.obstacle(callee, ObstacleKind::Unknown);
        }
        if !self.seen.insert(function) {
            return;
        }
        let acts = self.known_acts(function);
        self.through.push(callee);
        self.acts(&acts);
        self.through.pop();
    }

    fn known_acts(&mut self, function: NodeId) -> Acts {
        let (model, library) = (self.model, self.library);
        let acts = self.known.entry(function);
        acts.or_insert_with(|| Acts::of_function(model, function, library)).clone()
    }

    /// What the call at `expression` calls.
    fn called(&self, expression: TextRange) -> Option<(TextRange, Target)> {
        let callee = self.model.nodes().callee_of(expression)?;
        if let Some(definition) = self.model.resolve_function(callee) {
            return Some((callee, Target::Function(definition.node)));
        }
        if let Some(class) = self.model.class_at(callee) {
            return Some((callee, Target::Class(class)));
        }
        let nodes = self.model.nodes();
        let AnyNodeRef::ExprAttribute(method) = nodes.get(nodes.expression(callee)?) else {
            return None;
        };
        let class = self.model.class_of_value(&method.value)?;
        let method = self.model.method_of(class, method.attr.as_str())?;
        Some((callee, Target::Function(method)))
    }

    fn is_coroutine(&self, function: NodeId) -> bool {
        let found = self.model.nodes().function(function);
        found.is_some_and(|found| found.is_async && !found.is_generator)
            && self.model.decorators(function).is_empty()
    }

    fn is_generator(&self, function: NodeId) -> bool {
        let found = self.model.nodes().function(function);
        found.is_some_and(|found| found.is_async && found.is_generator)
            && self.model.decorators(function).is_empty()
    }

    fn is_manager(&self, function: NodeId) -> bool {
        let found = self.model.nodes().function(function);
        found.is_some_and(|found| found.is_async && found.is_generator)
            && self.model.decorators(function) == ["contextlib.asynccontextmanager"]
    }
}

/// What a call means.
#[derive(Debug, Clone, Copy)]
enum Target {
    Function(NodeId),
    Class(NodeId),
}

impl SemanticModel<'_> {
    /// The qualified names of a function's decorators; those that only say how a method is bound are left
    /// out, and an unknown one is empty.
    fn decorators(&self, function: NodeId) -> Vec<String> {
        let AnyNodeRef::StmtFunctionDef(def) = self.nodes().get(function) else {
            return Vec::new();
        };
        let names = def.decorator_list.iter().map(|decorator| match &decorator.expression {
            Expr::Name(name) if self.builtin(&name.id, name.start()) => name.id.to_string(),
            other => self.qualified_name(other.range()).map(|n| n.to_string()).unwrap_or_default(),
        });
        names.filter(|name| !matches!(name.as_str(), "staticmethod" | "classmethod")).collect()
    }

    /// The class of this file that the expression at `range` names.
    fn class_at(&self, range: TextRange) -> Option<NodeId> {
        let AnyNodeRef::ExprName(name) = self.nodes().get(self.nodes().expression(range)?) else {
            return None;
        };
        let resolution = self.resolve(&name.id, name.start());
        let [binding] = resolution.bindings.as_slice() else { return None };
        let binding = self.binding(*binding);
        let is_plain = match self.nodes().get(binding.node) {
            AnyNodeRef::StmtClassDef(class) => class.decorator_list.is_empty(),
            _ => false,
        };
        (binding.kind == BindingKind::Class && !resolution.builtin && is_plain)
            .then_some(binding.node)
    }

    /// The class of this file that an expression gives an instance of: a call of the class, or a name that
    /// is assigned nothing else.
    fn class_of_value(&self, value: &Expr) -> Option<NodeId> {
        match value {
            Expr::Call(call) => self.class_at(call.func.range()),
            Expr::Name(name) => match self.only_value(&name.id, name.range()) {
                Some(Expr::Call(call)) => self.class_at(call.func.range()),
                _ => None,
            },
            _ => None,
        }
    }

    /// The method that an instance of exactly this class has under `name`: defined in it, or in its bases
    /// if all of them are known.
    fn method_of(&self, class: NodeId, name: &str) -> Option<NodeId> {
        let (mut class, mut depth) = (class, 0);
        if self.stored_attributes.contains(name) {
            return None;
        }
        loop {
            let scope = self.body_scope(class)?;
            match self.bindings_of(scope, name) {
                [] => {}
                [binding] => {
                    let node = self.binding(*binding).node;
                    let is_def = matches!(self.nodes().get(node), AnyNodeRef::StmtFunctionDef(_));
                    return is_def.then_some(node);
                }
                _ => return None,
            }
            let AnyNodeRef::StmtClassDef(def) = self.nodes().get(class) else { return None };
            let [base] = def.bases() else { return None };
            class = self.class_at(base.range())?;
            depth += 1;
            if depth > DEPTH {
                return None;
            }
        }
    }

    /// The methods of this file's classes that go by the name that `method` looks up.
    fn methods_called(&self, method: &ExprAttribute) -> Vec<NodeId> {
        let classes = self.scope_ids().filter(|scope| self.scope(*scope).kind == ScopeKind::Class);
        let bindings = classes.flat_map(|class| self.bindings_of(class, method.attr.as_str()));
        let nodes = bindings.map(|binding| self.binding(*binding).node);
        let functions = nodes
            .filter(|node| self.nodes().function(*node).is_some_and(|function| function.is_async));
        functions.collect()
    }

    /// The statement of a function's own suite that holds `range`.
    fn statement_in(&self, function: NodeId, range: TextRange) -> Option<TextRange> {
        let AnyNodeRef::StmtFunctionDef(def) = self.nodes().get(function) else { return None };
        let mut statements = def.body.iter().map(Ranged::range);
        statements.find(|statement| statement.contains_range(range))
    }

    /// Whether a function returns something else than `None` or `False`.
    fn returns_value(&self, function: NodeId) -> bool {
        let nodes = self.nodes();
        nodes.own_nodes(function).any(|id| match nodes.get(id) {
            AnyNodeRef::StmtReturn(returned) => match returned.value.as_deref() {
                None | Some(Expr::NoneLiteral(_)) => false,
                Some(Expr::BooleanLiteral(literal)) => literal.value,
                Some(_) => true,
            },
            _ => false,
        })
    }
}
