use super::{options, told};
use crate::{change::Changes, engine::Options};

const LOCK: &str = "import asyncio
async def f():
    lock = asyncio.Lock()
    await asyncio.wait_for(lock.acquire(), 5)
    lock.release()
";

#[test]
fn what_is_needed_and_not_made_is_named() {
    let needs = "needs the reference at line 4 to be rewritten too, which";
    let lock = |options: &Options| told("a.py", LOCK, options)[0].clone();
    let unaccepted = Options { accept: Changes::NONE.into(), ..options(&[]) };
    assert_eq!(
        lock(&unaccepted),
        format!("3: `asyncio.Lock`: {needs} waits for you to accept contextvars")
    );
    let unselected = Options { ignore: vec!["wait_for"], ..options(&[]) };
    assert_eq!(lock(&unselected), format!("3: `asyncio.Lock`: {needs} is not selected"));
    let refused = LOCK.replace("acquire(), 5", "acquire(), 5, loop=None");
    let told = told("a.py", &refused, &options(&[]));
    assert_eq!(told[0], format!("3: `asyncio.Lock`: {needs} has to be done by hand"));
}

#[test]
fn a_name_that_is_in_a_string_twice_is_one_finding() {
    let text = "import asyncio\ndef f(x: 'asyncio.Task' '|asyncio.Task'): ...\n";
    assert_eq!(told("a.py", text, &options(&[])).len(), 1);
}
