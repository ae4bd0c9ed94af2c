//! Greek names, in the forms for women and men.

use crate::identity::number::Cast;
use crate::identity::script::draw;
use crate::identity::script::other::Pool;
use crate::identity::script::other::pairs;
use crate::identity::script::share;
use crate::seed::Seed;

const LEFT: &[(&str, &str)] = &[
    ("Παπαδοπούλου", "Παπαδόπουλος"),
    ("Γεωργίου", "Γεωργίου"),
    ("Δημητρίου", "Δημητρίου"),
    ("Νικολάου", "Νικολάου"),
    ("Παπανικολάου", "Παπανικολάου"),
    ("Βασιλείου", "Βασιλείου"),
    ("Αθανασίου", "Αθανασίου"),
    ("Παπαγεωργίου", "Παπαγεωργίου"),
    ("Χριστοδούλου", "Χριστοδούλου"),
    ("Αναγνωστοπούλου", "Αναγνωστόπουλος"),
    ("Αντωνίου", "Αντωνίου"),
    ("Θεοδώρου", "Θεοδώρου"),
    ("Ιωάννου", "Ιωάννου"),
    ("Κωνσταντίνου", "Κωνσταντίνου"),
    ("Παναγιώτου", "Παναγιώτου"),
    ("Σωτηρίου", "Σωτηρίου"),
    ("Αλεξίου", "Αλεξίου"),
    ("Παπαϊωάννου", "Παπαϊωάννου"),
    ("Γρηγορίου", "Γρηγορίου"),
    ("Ευαγγέλου", "Ευαγγέλου"),
    ("Παύλου", "Παύλου"),
    ("Στεφάνου", "Στεφάνου"),
    ("Χαραλάμπους", "Χαραλάμπους"),
    ("Οικονόμου", "Οικονόμου"),
];
const RIGHT: &[(&str, &str)] = &[
    ("Βλαχάκη", "Βλαχάκης"),
    ("Καραγιάννη", "Καραγιάννης"),
    ("Μακρή", "Μακρής"),
    ("Λαμπράκη", "Λαμπράκης"),
    ("Ξενάκη", "Ξενάκης"),
    ("Σταματάκη", "Σταματάκης"),
    ("Τσουκαλά", "Τσουκαλάς"),
    ("Φραγκάκη", "Φραγκάκης"),
    ("Μαυρίδη", "Μαυρίδης"),
    ("Κοντογιάννη", "Κοντογιάννης"),
    ("Δασκαλάκη", "Δασκαλάκης"),
    ("Ζαχαράκη", "Ζαχαράκης"),
    ("Θεοδωράκη", "Θεοδωράκης"),
    ("Κατσαρού", "Κατσαρός"),
    ("Λεμονή", "Λεμονής"),
    ("Μανωλάκη", "Μανωλάκης"),
    ("Νικολαΐδη", "Νικολαΐδης"),
    ("Πετράκη", "Πετράκης"),
    ("Ρουσσάκη", "Ρουσσάκης"),
    ("Σπανού", "Σπανός"),
    ("Τζανάκη", "Τζανάκης"),
    ("Φωτιάδη", "Φωτιάδης"),
    ("Χατζηδάκη", "Χατζηδάκης"),
    ("Ψαρρά", "Ψαρράς"),
];
const GIVEN: &[(&str, &str)] = &[
    ("Μαρία", "Γεώργιος"),
    ("Ελένη", "Δημήτριος"),
    ("Αικατερίνη", "Κωνσταντίνος"),
    ("Βασιλική", "Ιωάννης"),
    ("Σοφία", "Νικόλαος"),
    ("Αγγελική", "Χρήστος"),
    ("Γεωργία", "Παναγιώτης"),
    ("Δήμητρα", "Ευάγγελος"),
];

pub(super) fn name(seed: Seed, cast: Cast, index: u64, female: bool) -> String {
    let form = |name: (&'static str, &'static str)| if female { name.0 } else { name.1 };
    let halves = draw(seed, "greek", index, (share(LEFT, cast), share(RIGHT, cast)));
    let given = draw(seed, "greek given", index, (share(GIVEN, cast), &[()]));
    match (halves, given) {
        (Some((left, right)), Some((given, ()))) => format!("{}-{}^{}", form(left), form(right), form(given)),
        _ => String::new(),
    }
}

/// What patients can be called: family names and given names, of women and of men.
pub(super) fn pools() -> Vec<Pool> {
    let pool = |female: bool| {
        let form = |names: &[(&'static str, &'static str)]| {
            share(names, Cast::Patient).iter().map(|name| if female { name.0 } else { name.1 }).collect::<Vec<_>>()
        };
        let given = form(GIVEN).into_iter().map(str::to_owned).collect();
        Pool { family: pairs(&form(LEFT), &form(RIGHT)), given }
    };
    vec![pool(true), pool(false)]
}
