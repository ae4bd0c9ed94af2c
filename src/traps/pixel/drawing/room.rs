//! Where in a picture there is room: inside the frame, and on no other line and no mark.

use crate::dicom::locus::PixelBox;
use crate::instance::Instance;

/// Pixels that stay free between a line and its neighbours.
const GAP: u32 = 2;
/// Pixels between a line in a corner and the border.
const MARGIN: u32 = 6;
/// Steps in which places are tried.
const STEP: usize = 4;

/// A corner of the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::traps::pixel) enum Corner {
    TopLeft,
    TopRight,
    BottomLeft,
    BottomRight,
}

/// A side of the frame.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::traps::pixel) enum Edge {
    Top,
    Right,
    Bottom,
    Left,
}

/// Where lines are wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::traps::pixel) enum Place {
    /// On an even background outside the clinical region.
    Free,
    /// In a corner, or as near to it as there is room.
    Corner(Corner),
    /// With the last pixels on the border.
    Edge(Edge),
    /// In the middle of the clinical region.
    Centre,
    /// With the upper left corner at one of these columns and rows, best first.
    At(Vec<(u32, u32)>),
}

/// What is taken in a picture.
#[derive(Clone, Debug)]
pub(in crate::traps::pixel) struct Room {
    /// Columns of the frame.
    pub(in crate::traps::pixel) columns: u32,
    /// Rows of the frame.
    pub(in crate::traps::pixel) rows: u32,
    clinical: PixelBox,
    free: Vec<PixelBox>,
    taken: Vec<PixelBox>,
}

impl Room {
    /// An empty picture.
    pub(in crate::traps::pixel) fn empty(columns: u32, rows: u32) -> Self {
        let whole = PixelBox::new(0, 0, columns, rows);
        Self { columns, rows, clinical: whole, free: vec![whole], taken: Vec::new() }
    }

    /// The frames of an instance: lines of other traps and marks that must survive are taken.
    pub(in crate::traps::pixel) fn of(instance: &Instance) -> Option<Self> {
        Self::beside(instance, None)
    }

    /// The same, but for burns from number `own` on.
    pub(super) fn beside(instance: &Instance, own: Option<usize>) -> Option<Self> {
        let format = instance.pixels.as_ref()?.format();
        let lines = instance.burns.iter().take(own.unwrap_or(usize::MAX)).map(|burn| burn.line_box);
        let marks = instance.annotations.iter().map(|annotation| annotation.area);
        let whole = PixelBox::new(0, 0, format.columns, format.rows);
        Some(Self {
            columns: format.columns,
            rows: format.rows,
            clinical: instance.clinical_box.unwrap_or(whole),
            free: instance.free_boxes.clone(),
            taken: lines.chain(marks).collect(),
        })
    }

    /// Marks a box as taken.
    pub(in crate::traps::pixel) fn take(&mut self, area: PixelBox) {
        self.taken.push(area);
    }

    /// Whether a line can be drawn there.
    pub(in crate::traps::pixel) fn is_free(&self, area: PixelBox) -> bool {
        let wide = area.dilated(GAP, self.columns, self.rows);
        area.fits(self.columns, self.rows) && !self.taken.iter().any(|taken| taken.meets(wide))
    }

