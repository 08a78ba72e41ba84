// A form fetched anew by "back" keeps the mark under which it was sent: saved again, it is known for the same form.
// Whoever reloads the page wants a new one.
"use strict";

const marks = [...document.querySelectorAll('form[method="post"] input[name="submission"], form[method="post"] input[name="last_event"]')];
const wentBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
const kept = wentBack && history.state?.sentOnce;
if (kept) marks.forEach((mark) => { mark.value = kept[mark.name] ?? mark.value; });
else if (marks.length) {
  const sentOnce = Object.fromEntries(marks.map((mark) => [mark.name, mark.value]));
  history.replaceState({ ...history.state, sentOnce }, "");
}
