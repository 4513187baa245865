// A document's full text with what was read in it, and what was not.

import { documents, findDocument, findStatement } from "./data.js";
import { brief, clear, h, words } from "./dom.js";
import { count, t } from "./i18n.js";
import { openStatement } from "./provenance.js";
import { link, state } from "./state.js";
import { yearKey } from "./select.js";

const tally = (record) => {
  const found = { extracted: 0, trap: 0, unmatched: 0 };
  for (const [, , outcome] of record.fates) found[outcome] = (found[outcome] ?? 0) + 1;
  return found;
};

function table(selection) {
  const shown = documents.filter(
    (record) =>
      (!state.doc.length || state.doc.includes(record.key)) &&
      (!state.year.length || state.year.includes(yearKey(record))),
  );
  const rows = shown.map((record) => {
    const fates = tally(record);
    const passing = record.statements.filter(selection.passes).length;
    return h(
      "tr",
      {},
      h("td.number", {}, words(record.number ?? t("d_unnumbered"), 30)),
      h(
        "th",
        { scope: "row" },
        h(
          "a",
          {
            href: link({ read: record.key, s: "", pair: "" }),
            lang: "zh-CN",
            title: brief(record.title, 300),
          },
          words(record.title, 90),
        ),
      ),
      h("td.date", {}, record.date ?? t("year_none")),
      h("td.n", {}, count(passing)),
      h(
        "td.n",
        {},
        h("span", {}, count(fates.extracted)),
        " / ",
        h("span.trap", {}, count(fates.trap)),
        " / ",
        h("span.unmatched", {}, count(fates.unmatched)),
      ),
    );
  });
  return h(
    "div.wide",
    { tabIndex: 0, role: "region", "aria-label": t("documents") },
    h(
      "table.plain",
      {},
      h(
        "thead",
        {},
        h(
          "tr",
          {},
          ["d_number", "d_title", "d_date", "d_statements", "d_words"].map((key, at) =>
            h(at > 2 ? "th.n" : "th", { scope: "col" }, t(key)),
          ),
        ),
      ),
      h("tbody", {}, rows),
    ),
  );
}

function cuts(record, shown) {
  const marks = [];
  for (const statement of shown) marks.push({ start: statement.start, end: statement.end, statement });
  for (const [start, end, outcome, reason] of record.fates) {
    if (outcome !== "extracted") marks.push({ start, end, outcome, reason });
  }
  return marks.filter((one) => one.end > one.start).sort((a, b) => a.start - b.start || b.end - a.end);
}

/** The words of a statement: a link to its evidence, reached by Tab at its first piece. */
function said(text, statement, first) {
  const open = () => openStatement(statement);
  const reached = first && {
    role: "link",
    tabIndex: 0,
    onkeydown: (event) => {
      if (event.key === "Enter") open();
    },
  };
  const className = `read k-${statement.kind}${state.s === statement.id ? " chosen" : ""}`;
  return h("span.read", { className, "data-statement": statement.id, onclick: open, ...reached }, text);
}

function run(text, covering, first) {
  const own = covering.filter((one) => one.statement).at(-1);
  const fate = covering.find((one) => one.outcome);
  if (own) return said(text, own.statement, first.delete(own.statement));
  if (fate) return h(`span.${fate.outcome}`, { title: t(`fate_${fate.outcome}`, { r: fate.reason }) }, text);
  return text;
}

/** The text as paragraphs, one a line, each cut where a mark starts or ends. */
function body(record, shown) {
  const { text } = record;
  const marks = cuts(record, shown);
  const bounds = [...new Set(marks.flatMap((one) => [one.start, one.end]))].sort((a, b) => a - b);
  const paragraphs = [];
  const first = new Set(shown);
  let offset = 0;
  let next = 0;
  let open = [];
  let cut = 0;
  for (const line of text.split("\n")) {
    const end = offset + line.length;
    const parts = [];
    let at = offset;
    while (at < end) {
      while (cut < bounds.length && bounds[cut] <= at) cut += 1;
      const to = Math.min(end, bounds[cut] ?? end);
      open = open.filter((one) => one.end > at);
      while (next < marks.length && marks[next].start <= at) {
        if (marks[next].end > at) open.push(marks[next]);
        next += 1;
      }
      parts.push(run(text.slice(at, to), open, first));
      at = to;
    }
    if (line.trim()) paragraphs.push(h(line.includes("\t") ? "p.tabbed" : "p", {}, parts));
    offset = end + 1;
  }
  return h("div.text", { lang: "zh-CN" }, paragraphs);
}

