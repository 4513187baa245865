// One box for bodies, questions, tasks and documents.

import { bodies, documents, statements } from "./data.js";
import { brief, clear, h, words } from "./dom.js";
import { kindName, t } from "./i18n.js";
import { questionText, questions, target } from "./questions.js";
import { go, state } from "./state.js";

const MOST = { question: 6, body: 7, topic: 4, document: 4 };
let options = [];
let active = -1;
let input = null;
let list = null;

const spelled = bodies
  .flatMap((body) => body.words.filter((name) => name.length > 1).map((name) => [name, body]))
  .sort((one, two) => two[0].length - one[0].length);

/** Bodies named inside the query in full, longest names first, none overlapping another. */
function named(query) {
  const found = [];
  let rest = query;
  for (const [name, body] of spelled) {
    if (name.length <= 200 && rest.includes(name) && !found.includes(body)) {
      found.push(body);
      rest = rest.replace(name, "\u0000");
    }
  }
  return found.sort((one, two) => place(query, one) - place(query, two));
}

function place(query, body) {
  return Math.min(...body.words.map((name) => query.indexOf(name)).filter((at) => at >= 0));
}

function fitness(body, query) {
  let best = 0;
  for (const name of body.words) {
    if (name === query) return 4;
    if (name.startsWith(query)) best = Math.max(best, 3);
    else if (name.includes(query)) best = Math.max(best, 2);
  }
  if (best || !/^[a-z]+$/.test(query)) return best;
  const initials = body.latin.split(" ");
  return initials.includes(query) ? 2.5 : initials.some((word) => word.includes(query)) ? 1 : 0;
}

function matching(query) {
  return bodies
    .map((body) => [fitness(body, query), body])
    .filter(([score]) => score > 0)
    .sort((one, two) => two[0] - one[0] || two[1].links.length - one[1].links.length || one[1].i - two[1].i)
    .map(([, body]) => body);
}

