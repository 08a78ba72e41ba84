// A form fetched anew by "back" keeps the mark under which it was sent: saved again, it is known for the same form.
// Whoever reloads the page wants a new one.
"use strict";

const names = ["submission", "last_event", "token"]; // the last is that of a report from the public
const marks = names.flatMap((name) => [...document.querySelectorAll(`form[method="post"] input[name="${name}"]`)]);
const wentBack = performance.getEntriesByType("navigation")[0]?.type === "back_forward";
const kept = wentBack && history.state?.sentOnce;
if (kept) marks.forEach((mark) => { mark.value = kept[mark.name] ?? mark.value; });
else if (marks.length) {
  const sentOnce = Object.fromEntries(marks.map((mark) => [mark.name, mark.value]));
  history.replaceState({ ...history.state, sentOnce }, "");
}