    /// Column and row for a box of some size just where it is wanted.
    pub(in crate::traps::pixel) fn find(&self, place: &Place, width: u32, height: u32) -> Option<(u32, u32)> {
        let (right, bottom) = (self.columns.checked_sub(width)?, self.rows.checked_sub(height)?);
        let free = |at: &(u32, u32)| self.is_free(PixelBox::new(at.0, at.1, width, height));
        let along = |far: u32| (0..=far).step_by(STEP);
        match place {
            Place::Free => self.free.iter().find_map(|area| self.inside(*area, width, height)),
            Place::Corner(corner) => {
                let down = |away: u32| match corner {
                    Corner::TopLeft | Corner::TopRight => Some(MARGIN.min(bottom) + away),
                    Corner::BottomLeft | Corner::BottomRight => bottom.checked_sub(MARGIN.min(bottom) + away),
                };
                let x = match corner {
                    Corner::TopLeft | Corner::BottomLeft => MARGIN.min(right),
                    Corner::TopRight | Corner::BottomRight => right - MARGIN.min(right),
                };
                along(self.rows / 3).filter_map(down).map(|y| (x, y)).find(free)
            }
            Place::Edge(edge) => match edge {
                Edge::Top => along(right).map(|x| (x, 0)).find(free),
                Edge::Bottom => along(right).map(|x| (x, bottom)).find(free),
                Edge::Left => along(bottom).map(|y| (0, y)).find(free),
                Edge::Right => along(bottom).map(|y| (right, y)).find(free),
            },
            Place::Centre => {
                let aim = |first: u32, size: u32, own: u32| i64::from(first) + (i64::from(size) - i64::from(own)) / 2;
                let (x, y) = (
                    aim(self.clinical.x, self.clinical.width, width),
                    aim(self.clinical.y, self.clinical.height, height),
                );
                let grid = along(bottom).flat_map(|y| along(right).map(move |x| (x, y)));
                grid.filter(free).min_by_key(|at| (i64::from(at.0) - x).abs() + (i64::from(at.1) - y).abs())
            }
            Place::At(places) => places.iter().copied().find(free),
        }
    }

    /// Column and row for a box anywhere: outside the clinical region, or if need be in it.
    pub(in crate::traps::pixel) fn find_anywhere(&self, width: u32, height: u32) -> Option<(u32, u32)> {
        let (right, bottom) = (self.columns.checked_sub(width)?, self.rows.checked_sub(height)?);
        let grid = || {
            let rows = (0..=bottom).step_by(STEP);
            rows.flat_map(|y| (0..=right).step_by(STEP).map(move |x| (x, y)))
        };
        let area = |(x, y): (u32, u32)| PixelBox::new(x, y, width, height);
        let outside = |at: &(u32, u32)| !area(*at).meets(self.clinical) && self.is_free(area(*at));
        self.find(&Place::Free, width, height)
            .or_else(|| grid().find(outside))
            .or_else(|| grid().find(|at| self.is_free(area(*at))))
    }

    /// A place inside a box: from its top, at the left or the right side.
    fn inside(&self, area: PixelBox, width: u32, height: u32) -> Option<(u32, u32)> {
        let (spare_x, spare_y) = (area.width.checked_sub(width)?, area.height.checked_sub(height)?);
        let rows = (0..=spare_y).step_by(STEP).map(|down| area.y + down);
        let columns = [GAP.min(spare_x), spare_x - GAP.min(spare_x), spare_x / 2];
        rows.flat_map(|y| columns.map(move |across| (area.x + across, y)))
            .find(|(x, y)| self.is_free(PixelBox::new(*x, *y, width, height)))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_taken_is_never_given_again() {
        let mut room = Room::empty(100, 60);
        let mut given: Vec<PixelBox> = Vec::new();
        let corner = Place::Corner(Corner::BottomRight);
        while let Some((x, y)) = room.find(&corner, 30, 9).or_else(|| room.find_anywhere(30, 9)) {
            let area = PixelBox::new(x, y, 30, 9);
            assert!(area.fits(100, 60) && !given.iter().any(|other| other.meets(area)), "{area}");
            given.push(area);
            room.take(area);
        }
        assert!(given.len() >= 10, "{}", given.len());
        assert_eq!(given[0], PixelBox::new(64, 45, 30, 9));
    }

    #[test]
    fn an_edge_is_touched_and_the_centre_is_met() {
        let room = Room::empty(100, 60);
        assert_eq!(room.find(&Place::Edge(Edge::Right), 9, 30), Some((91, 0)));
        assert_eq!(room.find(&Place::Edge(Edge::Bottom), 30, 9), Some((0, 51)));
        assert_eq!(room.find(&Place::Centre, 20, 20), Some((40, 20)));
        assert_eq!(room.find(&Place::Free, 101, 5), None);
        assert_eq!(room.find(&Place::At(vec![(99, 0), (50, 30)]), 20, 20), Some((50, 30)));
    }
}