const bare = (text) => text.replace(/[\s，。、？！?!,.“”"]/g, "");

/** How much of a question the query already says: the share of its pairs of signs. */
function alike(query, text) {
  const signs = Array.from(bare(text));
  const said = bare(query);
  const all = signs.slice(1).map((sign, at) => signs[at] + sign);
  return all.filter((two) => said.includes(two)).length / Math.max(1, all.length);
}

function fits(question, a, b) {
  if (question.arity === 2) return Boolean(b);
  if (!a) return false;
  if (question.when) return question.when(a);
  return a.kind !== "group";
}

function asked(query, found) {
  const [a, b] = found;
  const ranked = questions
    .filter((question) => !question.topic && !question.year)
    .map((question, at) => {
      const text = questionText(question, a, b);
      const wanted = question.words.filter((word) => query.includes(word)).join("").length;
      return {
        question,
        text,
        wanted,
        at,
        score: wanted + 10 * alike(query, text) + (question.arity === 2 ? 2 : 0),
      };
    })
    .filter(({ question, wanted }) =>
      question.arity === 0 ? wanted > 0 && (question.when?.() ?? true) : fits(question, a, b),
    )
    .sort((one, two) => two.score - one.score || one.at - two.at);
  return ranked.map(({ question, text }) => ({
    group: "question",
    text,
    patch: target(question, question.arity ? a : null, question.arity === 2 ? b : null),
  }));
}

function topics(query) {
  if (query.length < 2) return [];
  const words_ = query
    .replace(/[“”"？?]/g, "")
    .replace(/(由谁|谁|哪个单位|哪些单位)?(牵头|负责|配合|主办).*$/, "");
  const needle = words_.length > 1 ? words_ : query;
  const hits = statements.filter((statement) => statement.haystack.toLowerCase().includes(needle));
  if (!hits.length) return [];
  const question = questions.find((one) => one.topic);
  return [
    {
      group: "question",
      text: questionText(question, null, null, needle),
      detail: t("tasks", { n: hits.length }),
      patch: target(question, null, null, needle),
    },
    ...hits.slice(0, MOST.topic).map((statement) => ({
      group: "topic",
      text: brief(statement.task, 60),
      detail: statement.document.number ?? "",
      patch: { view: "ledger", q: needle, ask: "", focus: "", s: statement.id, pair: "" },
    })),
  ];
}

function dueYears(query) {
  const year = query.match(/(20\d\d)/)?.[1];
  if (!year || !statements.some((statement) => statement.due_date?.startsWith(year))) return [];
  const question = questions.find((one) => one.year);
  if (!/前|限|完成|到期|due/.test(query)) return [];
  return [
    {
      group: "question",
      text: questionText(question, null, null, "", year),
      patch: target(question, null, null, "", year),
    },
  ];
}

const flat = (text) =>
  text
    .toLowerCase()
    .replace(/[[［【(（]/g, "〔")
    .replace(/[\]］】)）]/g, "〕")
    .replace(/\s/g, "");

function papers(query) {
  const needle = flat(query);
  return documents
    .filter((record) => flat(record.number ?? "").includes(needle) || flat(record.title).includes(needle))
    .map((record) => ({
      group: "document",
      text: record.title,
      detail: record.number ?? "",
      patch: { view: "documents", read: record.key, s: "", pair: "", ask: "" },
    }));
}

/** Suggestions for a query, grouped and cut to what a list can hold. */
export function suggest(text) {
  const query = text.trim().toLowerCase().replace(/\s+/g, "");
  if (!query) {
    return questions
      .filter(
        (question) =>
          question.arity === 0 && !question.topic && !question.year && (question.when?.() ?? true),
      )
      .map((question) => ({ group: "question", text: questionText(question), patch: target(question) }));
  }
  const inside = named(query);
  const near = matching(query);
  const found = inside.length ? inside : near.slice(0, 1);
  const subjects = [...new Set([...inside, ...near])].map((body) => ({
    group: "body",
    text: body.label,
    detail: kindName(body.kind),
    patch: { view: "cards", focus: body.key, ask: "", s: "", pair: "" },
  }));
  const topical = inside.some((body) => body.words.includes(query)) ? [] : topics(query);
  const asks = asked(query, found);
  const first = topical.filter((option) => option.group === "question");
  const all = [
    ...dueYears(query),
    ...(inside.length || near.length ? asks : first),
    ...(inside.length || near.length ? first : asks),
    ...subjects,
    ...topical.filter((option) => option.group === "topic"),
    ...papers(query),
  ];
  const seen = {};
  return all
    .filter((option) => (seen[option.group] = (seen[option.group] ?? 0) + 1) <= MOST[option.group])
    .sort((one, two) => Object.keys(MOST).indexOf(one.group) - Object.keys(MOST).indexOf(two.group));
}

function draw() {
  const rows = [];
  let group = null;
  options.forEach((option, at) => {
    if (option.group !== group) {
      group = option.group;
      rows.push(h("div.suggest-group", { role: "presentation" }, t(`group_${group}`)));
    }
    rows.push(
      h(
        "div.suggest",
        {
          role: "option",
          id: `suggest-${at}`,
          "aria-selected": at === active ? "true" : "false",
          onmousedown: (event) => event.preventDefault(),
          onclick: () => choose(at),
        },
        h("span.suggest-text", words(option.text, 120)),
        option.detail && h("span.suggest-detail", words(option.detail, 40)),
      ),
    );
  });
  if (!options.length)
    rows.push(
      h(
        "div.suggest-none",
        { role: "option", "aria-selected": "false", "aria-disabled": "true" },
        h("strong", t("nothing_found", { q: brief(input.value, 40) })),
        " ",
        t("widen"),
      ),
    );
  clear(list, rows);
  list.hidden = false;
  if (active >= 0) {
    input.setAttribute("aria-activedescendant", `suggest-${active}`);
    document.getElementById(`suggest-${active}`)?.scrollIntoView({ block: "nearest" });
  } else input.removeAttribute("aria-activedescendant");
}

function refresh() {
  options = suggest(input.value);
  active = -1;
  draw();
}

function hide() {
  list.hidden = true;
  input.removeAttribute("aria-activedescendant");
}

function choose(at) {
  const option = options[at];
  if (!option) return;
  input.value = "";
  hide();
  input.blur();
  go(option.patch);
}

function onKey(event) {
  if (event.isComposing) return;
  if (event.key === "ArrowDown" || event.key === "ArrowUp") {
    event.preventDefault();
    if (list.hidden) refresh();
    const step = event.key === "ArrowDown" ? 1 : -1;
    active = options.length ? (active + step + options.length) % options.length : -1;
    draw();
  } else if (event.key === "Enter") {
    event.preventDefault();
    choose(Math.max(active, 0));
  } else if (event.key === "Escape") {
    event.stopPropagation();
    if (list.hidden) input.blur();
    hide();
  }
}

export function mountSearch(box) {
  input = h("input", {
    id: "search",
    type: "search",
    role: "searchbox",
    autocomplete: "off",
    spellcheck: false,
    "aria-autocomplete": "list",
    "aria-controls": "suggestions",
    oninput: refresh,
    onfocus: refresh,
    onblur: hide,
    onkeydown: onKey,
  });
  list = h("div.suggestions", { id: "suggestions", role: "listbox", hidden: true });
  clear(box, input, list);
  relabelSearch();
  addEventListener("keydown", (event) => {
    if (event.key === "/" && !/^(INPUT|TEXTAREA|SELECT)$/.test(document.activeElement?.tagName ?? "")) {
      event.preventDefault();
      input.focus();
    }
  });
}

export function relabelSearch() {
  input.placeholder = t(innerWidth < 640 ? "search_hint_short" : "search_hint");
  input.setAttribute("aria-label", t("search_label"));
  list.setAttribute("aria-label", t("suggestions"));
  input.lang = state.lang === "en" ? "en" : "zh-CN";
}
