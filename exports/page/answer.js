// The answer to the question that was asked: in words, with its definition and the bodies it names.

import { findBody } from "./data.js";
import { clear, h, words } from "./dom.js";
import { bars } from "./bars.js";
import { leadTable } from "./change.js";
import { t } from "./i18n.js";
import { ledgerList } from "./ledger.js";
import { findQuestion, partners, questionText, supportOnly } from "./questions.js";
import { go, state } from "./state.js";

/** Draws the banner of the question in the state; nothing when none is asked. */
export function drawAnswer(box, selection) {
  const question = findQuestion(state.ask);
  box.hidden = !question;
  if (!question) return clear(box);
  const focus = findBody(state.focus);
  const other = findBody(state.with);
  const list = question.view ? [] : ledgerList(selection);
  const named = partners(question, list, focus);
  const at = state.lang === "en" ? 1 : 0;
  const heading = h(
    "h2",
    { id: "answer-title" },
    words(questionText(question, focus, other, state.q, state.with), 120),
  );
  const tally =
    question.id === "supportonly"
      ? t("bodies_n", { n: supportOnly(selection).length })
      : question.view
        ? null
        : t("answer_rows", { n: list.length });
  return clear(
    box,
    h(
      "div.answer-head",
      {},
      h("span.answer-mark", { "aria-hidden": "true" }, at ? "Q" : "问"),
      heading,
      h(
        "button.icon",
        {
          type: "button",
          "aria-label": t("dismiss"),
          onclick: () => go({ ask: "", with: "", q: question.topic ? "" : state.q }),
        },
        "×",
      ),
    ),
    h(
      "p.answer-note",
      {},
      tally && h("strong", {}, tally),
      named.length > 0 && h("strong", {}, " · ", t("answer_bodies", { n: named.length })),
      question.definition &&
        h("span.note", {}, t("definition"), "：", question.definition[at] ?? question.definition[0]),
    ),
    question.id === "change" && h("div.answer-bars", {}, leadTable()),
    named.length > 0 &&
      h(
        "div.answer-bars",
        {},
        question.partnersText && h("h3", {}, question.partnersText[at]),
        bars(named, question.arity === 1 ? focus : null),
      ),
  );
}
