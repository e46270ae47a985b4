//! The quantile of Student's t that a 95 % interval needs.

use statrs::distribution::{ContinuousCDF, Normal, StudentsT};

/// From so many degrees of freedom on the expansion is exact to 1e-15. statrs loses its digits slowly, has four
/// left at a million, and at a hundred million does not come back.
const MANY: f64 = 1000.0;

/// What Student's t with so many degrees of freedom exceeds in one of 40 cases; none for fewer than one.
pub(super) fn quantile(freedom: f64) -> Option<f64> {
    if freedom >= MANY {
        return Some(expanded(freedom));
    }
    let t = StudentsT::new(0.0, 1.0, freedom).ok()?;
    (freedom >= 1.0).then(|| t.inverse_cdf(0.975))
}

/// By the normal quantile and powers of 1 / freedom (Abramowitz and Stegun 1964, 26.7.5).
fn expanded(freedom: f64) -> f64 {
    let z = Normal::standard().inverse_cdf(0.975);
    let terms: [(&[f64], f64); 4] = [
        (&[1.0, 1.0], 4.0),
        (&[3.0, 16.0, 5.0], 96.0),
        (&[-15.0, 17.0, 19.0, 3.0], 384.0),
        (&[-945.0, -1920.0, 1482.0, 776.0, 79.0], 92_160.0),
    ];
    // Odd powers of z, from the first up.
    let odd = |factors: &[f64]| {
        let sum = factors.iter().rev();
        z * sum.fold(0.0, |sum, factor| sum * z * z + factor)
    };
    let beyond = terms.into_iter().rev().fold(0.0, |sum, (factors, of)| {
        (sum + odd(factors) / of) / freedom
    });
    z + beyond
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_expansion_goes_on_where_the_exact_quantile_ends() {
        let exact = StudentsT::new(0.0, 1.0, MANY).unwrap().inverse_cdf(0.975);
        assert!((expanded(MANY) - exact).abs() < 1e-11);
        assert!((expanded(400.0) - quantile(400.0).unwrap()).abs() < 1e-11);
    }

    #[test]
    fn the_more_values_the_nearer_to_the_normal_quantile() {
        assert_eq!(quantile(0.0), None);
        let freedoms = [1.0, 2.0, 29.0, 999.0, 1000.0, 1e6, 1e12];
        let quantiles = freedoms.map(|freedom| quantile(freedom).unwrap());
        assert!(
            quantiles.is_sorted_by(|less, more| less > more),
            "{quantiles:?}"
        );
        assert!((quantiles[6] - Normal::standard().inverse_cdf(0.975)).abs() < 1e-11);
    }
}
