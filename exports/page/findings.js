// Three findings worked out from the data, each a way into it; and how to read the page.

import { links, owners, roleIds, statements } from "./data.js";
import { clear, h, mark, words } from "./dom.js";
import { count, percent, roleName, t } from "./i18n.js";
import { pairs, profiles, select } from "./select.js";
import { DEFAULTS, link, state } from "./state.js";
import { findQuestion, target } from "./questions.js";

const to = (patch) => link({ ...DEFAULTS, lang: state.lang, theme: state.theme, ...patch });
const say = (zh, en) => (state.lang === "en" ? en : zh);

function top(counted) {
  return [...counted].sort((a, b) => b[1] - a[1] || a[0].i - b[0].i);
}

function leader(all) {
  const ranked = top(
    [...all.values()]
      .filter((one) => one.body.kind !== "collective")
      .map((one) => [one.body, one.roles.get("lead") ?? 0]),
  );
  if (!ranked.length || ranked[0][1] < 1) return null;
  const [[body, most], second] = ranked;
  const held = [...all.values()].reduce((sum, one) => sum + (one.roles.get("lead") ?? 0), 0);
  const next =
    second && second[1] > 0
      ? say(`，其次是${second[0].short}（${second[1]} 项）`, `; next is ${second[0].short} (${second[1]})`)
      : "";
  return {
    weight: 3,
    text: say(
      `${body.short}牵头最多：${most} 项，占全部牵头的 ${percent(most / held)}${next}。`,
      `${body.short} leads most: ${most} tasks, ${percent(most / held)} of all leads${next}.`,
    ),
    href: to(target(findQuestion("leads"), body)),
  };
}

function needed() {
  const dependents = new Map();
  for (const link_ of links) {
    if (link_.role !== "support" || !link_.body || link_.body.kind === "collective") continue;
    for (const owner of owners(link_.statement)) {
      if (owner === link_.body) continue;
      if (!dependents.has(link_.body)) dependents.set(link_.body, new Set());
      dependents.get(link_.body).add(owner);
    }
  }
  const ranked = top([...dependents].map(([body, set]) => [body, set.size]));
  if (!ranked.length || ranked[0][1] < 2) return null;
  const [body, most] = ranked[0];
  return {
    weight: 3,
    text: say(
      `最被依赖的是${body.short}：${most} 个单位牵头的任务要它配合。`,
      `Most depended upon is ${body.short}: ${most} bodies lead tasks that it supports.`,
    ),
    href: to(target(findQuestion("dependents"), body)),
  };
}

function closest(met) {
  const ranked = [...met.values()]
    .filter((pair) => pair.a.kind === "agency" && pair.b.kind === "agency")
    .sort((x, y) => y.statements.length - x.statements.length || x.a.i - y.a.i || x.b.i - y.b.i);
  if (!ranked.length || ranked[0].statements.length < 2) return null;
  const { a, b, statements: list } = ranked[0];
  return {
    weight: 2,
    text: say(
      `协作最密的一对是${a.short}与${b.short}：${count(list.length)} 项共同任务。`,
      `The closest pair is ${a.short} and ${b.short}: ${count(list.length)} shared tasks.`,
    ),
    href: to({ view: "matrix", focus: a.key, pair: `${a.key}×${b.key}` }),
  };
}

function leaderless() {
  const question = findQuestion("responsibleonly");
  const list = statements.filter((statement) => question.test(statement));
  if (!list.length) return null;
  return {
    weight: 1,
    text: say(
      `${count(list.length)} 项任务只写责任单位，没有写牵头单位（占 ${percent(list.length / statements.length)}）。`,
      `${count(list.length)} tasks name responsible bodies and no lead (${percent(list.length / statements.length)}).`,
    ),
    href: to(target(question)),
  };
}

function several() {
  const question = findQuestion("manyleads");
  const list = statements.filter((statement) => question.test(statement));
  if (!list.length) return null;
  return {
    weight: 1,
    text: say(
      `${count(list.length)} 项任务有两个以上牵头单位。`,
      `${count(list.length)} tasks have two or more leads.`,
    ),
    href: to(target(question)),
  };
}

/** The three findings, worked out once over everything, whatever the filters say. */
export function findings() {
  const all = select(DEFAULTS);
  const made = [leader(profiles(all)), needed(), closest(pairs(all)), leaderless(), several()].filter(
    Boolean,
  );
  return made.sort((a, b) => b.weight - a.weight).slice(0, 3);
}

let worked = { lang: null, list: null };

export function drawFindings(box) {
  const show = !state.ask && !state.focus && state.view !== "ledger" && state.view !== "documents";
  box.hidden = !show || !statements.length;
  if (box.hidden) return;
  if (worked.lang !== state.lang) worked = { lang: state.lang, list: findings() };
  clear(
    box,
    h("h2.off-screen", {}, t("findings")),
    h(
      "ol.findings-list",
      {},
      worked.list.map((finding, at) =>
        h(
          "li",
          {},
          h(
            "a",
            { href: finding.href },
            h("span.finding-no", { "aria-hidden": "true" }, String(at + 1)),
            h("span", {}, words(finding.text)),
          ),
        ),
      ),
    ),
  );
}

const HELP = [
  [
    "一项“职责”是原文的一句话：它给若干单位各一个角色。每个数字、格子和连线都能点开，看到那句话、文号和章节。",
    "A statement is a sentence of the text that gives bodies their roles. Every number, cell and line opens to that sentence, its document number and its place.",
  ],
  ["角色既有颜色，也有形状和名称：", "A role has a shape and a name as well as a colour:"],
  [
    "“依赖”：甲配合的任务由乙牵头，则乙依赖甲；没有牵头单位时，看唯一的责任单位。依赖不等于隶属。",
    "“Depends”: if A supports a task that B leads, B depends on A; where nobody leads, the one responsible body counts. It is not subordination.",
  ],
  [
    "“共同任务”：两个单位在同一句里都有角色。矩阵的空格表示从未同列。",
    "“Shared task”: two bodies hold roles in one statement. An empty cell of the matrix means they never do.",
  ],
  [
    "文件不载完成情况：这里只说“到期”，不说“未完成”。集合主体（如各县政府）的角色及于其成员，单独标出。",
    "Documents hold no completion status. A role given to a class of bodies reaches each member and is marked as such.",
  ],
  [
    "“文件”页显示全文：读出的句子有底色，陷阱与没有匹配上的角色词为灰色，便于核对遗漏。",
    "“Documents” shows the full text: what was read is tinted, traps and unmatched role words are grey, so that gaps can be checked.",
  ],
];

/** The words of 怎么看这张图. */
export function helpContent() {
  const at = state.lang === "en" ? 1 : 0;
  const used = roleIds.filter((role) => links.some((one) => one.role === role));
  return HELP.map((pair, i) =>
    h(
      "p",
      {},
      pair[at],
      i === 1 &&
        h(
          "span.help-roles",
          {},
          used.map((role) => h("span.pair", {}, mark(role), roleName(role))),
        ),
    ),
  ).concat(h("p.note", {}, t("keys")));
}
