//! What scores of loneliness mean: who counts as lonely, and which change is more than chance.

use crate::calls::measures::Instrument;
use crate::words::words;

/// From how many points on a change of the UCLA-3 score, 3 to 9 (Hughes et al. 2004), counts as reliable: as more than
/// its error of measurement.
pub const RELIABLE: i16 = 3;

words! {
    /// How a caller's score changed from the first to the last time.
    ReliableChange {
        /// Less lonely by three points or more.
        Improved = "improved",
        Unchanged = "unchanged",
        /// Lonelier by three points or more.
        Worsened = "worsened",
    }
}

/// What a change of the UCLA-3 score is, last less first: more is lonelier.
pub fn reliable(change: i16) -> ReliableChange {
    if change <= -RELIABLE {
        ReliableChange::Improved
    } else if change >= RELIABLE {
        ReliableChange::Worsened
    } else {
        ReliableChange::Unchanged
    }
}

/// Whether a score counts as lonely: on UCLA-3 from 6 on.
pub fn is_lonely(instrument: Instrument, score: u8) -> bool {
    score >= instrument.definition().lonely_from
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_change_of_three_points_or_more_is_reliable() {
        let changes: Vec<_> = (-6..=6).map(reliable).collect();
        let expected = [
            [ReliableChange::Improved; 4].as_slice(),
            &[ReliableChange::Unchanged; 5],
            &[ReliableChange::Worsened; 4],
        ];
        assert_eq!(changes, expected.concat());
    }

    #[test]
    fn six_of_nine_is_lonely() {
        let lonely: Vec<u8> = (3..=9)
            .filter(|score| is_lonely(Instrument::Ucla3, *score))
            .collect();
        assert_eq!(lonely, [6, 7, 8, 9]);
    }
}
