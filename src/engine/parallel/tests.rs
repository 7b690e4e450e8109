use std::{convert::Infallible, sync::atomic::AtomicUsize, time::Duration};

use super::*;

#[test]
fn results_come_in_order() {
    for jobs in [1, 2, 7] {
        let inputs: Vec<usize> = (0..100).collect();
        let mut taken = Vec::new();
        let slow_where_even = |input: &usize| {
            if input.is_multiple_of(2) {
                thread::sleep(Duration::from_micros(200));
            }
            input * 2
        };
        let Ok(()) = in_order(&inputs, jobs, slow_where_even, |input, output| {
            taken.push((*input, output));
            Ok::<_, Infallible>(())
        });
        let expected: Vec<_> = inputs.iter().map(|input| (*input, input * 2)).collect();
        assert_eq!(taken, expected);
    }
}

#[test]
fn work_is_done_where_no_thread_may_be() {
    let here = thread::current().id();
    let mut taken = 0;
    let result = in_order(
        &[(), ()],
        0,
        |()| thread::current().id(),
        |(), id| {
            taken += 1;
            (id == here).then_some(()).ok_or(id)
        },
    );
    assert_eq!((result, taken), (Ok(()), 2));
}

#[test]
fn an_error_ends_the_work() {
    let done = AtomicUsize::new(0);
    let work = |input: &usize| {
        done.fetch_add(1, Ordering::Relaxed);
        *input
    };
    let inputs: Vec<usize> = (0..1000).collect();
    let result =
        in_order(&inputs, 2, work, |_, output| if output < 3 { Ok(()) } else { Err(output) });
    assert_eq!(result, Err(3));
    assert!(done.into_inner() < 100);
}
