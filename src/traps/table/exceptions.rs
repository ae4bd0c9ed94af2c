//! Rows of the table that no trap plants, each with its reason.

use crate::dicom::Tag;

/// Why some rows are planted nowhere, and which.
pub static EXCEPTIONS: &[(&str, &[Tag])] = &[
    ("of the command group, which no file holds (PS3.7 §6.3)", &[Tag(0x0000, 0x1000), Tag(0x0000, 0x1001)]),
    ("of a DICOMDIR alone, which has traps of its own, in the suite `coverage`", &[Tag(0x0004, 0x1511)]),
    (
        "one of a few code words, which single out nobody and can't be told from other words",
        &[
            Tag(0x0010, 0x0040),
            Tag(0x0010, 0x21a0),
            Tag(0x0010, 0x2203),
            Tag(0x0016, 0x0071),
            Tag(0x0016, 0x0073),
            Tag(0x0016, 0x0079),
            Tag(0x0016, 0x007a),
            Tag(0x0016, 0x007c),
            Tag(0x0016, 0x007e),
            Tag(0x0016, 0x0080),
            Tag(0x0016, 0x0083),
            Tag(0x0016, 0x0085),
            Tag(0x0016, 0x0087),
            Tag(0x0016, 0x0089),
            Tag(0x0400, 0x0600),
            Tag(0x0400, 0x0565),
        ],
    ),
    (
        "a measure that many share",
        &[
            Tag(0x0010, 0x1020),
            Tag(0x0010, 0x1030),
            Tag(0x0016, 0x004e),
            Tag(0x0016, 0x007b),
            Tag(0x0016, 0x007d),
            Tag(0x0016, 0x007f),
            Tag(0x0016, 0x0081),
            Tag(0x0016, 0x0088),
            Tag(0x0016, 0x008a),
        ],
    ),
    ("a number that says one of a few things", &[Tag(0x0010, 0x21c0), Tag(0x0016, 0x0075), Tag(0x0016, 0x008e)]),
    ("four bytes with the version of a format", &[Tag(0x0016, 0x0070)]),
];
