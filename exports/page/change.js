// What changed between two years: for one body, and for every pair.

import { usedRoles, years } from "./data.js";
import { h, mark, words } from "./dom.js";
import { count, roleName, t } from "./i18n.js";
import { openList } from "./provenance.js";
import { crew, pairs, profiles, select } from "./select.js";
import { cardLink, go, state } from "./state.js";

/** The two years that are compared: those of the state, else the last two. */
export function comparedYears() {
  const [a, b] = state.compare.split("~").map(Number);
  return years.includes(a) && years.includes(b) && a !== b ? [a, b] : years.slice(-2);
}

/** Choice of the two years. */
export function yearPicker(optional) {
  const combos = years.slice(0, -1).map((year, at) => [year, years[at + 1]]);
  if (years.length > 2) combos.push([years[0], years.at(-1)]);
  const [a, b] = comparedYears();
  const on = !optional || state.compare !== "";
  const choice = h(
    "select",
    { "aria-label": t("compare"), onchange: (event) => go({ compare: event.target.value }) },
    optional && h("option", { value: "", selected: !on }, t("compare_none")),
    combos.map(([x, y]) =>
      h(
        "option",
        { value: `${x}~${y}`, selected: on && x === a && y === b },
        t("compare_years", { a: x, b: y }),
      ),
    ),
  );
  return h("label.picker", {}, t("compare"), " ", choice);
}

const without = (year) => ({ ...state, year: [String(year)] });

/** Partners of a body in one year: body to statements. */
function partnersIn(focus, year) {
  const selection = select(without(year));
  const found = new Map();
  for (const statement of new Set(focus.links.filter(selection.on).map((one) => one.statement))) {
    for (const seat of crew(statement, selection)) {
      if (seat.body !== focus) found.set(seat.body, [...(found.get(seat.body) ?? []), statement]);
    }
  }
  return { selection, found };
}

function roleRows(focus, before, after) {
  const number = (selection, role) =>
    new Set(focus.links.filter((one) => one.role === role && selection.on(one)).map((one) => one.statement))
      .size;
  return usedRoles
    .map((role) => [role, number(before, role), number(after, role)])
    .filter(([, x, y]) => x || y);
}

function people(title, sign, list) {
  return h(
    "p.change",
    {},
    h(
      "span.sign",
      { className: `sign s-${sign}` },
      { gained: "＋", lost: "－", unchanged: "＝" }[sign],
      " ",
      title,
      " ",
      count(list.length),
    ),
    " ",
    list
      .slice(0, 24)
      .map(([body, of]) =>
        h(
          "button.name",
          { type: "button", onclick: () => openList([words(body.short, 40)], of) },
          words(body.short, 20),
        ),
      ),
    list.length > 24 && "…",
  );
}

/** Roles by year, and partners gained, lost and unchanged. */
export function changes(focus) {
  const [a, b] = comparedYears();
  const [before, after] = [partnersIn(focus, a), partnersIn(focus, b)];
  const table = h(
    "table.plain.narrow",
    {},
    h(
      "thead",
      {},
      h(
        "tr",
        {},
        h("th", { scope: "col" }, t("f_role")),
        h("th.n", { scope: "col" }, String(a)),
        h("th.n", { scope: "col" }, String(b)),
        h("th.n", { scope: "col" }, "±"),
      ),
    ),
    h(
      "tbody",
      {},
      roleRows(focus, before.selection, after.selection).map(([role, x, y]) =>
        h(
          "tr",
          {},
          h("th", { scope: "row" }, mark(role), roleName(role)),
          h("td.n", {}, count(x)),
          h("td.n", {}, count(y)),
          h("td.n", {}, y === x ? "＝" : `${y > x ? "＋" : "－"}${Math.abs(y - x)}`),
        ),
      ),
    ),
  );
  const gained = [...after.found].filter(([body]) => !before.found.has(body));
  const lost = [...before.found].filter(([body]) => !after.found.has(body));
  const same = [...after.found].filter(([body]) => before.found.has(body));
  return [
    yearPicker(false),
    table,
    h("h4", {}, t("partners_change")),
    people(t("gained"), "gained", gained),
    people(t("lost"), "lost", lost),
    people(t("unchanged"), "unchanged", same),
  ];
}

/** Pairs of both compared years: key to { a, b, statements, change: gained, lost or unchanged }. */
export function pairChanges() {
  const [a, b] = comparedYears();
  const [before, after] = [pairs(select(without(a))), pairs(select(without(b)))];
  const found = new Map();
  for (const [key, pair] of before)
    found.set(key, { ...pair, change: after.has(key) ? "unchanged" : "lost" });
  for (const [key, pair] of after) {
    const old = before.get(key);
    found.set(
      key,
      old
        ? { ...pair, statements: [...old.statements, ...pair.statements], change: "unchanged" }
        : { ...pair, change: "gained" },
    );
  }
  return found;
}

/** Bodies whose number of leads differs between the compared years: { body, x, y }, the largest change first. */
export function leadChanges() {
  const [a, b] = comparedYears();
  const [before, after] = [profiles(select(without(a))), profiles(select(without(b)))];
  const rows = [...new Set([...before.keys(), ...after.keys()])].map((body) => ({
    body,
    x: before.get(body)?.roles.get("lead") ?? 0,
    y: after.get(body)?.roles.get("lead") ?? 0,
  }));
  return rows
    .filter(({ x, y }) => x !== y)
    .sort((one, two) => Math.abs(two.y - two.x) - Math.abs(one.y - one.x) || one.body.i - two.body.i);
}

/** The largest changes as a table, each body a way to its card. */
export function leadTable() {
  const [a, b] = comparedYears();
  const rows = leadChanges().slice(0, 12);
  const head = ["", String(a), String(b), "±"].map((words_, at) =>
    h(at ? "th.n" : "th", { scope: "col" }, words_ || t("s_lead")),
  );
  const row = ({ body, x, y }) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, h("a", { href: cardLink(body) }, words(body.short, 40))),
      h("td.n", {}, count(x)),
      h("td.n", {}, count(y)),
      h("td.n", {}, `${y > x ? "＋" : "－"}${Math.abs(y - x)}`),
    );
  return [
    yearPicker(false),
    h("table.plain.narrow", {}, h("thead", {}, h("tr", {}, head)), h("tbody", {}, rows.map(row))),
  ];
}
