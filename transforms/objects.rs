//! Which names give objects whose methods and attributes are looked at one by one.
//!
//! What becomes of most methods is decided with their object: a queue's `put` goes with the queue. An
//! event loop has no counterpart, so each use of one is a question of its own; of other objects' methods
//! only those are that a migration turns on.

/// The class that an object is of whose attributes are looked at: what it is that the owned name `name`
/// gives when it is called, or means in an annotation.
pub fn class_given_by(name: &str) -> Option<&'static str> {
    Some(match name {
        "asyncio.get_running_loop"
        | "asyncio.get_event_loop"
        | "asyncio.new_event_loop"
        | "asyncio._get_running_loop"
        | "asyncio.AbstractEventLoop"
        | "asyncio.BaseEventLoop"
        | "asyncio.EventLoop"
        | "asyncio.SelectorEventLoop"
        | "asyncio.ProactorEventLoop"
        | "uvloop.new_event_loop"
        | "uvloop.Loop" => LOOP,
        "asyncio.create_task"
        | "asyncio.ensure_future"
        | "asyncio.current_task"
        | "asyncio.Task" => TASK,
        "asyncio.Future" | "asyncio.gather" | "asyncio.shield" | "asyncio.wrap_future" => FUTURE,
        "asyncio.Queue" => QUEUE,
        "asyncio.Event" => EVENT,
        "asyncio.Lock" => LOCK,
        "asyncio.Semaphore" | "asyncio.BoundedSemaphore" => SEMAPHORE,
        "asyncio.Condition" => CONDITION,
        _ => return None,
    })
}

/// The class of what a method of an object of `class` returns.
pub fn class_returned_by(class: &str, method: &str) -> Option<&'static str> {
    match (class, method) {
        (LOOP, "create_task") => Some(TASK),
        (LOOP, "create_future" | "run_in_executor") => Some(FUTURE),
        (TASK | FUTURE, "get_loop") => Some(LOOP),
        _ => None,
    }
}

/// Whether a use of the attribute `name` of an object of `class` is a question of its own.
pub fn is_decided_alone(class: &str, name: &str) -> bool {
    match class {
        LOOP => true,
        TASK => matches!(
            name,
            "add_done_callback"
                | "cancel"
                | "cancelling"
                | "get_context"
                | "get_coro"
                | "get_loop"
                | "get_stack"
                | "print_stack"
                | "uncancel"
        ),
        FUTURE => matches!(name, "add_done_callback" | "cancel" | "get_loop"),
        QUEUE => matches!(name, "join" | "shutdown"),
        EVENT => name == "clear",
        _ => false,
    }
}

/// Whether who awaits the method `name` of an object of `class` runs none of the program's own code
/// meanwhile, also while it is cancelled.
pub fn waits_by_itself(class: &str, name: &str) -> bool {
    match class {
        LOOP => {
            matches!(name, "create_future" | "run_in_executor" | "getaddrinfo" | "getnameinfo")
                || name.starts_with("sock_")
        }
        QUEUE => matches!(name, "get" | "join" | "put"),
        EVENT => name == "wait",
        FUTURE => name == "__await__",
        LOCK | SEMAPHORE => name == "acquire",
        CONDITION => matches!(name, "acquire" | "wait" | "wait_for"),
        _ => false,
    }
}

const LOOP: &str = "asyncio.AbstractEventLoop";
const TASK: &str = "asyncio.Task";
const FUTURE: &str = "asyncio.Future";
const QUEUE: &str = "asyncio.Queue";
const EVENT: &str = "asyncio.Event";
const LOCK: &str = "asyncio.Lock";
const SEMAPHORE: &str = "asyncio.Semaphore";
const CONDITION: &str = "asyncio.Condition";
