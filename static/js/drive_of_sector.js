// The one drive that runs in the sector is chosen, until somebody has chosen otherwise.
"use strict";

function driveOfSector({ drive, drive_offered: offered, sector, place }) {
  if (!drive || drive.value !== offered.value) return;
  const chosen = sector.value || place.selectedOptions[0]?.dataset.sector;
  const sole = [...drive.options].find((option) => (option.dataset.sectors || "").split(" ").includes(chosen));
  drive.value = offered.value = sole && chosen ? sole.value : "";
}

document.querySelectorAll("form").forEach((form) => {
  const { drive_offered: offered, sector, place } = form.elements;
  if (!offered) return;
  // After a page's own script, which may let the sector follow the place.
  for (const field of [place, sector]) field.addEventListener("change", () => setTimeout(() => driveOfSector(form.elements)));
});
