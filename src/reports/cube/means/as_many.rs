//! As many of some offers as may be made together.

/// Which of these may be told together and which not: the first, and of the others what may be told beside those before.
pub(super) fn as_many_as_may<T>(
    offers: Vec<T>,
    may_tell: impl Fn(&[&T]) -> bool,
) -> (Vec<T>, Vec<T>) {
    let mut may: Vec<bool> = Vec::new();
    let told = |may: &[bool]| {
        let told = offers.iter().zip(may).filter(|(_, may)| **may);
        told.map(|(offer, _)| offer).collect::<Vec<_>>()
    };
    // As many at once as may be: all that are left, or else half as many, down to one that may not.
    let mut at_once = offers.len();
    while may.len() < offers.len() {
        let with = [may.clone(), vec![true; at_once]].concat();
        if may_tell(&told(&with)) {
            may = with;
            at_once = offers.len() - may.len();
        } else if at_once > 1 {
            at_once /= 2;
        } else {
            may.push(false);
            at_once = offers.len() - may.len();
        }
    }
    let (kept, back): (Vec<_>, Vec<_>) = offers.into_iter().zip(may).partition(|(_, may)| *may);
    let offers = |some: Vec<(T, bool)>| some.into_iter().map(|(offer, _)| offer).collect();
    (offers(kept), offers(back))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn as_many_are_told_as_may_be_beside_those_before() {
        let asked = std::cell::Cell::new(0);
        let up_to_ten = |told: &[&u32]| {
            asked.set(asked.get() + 1);
            told.iter().copied().sum::<u32>() <= 10
        };
        assert_eq!(as_many_as_may(vec![3, 7], up_to_ten), (vec![3, 7], vec![]));
        assert_eq!(asked.take(), 1);
        let (kept, back) = as_many_as_may(vec![6, 5, 2, 3, 2], up_to_ten);
        assert_eq!((kept, back), (vec![6, 2, 2], vec![5, 3]));
        assert_eq!(
            as_many_as_may(Vec::<u32>::new(), up_to_ten),
            (vec![], vec![])
        );
    }
}
