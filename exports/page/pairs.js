// The matrix as tables: pairs that meet, and pairs that never do.

import { h, words } from "./dom.js";
import { count, t } from "./i18n.js";
import { openPair } from "./provenance.js";

const STEP = 50;

function growing(rows, make) {
  const body = h("tbody");
  const more = h("button.more", { type: "button" });
  let shown = 0;
  const extend = () => {
    body.append(...rows.slice(shown, shown + STEP).map(make));
    shown = Math.min(rows.length, shown + STEP);
    more.hidden = shown >= rows.length;
    more.textContent = t("more", { n: Math.min(STEP, rows.length - shown) });
  };
  more.addEventListener("click", extend);
  extend();
  return [body, more];
}

function openButton(a, b) {
  return h(
    "button.task",
    { type: "button", onclick: () => openPair(a, b) },
    words(a.short, 30),
    " × ",
    words(b.short, 30),
  );
}

/** All pairs of the matrix, most shared tasks first. */
export function pairTable(model) {
  const rows = [...model.met.values()].sort(
    (x, y) => y.statements.length - x.statements.length || x.a.i - y.a.i || x.b.i - y.b.i,
  );
  const box = h("details.as-table", {}, h("summary", {}, t("pair_table"), "（", count(rows.length), "）"));
  box.addEventListener("toggle", () => {
    if (!box.open || box.querySelector("table")) return;
    const [body, more] = growing(rows, (pair) =>
      h(
        "tr",
        {},
        h("th", { scope: "row" }, openButton(pair.a, pair.b)),
        h("td.n", {}, count(pair.statements.length)),
        model.comparing
          ? h("td", {}, t(pair.change))
          : [
              h("td.n", {}, count(pair.first)),
              h("td.n", {}, count(pair.second)),
              h("td.n", {}, count(pair.equal)),
            ],
      ),
    );
    const heads = model.comparing
      ? ["pair", "shared_tasks", "change"]
      : ["pair", "shared_tasks", "row_leads", "column_leads", "equal"];
    box.append(
      h(
        "div.wide",
        { tabIndex: 0, role: "region", "aria-label": t("pair_table") },
        h(
          "table.plain",
          {},
          h(
            "thead",
            {},
            h(
              "tr",
              {},
              heads.map((key) => h("th", { scope: "col" }, t(key))),
            ),
          ),
          body,
        ),
      ),
      more,
    );
  });
  return box;
}

function* neverPairs(model) {
  const eligible = model.order
    .filter((body) => body.kind === "agency" && (model.totals.get(body)?.total ?? 0) > 1)
    .sort((a, b) => model.totals.get(b).total - model.totals.get(a).total || a.i - b.i);
  const place = new Map(model.order.map((body, at) => [body, at]));
  for (let one = 0; one < eligible.length; one += 1) {
    for (let two = one + 1; two < eligible.length; two += 1) {
      if (!model.at(place.get(eligible[one]), place.get(eligible[two]))) yield [eligible[one], eligible[two]];
    }
  }
}

/** Pairs of agencies that never share a task, busiest first. */
export function neverTable(model) {
  const rows = [...neverPairs(model)];
  const weight = ([a, b]) => Math.min(model.totals.get(a).total, model.totals.get(b).total);
  rows.sort((x, y) => weight(y) - weight(x) || x[0].i - y[0].i || x[1].i - y[1].i);
  const [body, more] = growing(rows, ([a, b]) =>
    h(
      "tr",
      {},
      h("th", { scope: "row" }, openButton(a, b)),
      h("td.n", {}, count(model.totals.get(a).total)),
      h("td.n", {}, count(model.totals.get(b).total)),
    ),
  );
  return h(
    "section.as-table",
    {},
    h("h3", {}, t("never_pairs", { n: count(rows.length) })),
    h("p.note", {}, t("never_note")),
    h(
      "div.wide",
      { tabIndex: 0, role: "region", "aria-label": t("never_met") },
      h(
        "table.plain",
        {},
        h(
          "thead",
          {},
          h(
            "tr",
            {},
            h("th", { scope: "col" }, t("pair")),
            h("th", { scope: "col", colSpan: 2 }, t("s_total")),
          ),
        ),
        body,
      ),
    ),
    more,
  );
}
