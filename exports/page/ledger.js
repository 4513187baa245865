// The ledger: every statement a row, sorted, drawn only where it is seen.

import { findBody } from "./data.js";
import { brief, clear, h, mark, words } from "./dom.js";
import { comma, count, roleName, t } from "./i18n.js";
import { findQuestion } from "./questions.js";
import { openStatement } from "./provenance.js";
import { FILTERS, go, link, state } from "./state.js";

const AHEAD = 8;
const MOST_PRINTED = 3000;
const LEDGER_STATE = ["ask", "focus", "with", "sort", "lang"];
const COLUMNS = [
  { id: "no", roles: [] },
  { id: "task", roles: [] },
  { id: "lead", roles: ["lead"] },
  { id: "support", roles: ["support"] },
  { id: "responsible", roles: ["responsible", "implement"] },
  {
    id: "other",
    roles: ["guide", "supervise", "accept", "delegator", "delegate", "group", "chair", "member", "office"],
  },
  { id: "due", roles: [] },
  { id: "document", roles: [] },
];

const named = (statement, roles) =>
  statement.links
    .filter((one) => roles.includes(one.role))
    .map((one) => one.surface)
    .join("、");
const SORTS = {
  no: (s) => s.i,
  task: (s) => s.task,
  lead: (s) => named(s, ["lead"]),
  support: (s) => named(s, ["support"]),
  responsible: (s) => named(s, ["responsible", "implement"]),
  other: (s) => named(s, COLUMNS[5].roles),
  due: (s) => s.due_date ?? (s.due ? "9" : ""),
  document: (s) => `${s.document.date ?? ""}${s.document.number ?? ""}`,
};
const collator = new Intl.Collator("zh-Hans-CN", { numeric: true });

/** The rows of the state: what passes, what the focus and the question leave, in the chosen order. */
export function ledgerList(selection) {
  const focus = findBody(state.focus);
  const question = findQuestion(state.ask);
  const b = findBody(state.with);
  let list = selection.statements;
  if (question && !question.view) list = list.filter((statement) => question.test(statement, focus, b));
  else if (focus)
    list = list.filter((statement) => statement.links.some((one) => one.body === focus && selection.on(one)));
  return sorted(list);
}

function sorted(list) {
  const [name, down] = [state.sort.replace(/^-/, ""), state.sort.startsWith("-")];
  const key = SORTS[name];
  if (!key || (name === "no" && !down)) return list;
  const rows = list.map((statement) => [key(statement), statement]);
  const empty = (value) => value === "" || value === null;
  rows.sort(([x, one], [y, two]) => {
    if (empty(x) !== empty(y)) return empty(x) ? 1 : -1;
    const order = typeof x === "number" ? x - y : collator.compare(x, y);
    return (down ? -order : order) || one.i - two.i;
  });
  return rows.map(([, statement]) => statement);
}

function bodiesCell(statement, roles, focus) {
  const present = roles.filter(
    (role) => role !== "group" && statement.links.some((one) => one.role === role),
  );
  return present.map((role) => {
    const held = statement.links.filter((one) => one.role === role);
    return h(
      present.length > 1 ? `span.cell-role.of-${Math.min(3, present.length)}` : "span.cell-role",
      {},
      mark(role),
      h("span.cell-role-name", {}, roleName(role)),
      h(
        "span",
        {},
        held.map((one, at) => [
          at > 0 && comma(),
          h(one.body === focus && focus ? "b" : "span", {}, words(one.surface, 30)),
        ]),
        held.some((one) => one.distribution === "several") && h("span.tag", {}, t("several")),
      ),
    );
  });
}

function row(statement, at, top, focus) {
  const cell = (id, ...children) => h(`div.cell.c-${id}`, { role: "cell" }, children);
  return h(
    "div.row",
    {
      role: "row",
      "aria-rowindex": at + 2,
      style: { top: `${top}px` },
      className: `row${state.s === statement.id ? " chosen" : ""}`,
      "data-statement": statement.id,
      onclick: (event) => {
        if (!event.target.closest("a,button") && !getSelection().toString()) openStatement(statement);
      },
    },
    cell("no", String(statement.i + 1)),
    cell(
      "task",
      h(
        "button.row-open",
        {
          type: "button",
          lang: "zh-CN",
          title: brief(statement.task, 300),
          onclick: () => openStatement(statement),
        },
        words(statement.task, 110),
      ),
    ),
    ...COLUMNS.slice(2, 6).map((column) => cell(column.id, bodiesCell(statement, column.roles, focus))),
    cell("due", statement.due && words(statement.due, 30)),
    cell(
      "document",
      h("span.number", {}, words(statement.document.number ?? t("d_unnumbered"), 30)),
      h("span.path", {}, words(statement.path, 24)),
    ),
  );
}