function facts(record) {
  const fact = (key, value) => value && value.length > 0 && [h("dt", {}, t(key)), h("dd", {}, value)];
  const cited = record.cites.map(([title, number, kind, at]) =>
    h(
      "li",
      {},
      h("span.tag", {}, t(`cite_${kind}`)),
      at >= 0
        ? h("a", { href: link({ read: documents[at].key, s: "", pair: "" }) }, words(title ?? number, 80))
        : words(title ?? number ?? "", 80),
      title && number && h("span.note", {}, " ", words(number, 40)),
    ),
  );
  return h(
    "dl.facts",
    {},
    fact("d_number", record.number),
    fact("d_issuer", record.issuer),
    fact("d_type", record.type),
    fact("d_date", record.date),
    fact("d_instrument", record.instrument && words(record.instrument, 120)),
    fact("d_addressees", record.addressees.join("、")),
    fact("d_approved", record.approved),
    fact("d_validity", validity(record)),
    fact("d_source", `${record.source}:${record.line}`),
    cited.length > 0 &&
      fact("d_cites", h("ul.cites", {}, cited).childElementCount ? [h("ul.cites", {}, cited)] : null),
  );
}

function validity(record) {
  for (const other of documents) {
    for (const [, , kind, at] of other.cites) {
      if (at === record.i && (kind === "repeals" || kind === "amends") && other !== record)
        return t(kind === "repeals" ? "d_repealed" : "d_amended", { d: other.number ?? other.title });
    }
  }
  return t("d_validity_unknown");
}

function reader(record, selection) {
  const fates = tally(record);
  const shown = record.statements.filter(selection.passes);
  const text = body(record, shown);
  let at = -1;
  const place = h("span.note", { "aria-live": "polite" });
  const spots = () =>
    [...text.querySelectorAll(".read, .trap, .unmatched")].filter(
      (spot, index, all) =>
        !spot.dataset.statement || all[index - 1]?.dataset.statement !== spot.dataset.statement,
    );
  const jump = (step) => {
    const all = spots();
    if (!all.length) return;
    at = (at + step + all.length) % all.length;
    all[at].scrollIntoView({ block: "center" });
    text.querySelector(".here")?.classList.remove("here");
    all[at].classList.add("here");
    place.textContent = t("jump", { n: at + 1, m: all.length });
  };
  return h(
    "div.reader",
    {},
    h("a.back", { href: link({ read: "", s: "", pair: "" }) }, t("back_documents")),
    h("h2", { lang: "zh-CN", title: brief(record.title, 400) }, words(record.title, 160)),
    facts(record),
    h(
      "div.reader-bar",
      {},
      h("span.key", {}, h("span.read", {}, t("legend_statement")), " ", count(shown.length)),
      h("span.key", {}, h("span.trap", {}, t("legend_trap")), " ", count(fates.trap)),
      h("span.key", {}, h("span.unmatched", {}, t("legend_unmatched")), " ", count(fates.unmatched)),
      h("span.spacer"),
      place,
      h("button.quiet", { type: "button", onclick: () => jump(-1) }, t("previous")),
      h("button.quiet", { type: "button", onclick: () => jump(1) }, t("next")),
    ),
    text,
  );
}

/** Draws the list of documents, or the one that is being read. */
export function drawDocuments(box, selection, moved) {
  const record = findDocument(state.read) ?? (documents.length === 1 ? documents[0] : null);
  if (!record) {
    clear(box, documents.length ? table(selection) : h("p.nothing", {}, t("empty")));
    return;
  }
  const statement = findStatement(state.s);
  const same = box.querySelector(".reader")?.dataset.read === record.key && !moved;
  if (!same) {
    const page = reader(record, selection);
    clear(box, page);
  }
  for (const spot of box.querySelectorAll(".read.chosen")) spot.classList.remove("chosen");
  const chosen = statement && [...box.querySelectorAll(`[data-statement="${CSS.escape(statement.id)}"]`)];
  chosen?.forEach((spot) => spot.classList.add("chosen"));
  chosen?.[0]?.scrollIntoView({ block: "center" });
}
