//! Work on many inputs at once, with what comes of them in their order.

use std::{
    collections::BTreeMap,
    panic::resume_unwind,
    sync::{
        atomic::{AtomicUsize, Ordering},
        mpsc,
    },
    thread,
};

/// Bytes of stack for a thread that walks trees.
pub const STACK_SIZE: usize = 16 << 20;

/// Does `work` on a thread whose stack is deep; here where there can be no other thread.
pub fn on_deep_stack<T: Send>(work: impl Fn() -> T + Sync) -> T {
    thread::scope(|scope| {
        match thread::Builder::new().stack_size(STACK_SIZE).spawn_scoped(scope, &work) {
            Ok(thread) => thread.join().unwrap_or_else(|panic| resume_unwind(panic)),
            Err(_) => work(),
        }
    })
}

/// Does `work` on each of `inputs`, on at most `jobs` threads with deep stacks, and hands what comes
/// of it to `take`: on this thread, in the order of the inputs, each as soon as those before it are
/// through. So little is held at a time.
///
/// One thread alone would only keep this one waiting: then it does the work itself, on its own stack.
///
/// # Errors
///
/// The first of `take`, after which no more work is begun.
pub fn in_order<I: Sync, O: Send, E>(
    inputs: &[I],
    jobs: usize,
    work: impl Fn(&I) -> O + Sync,
    mut take: impl FnMut(&I, O) -> Result<(), E>,
) -> Result<(), E> {
    if jobs.min(inputs.len()) <= 1 {
        return inputs.iter().try_for_each(|input| take(input, work(input)));
    }
    let next = AtomicUsize::new(0);
    let (sender, receiver) = mpsc::sync_channel(jobs);
    let worker = |sender: mpsc::SyncSender<(usize, O)>| {
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(input) = inputs.get(at) else { break };
            if sender.send((at, work(input))).is_err() {
                break;
            }
        }
    };
    thread::scope(|scope| {
        for _ in 0..jobs.min(inputs.len()) {
            let (sender, thread) = (sender.clone(), thread::Builder::new().stack_size(STACK_SIZE));
            if thread.spawn_scoped(scope, || worker(sender)).is_err() {
                break;
            }
        }
        drop(sender);
        // Let go of with an error, so that nobody waits to send.
        let receiver = receiver;
        let mut early = BTreeMap::new();
        for (due, input) in inputs.iter().enumerate() {
            let output = loop {
                if let Some(output) = early.remove(&due) {
                    break output;
                }
                match receiver.recv() {
                    Ok((at, output)) => early.insert(at, output),
                    // There is no thread to do it.
                    Err(_) => break work(input),
                };
            };
            take(input, output)?;
        }
        Ok(())
    })
}

#[cfg(test)]
mod tests;
