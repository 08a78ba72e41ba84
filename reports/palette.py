"""The tokens that are offered beside a paragraph, under the chapter of the report that they belong to."""

from reports.prose import HEADINGS
from reports.reading import figures_on_screen, phrases_on_screen
from reports.singled_out import is_of_township

# By the key, or by what stands before its point; 开头 has no heading.
SUBJECTS = {
    "opening": "county report campaign townships.total",
    "leadership": "sessions leader_visits leading_group duties.county_liaisons people.county_liaisons first_responsible letters tasks "
    "plans.filed investment handovers",
    "publicity": "townships villages zones enterprises people duties teams officers certificates stations trainings publicity",
    "mechanisms": "key_sites inspections patrols hazards majors look_backs orders reports drives illegal_acts "
    "enforcement outcomes mentorships physical_works works provisions plans drills",
    "examples": "documents exchanges examples candidacies notices appraisals accidents accident_grades",
}
CHAPTER_OF = {subject: slot for slot, subjects in SUBJECTS.items() for subject in subjects.split()}


def chapters(snapshot, *, here):
    """Of the county, in the order of the report; the chapter of the paragraph in the slot `here` is open at first."""
    here = here.removeprefix("heading-")
    found = {slot: {"title": title_of(slot), "figures": [], "phrases": [], "is_open": slot == here} for slot in [*SUBJECTS, None]}
    for kind, tokens in _on_screen(snapshot).items():
        for one in tokens:
            if not is_of_township(one["token"]):
                found[chapter_of(one["token"].strip("[]"))][kind].append(one)
    return [chapter for chapter in found.values() if chapter["figures"] or chapter["phrases"]]


def of_townships(snapshot):
    return {kind: [one for one in tokens if is_of_township(one["token"])] for kind, tokens in _on_screen(snapshot).items()}


def chapter_of(key):
    return CHAPTER_OF.get(key, CHAPTER_OF.get(key.partition(".")[0]))


def title_of(slot):
    """一、加强领导, as in the table of sources."""
    return HEADINGS[f"heading-{slot}"].split("，")[0] if f"heading-{slot}" in HEADINGS else "开头" if slot else "其他"


def _on_screen(snapshot):
    return {"figures": figures_on_screen(snapshot), "phrases": phrases_on_screen(snapshot)}
