//! Work on several packs is shared among as many threads as there are cores.

use std::num::NonZero;
use std::panic;
use std::sync::{Mutex, PoisonError};
use std::thread;

use crate::error::Result;

/// What `work` makes of every item, in their order.
///
/// # Errors
///
/// That of the first item whose work fails.
pub(super) fn share<I, T>(
    items: I,
    work: impl Fn(I::Item) -> Result<T> + Sync,
) -> Result<Vec<T>>
where
    I: ExactSizeIterator + Send,
    T: Send,
{
    let threads = thread::available_parallelism().map_or(1, NonZero::get);
    let threads = threads.min(items.len());
    let items = Mutex::new(items.enumerate());
    let next = || items.lock().unwrap_or_else(PoisonError::into_inner).next();
    // Who fails takes no more; what comes before that is in the hands of others.
    let some = || {
        let mut done = Vec::new();
        while let Some((at, item)) = next() {
            done.push((at, work(item)));
            if done.last().is_some_and(|(_, it)| it.is_err()) {
                break;
            }
        }
        done
    };
    let mut done = thread::scope(|scope| {
        let workers = (0..threads).map(|_| scope.spawn(some)).collect::<Vec<_>>();
        let results = workers.into_iter().map(thread::ScopedJoinHandle::join);
        results
            .flat_map(|it| it.unwrap_or_else(|it| panic::resume_unwind(it)))
            .collect::<Vec<_>>()
    });
    done.sort_by_key(|(at, _)| *at);
    done.into_iter().map(|(_, it)| it).collect()
}

#[cfg(test)]
mod tests {
    use std::io;
    use std::path::Path;

    use super::share;
    use crate::error::Error;

    #[test]
    fn results_and_errors_come_in_order() {
        let odd = |it: i32| match it % 2 {
            1 => Err(Error::io(Path::new(&it.to_string()))(io::Error::other("odd"))),
            _ => Ok(it / 2),
        };
        assert_eq!(share([8, 2, 6, 4].into_iter(), odd).unwrap(), [4, 1, 3, 2]);
        assert!(share([].into_iter(), odd).unwrap().is_empty());
        for _ in 0..100 {
            let error = share([2, 4, 7, 6, 9, 5].into_iter(), odd).unwrap_err();
            assert!(error.to_string().starts_with('7'), "{error}");
        }
    }
}