function head() {
  const [name, down] = [state.sort.replace(/^-/, ""), state.sort.startsWith("-")];
  return h(
    "div.row.head",
    { role: "row", "aria-rowindex": 1 },
    COLUMNS.map(({ id }) =>
      h(
        `div.cell.c-${id}`,
        {
          role: "columnheader",
          "aria-sort": name === id ? (down ? "descending" : "ascending") : "none",
        },
        h(
          "button",
          { type: "button", onclick: () => go({ sort: name !== id ? id : down ? "" : `-${id}` }, true) },
          t(`c_${id}`),
          h("span.sort", { "aria-hidden": "true" }, name === id ? (down ? "▼" : "▲") : ""),
        ),
      ),
    ),
  );
}

function arrows(event, scroller, height) {
  const rows = [...scroller.querySelectorAll(".row-open")];
  const at = rows.indexOf(document.activeElement);
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (!step || at < 0) return;
  event.preventDefault();
  const next = rows[at + step];
  if (!next) return;
  next.focus({ preventScroll: true });
  const top = next.closest(".row").offsetTop;
  if (top < scroller.scrollTop) scroller.scrollTop = top;
  if (top + 2 * height > scroller.scrollTop + scroller.clientHeight)
    scroller.scrollTop = top + 2 * height - scroller.clientHeight;
}

/** Keeps only the rows in the page that can be seen, and a few around them. */
function rowWindow(list, scroller, body, focus) {
  const height = parseFloat(getComputedStyle(scroller).getPropertyValue("--row")) || 80;
  const drawn = new Map();
  body.style.height = `${list.length * height}px`;
  const show = (from, to) => {
    for (const [at, element] of drawn) {
      if (at >= from && at < to) continue;
      element.remove();
      drawn.delete(at);
    }
    for (let at = from; at < to; at += 1) {
      if (drawn.has(at)) continue;
      const element = row(list[at], at, at * height, focus);
      const after = [...drawn.keys()].filter((other) => other > at).sort((x, y) => x - y)[0];
      body.insertBefore(element, after === undefined ? null : drawn.get(after));
      drawn.set(at, element);
    }
  };
  const see = () => {
    const from = Math.max(0, Math.floor(scroller.scrollTop / height) - AHEAD);
    show(from, Math.min(list.length, from + Math.ceil(scroller.clientHeight / height) + 2 * AHEAD));
  };
  const choose = () => {
    body.querySelector(".chosen")?.classList.remove("chosen");
    const at = list.findIndex((statement) => statement.id === state.s);
    if (at >= 0 && !drawn.has(at)) scroller.scrollTop = at * height - scroller.clientHeight / 3;
    see();
    drawn.get(at)?.classList.add("chosen");
  };
  scroller.addEventListener("scroll", see, { passive: true });
  scroller.addEventListener("keydown", (event) => arrows(event, scroller, height));
  return { see, choose, all: () => show(0, Math.min(list.length, MOST_PRINTED)) };
}

function caption(focus, list) {
  const number = t("rows_n", { n: count(list.length) });
  if (!focus || state.ask) return h("p.view-note", {}, number);
  const away = h("a", { href: link({ focus: "", s: "" }) }, t("show_all"));
  return h("p.view-note", {}, h("strong", {}, words(focus.label, 60)), " · ", number, " · ", away);
}

let shown = null;

/** Draws the ledger into `box`; what merely chooses a row leaves it in place. */
export function drawLedger(box, selection) {
  const key = JSON.stringify([...LEDGER_STATE, ...FILTERS].map((name) => state[name]));
  if (shown?.key === key && shown.scroller.isConnected) {
    shown.rows.choose();
    return;
  }
  shown = null;
  const list = ledgerList(selection);
  const focus = findBody(state.focus);
  if (!list.length) {
    clear(box, caption(focus, list), h("p.nothing", {}, t("no_match"), " ", t("widen")));
    return;
  }
  const body = h("div.rows", { role: "rowgroup" });
  const size = { "aria-rowcount": list.length + 1, "aria-colcount": COLUMNS.length };
  const table = h(
    "div.table",
    { role: "table", "aria-label": t("ledger"), ...size },
    h("div.heads", { role: "rowgroup" }, head()),
    body,
  );
  const scroller = h("div.table-scroll", { tabIndex: 0, role: "region", "aria-label": t("ledger") }, table);
  clear(box, caption(focus, list), scroller);
  shown = { key, scroller, rows: rowWindow(list, scroller, body, focus) };
  shown.rows.choose();
}

addEventListener("beforeprint", () => {
  if (state.view === "ledger") shown?.rows.all();
});
addEventListener("afterprint", () => {
  if (state.view === "ledger") shown?.rows.see();
});
