//! Files with a value at one place.

/// Where something can stand in a file.
pub const PLACES: usize = 8;

/// A file with a value at one place. The name says which; places of raw bytes hold parts of a value by accident.
pub fn file(place: usize, value: &[u8]) -> (Vec<u8>, &'static str) {
    let mut file = vec![0; 128];
    if place == 0 {
        file.splice(0..value.len().min(128), value.iter().copied().take(128));
        file.truncate(128);
    }
    file.extend(b"DICM\x02\0\x10\0UI\x14\x001.2.840.10008.1.2.1\0");
    element(&mut file, 0x0008, 0x0005, b"CS", b"ISO_IR 192");
    element(&mut file, 0x0008, 0x0060, b"CS", b"CT");
    if place == 1 {
        let mut item = Vec::new();
        element(&mut item, 0x0010, 0x4000, b"LT", value);
        let mut items = b"\xfe\xff\x00\xe0".to_vec();
        items.extend((item.len() as u32).to_le_bytes());
        items.extend(item);
        element(&mut file, 0x0008, 0x1110, b"SQ", &items);
    }
    element(&mut file, 0x0008, 0x1030, b"LO", b"Thorax without contrast");
    element(&mut file, 0x0011, 0x0010, b"LO", b"ACME 1.0");
    match place {
        2 => element(&mut file, 0x0011, 0x1001, b"UN", value),
        3 => element(&mut file, 0x0011, 0x1001, b"OB", &[&[0, 1, 2, 3, 0, 0, 0, 9], value, &[0; 40]].concat()),
        4 => element(&mut file, 0x0020, 0x4000, b"LT", &[b"Comment of ", value, b" and more"].concat()),
        5 => element(&mut file, 0x0040, 0xa160, b"UT", value),
        7 => {
            // Long enough to be searched by itself, with the value far from both ends.
            let words = b"Axial slices without contrast, no lesion. ".repeat(900);
            element(&mut file, 0x0040, 0xa160, b"UT", &[&words, value, b" ", &words].concat());
        }
        _ => {}
    }
    if place == 6 {
        file.extend([0xfc, 0xff, 0xfc, 0xff, b'O', b'B', 0, 0, 0, 0, 0, 0]);
        file.extend(value);
    }
    let names = ["preamble", "nested", "private", "binary", "comment", "text", "trailing", "long text"];
    (file, names[place])
}

fn element(file: &mut Vec<u8>, group: u16, number: u16, vr: &[u8; 2], value: &[u8]) {
    file.extend(group.to_le_bytes());
    file.extend(number.to_le_bytes());
    file.extend(vr);
    let length = value.len() + value.len() % 2;
    if matches!(vr, b"OB" | b"UN" | b"UT" | b"SQ") {
        file.extend([0, 0]);
        file.extend((length as u32).to_le_bytes());
    } else {
        file.extend((length as u16).to_le_bytes());
    }
    file.extend(value);
    file.resize(file.len() + value.len() % 2, b' ');
}
