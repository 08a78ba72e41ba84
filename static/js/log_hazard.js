// The phone's form: its clock, the place's sector, a standard sentence. Everything here is a comfort: without it the form works.
"use strict";

const form = document.querySelector(".log-hazard").closest("form");
const field = (name) => form.elements[name];

function sentencesOfSector() {
  const sector = field("sector");
  const name = sector.value && sector.selectedOptions[0].text;
  field("sentence").querySelectorAll("optgroup").forEach((group) => {
    group.hidden = group.disabled = Boolean(name) && group.label !== name;
  });
}

// A place that has a sector brings it along: then it is seldom changed, and is folded away with the rest.
const sectorField = document.getElementById("div_id_sector");
const rarely = document.querySelector(".log-hazard .rarely");
function placeSector() {
  const chosen = field("place").selectedOptions[0];
  if (sectorField.querySelector(".is-invalid, .field-error")) return;
  if (chosen && chosen.dataset.sector) rarely.querySelector("summary").after(sectorField);
  else document.getElementById("div_id_place").after(sectorField);
}

field("place").addEventListener("change", () => {
  const chosen = field("place").selectedOptions[0];
  if (chosen && chosen.dataset.sector) field("sector").value = chosen.dataset.sector;
  placeSector();
  sentencesOfSector();
});
field("sector").addEventListener("change", sentencesOfSector);

// Another sentence takes the place of the one before; what was typed beside it stays.
let written = "";
field("sentence").addEventListener("change", () => {
  const { value, text, dataset } = field("sentence").selectedOptions[0];
  const sentence = value ? text : "";
  const description = field("description");
  const typed = description.value.replace(written, "").trim();
  description.value = [typed, sentence].filter(Boolean).join("\n");
  written = sentence;
  if (!value) return;
  field("grade").value = dataset.grade;
  field("category").value = dataset.category;
});

// The measure is asked for only when something was put right on the spot.
const measure = document.getElementById("div_id_measure");
function askForMeasure() {
  measure.hidden = !field("rectified_on_spot").checked;
}
field("rectified_on_spot").addEventListener("change", askForMeasure);

form.addEventListener("submit", (event) => {
  field("entered_at").value = new Date().toISOString();
  // A second tap sends nothing: the server would know it for the same hazard, but it costs the network.
  if (form.dataset.sent) event.preventDefault();
  form.dataset.sent = "1";
});
// Back from the next page, the form can be sent again.
window.addEventListener("pageshow", () => delete form.dataset.sent);

field("is_scripted").value = "true";
placeSector();
sentencesOfSector();
askForMeasure();
