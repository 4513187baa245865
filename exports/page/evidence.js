// The words behind a statement: its sentence with the bodies marked, and how to cite it.

import { h, brief } from "./dom.js";
import { t } from "./i18n.js";

const BACK = 260;
const ON = 120;
const SHORT = 3;
const ENDS = /[。；！？\n]/;

/** Where the statement before this one ends, when words of this one's own task stand between them. */
function lastSaid(statement) {
  const { statements, text } = statement.document;
  let end = 0;
  for (const other of statements) if (other.end <= statement.start && other.end > end) end = other.end;
  return text.slice(end, statement.start).trim().length > SHORT ? end : 0;
}

/** Where the sentence around a statement starts and ends in its document's text. */
export function sentence(statement) {
  const { text } = statement.document;
  let from = statement.start;
  const floor = Math.max(statement.start - BACK, lastSaid(statement));
  const near = statement.start - 2;
  while (
    from > floor &&
    !(from <= near && ENDS.test(text[from - 1]) && text.slice(from, statement.start).trim().length > 3)
  )
    from -= 1;
  let to = statement.end;
  const roof = Math.min(text.length, statement.end + ON);
  while (to < roof && !ENDS.test(text[to - 1]) && !ENDS.test(text[to])) to += 1;
  if (to < text.length && /[。；！？]/.test(text[to])) to += 1;
  return [from, to];
}

/** Statement's own words without line breaks, as a citation holds them. */
export function quoted(statement) {
  const [from, to] = sentence(statement);
  return statement.document.text
    .slice(from, to)
    .replace(/\s*[\r\n]+\s*/g, "")
    .trim();
}

const tidy = (text) => text.replace(/[ \t]*[\r\n]+\s*/g, "");

function piece(text, from, to, seats) {
  const own = seats.filter((link) => link.start <= from && link.end >= to && link.start >= 0);
  const shown = tidy(text.slice(from, to));
  if (!own.length) return shown;
  const link = own[0];
  return h(
    "mark",
    { className: `m-${link.role}`, title: link.body ? brief(link.body.label, 120) : "" },
    h("bdi", {}, shown),
  );
}

/** A blockquote: the sentence, the statement in it at full strength, every body marked in its role. */
export function quotation(statement) {
  const { text } = statement.document;
  const [from, to] = sentence(statement);
  const cuts = new Set([from, to, statement.start, statement.end]);
  for (const link of statement.links) {
    for (const at of [link.start, link.end]) if (at > from && at < to) cuts.add(at);
  }
  const sorted = [...cuts].sort((a, b) => a - b);
  const runs = { before: [], own: [], after: [] };
  for (let at = 0; at + 1 < sorted.length; at += 1) {
    const where = sorted[at] < statement.start ? "before" : sorted[at] >= statement.end ? "after" : "own";
    runs[where].push(piece(text, sorted[at], sorted[at + 1], statement.links));
  }
  const context = (parts) => parts.length > 0 && h("span.context", {}, parts);
  return h(
    "blockquote.quote",
    { lang: "zh-CN" },
    context(runs.before),
    h("span.said", {}, runs.own),
    context(runs.after),
  );
}

/** A citation in one line: title, number, path and the quoted sentence. */
export function citation(statement) {
  const { document: record } = statement;
  const parts = {
    title: record.title,
    number: record.number,
    path: statement.path,
    quote: quoted(statement),
  };
  return t(record.number ? "citation" : "citation_plain", parts);
}
