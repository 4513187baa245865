// The questions that the page answers: which statements, which bodies, by which definition.

import { answering, bodies, holders, owners, years } from "./data.js";
import { profiles } from "./select.js";
import { state } from "./state.js";

const has = (statement, body, ...held) =>
  statement.links.some((link) => link.body === body && held.includes(link.role));
const some = (statement, ...held) => statement.links.some((link) => held.includes(link.role));
const others = (list, body) => list.filter((other) => other !== body);

const DEPENDS = [
  "在它配合的任务上，对方牵头；没有牵头单位时，对方是唯一的责任单位。依赖不等于隶属。",
  "On a task that it supports, the other leads or, where nobody leads, is the one responsible body. Not subordination.",
];

/** Each: id, arity (bodies it takes), text, words that call for it, test(statement, a, b), partners(statement, a), definition. */
export const questions = [
  {
    id: "leads",
    arity: 1,
    text: ["{a}牵头哪些任务？", "Which tasks does {a} lead?"],
    words: ["牵头", "主办"],
    test: (s, a) => has(s, a, "lead"),
    partners: (s, a) => others(holders(s, "lead"), a),
    partnersText: ["共同牵头", "Co-leads"],
  },
  {
    id: "supporters",
    arity: 1,
    text: ["哪些单位要配合{a}？", "Who has to support {a}?"],
    words: ["配合", "协助"],
    test: (s, a) => has(s, a, "lead") && others(holders(s, "support"), a).length > 0,
    partners: (s, a) => others(holders(s, "support"), a),
    definition: ["它牵头的任务上的配合单位。", "The supporters on tasks that it leads."],
  },
  {
    id: "supports",
    arity: 1,
    text: ["{a}配合哪些部门的工作？", "Whose work does {a} support?"],
    words: ["配合", "参与"],
    test: (s, a) => has(s, a, "support") && others(holders(s, "lead"), a).length > 0,
    partners: (s, a) => others(holders(s, "lead"), a),
    definition: ["它配合的任务的牵头单位。", "The leads of tasks that it supports."],
  },
  {
    id: "dependents",
    arity: 1,
    text: ["哪些单位依赖{a}？", "Which bodies depend on {a}?"],
    words: ["依赖", "离不开"],
    test: (s, a) => has(s, a, "support") && others(owners(s), a).length > 0,
    partners: (s, a) => others(owners(s), a),
    definition: DEPENDS,
  },
  {
    id: "together",
    arity: 2,
    text: ["{a}和{b}在哪些事项上协作，谁牵头？", "On what do {a} and {b} work together, and who leads?"],
    words: ["协作", "和", "共同", "一起"],
    test: (s, a, b) => s.links.some((l) => l.body === a) && s.links.some((l) => l.body === b),
    partners: (s) => answering(s),
    partnersText: ["牵头（负责）", "Answers"],
    definition: ["两者在同一项任务上都有角色。", "Both hold a role on the same task."],
  },
  {
    id: "group",
    arity: 1,
    when: (a) => a.links.some((l) => l.role === "group"),
    text: ["{a}组长是谁，办公室设在哪个单位？", "Who chairs {a}, and who hosts its office?"],
    words: ["组长", "办公室", "领导小组"],
    test: (s, a) => s.links.some((l) => l.body === a && l.role === "group"),
    partners: (s) => [...holders(s, "office"), ...holders(s, "chair")],
    partnersText: ["办公室单位", "Office host"],
  },
  {
    id: "groupsof",
    arity: 1,
    text: ["{a}参加了哪些领导小组？", "Which groups does {a} sit in?"],
    words: ["领导小组", "议事", "小组", "联席会议"],
    when: (a) => a.links.some((l) => ["chair", "member", "office"].includes(l.role)),
    test: (s, a) => has(s, a, "chair", "member", "office"),
    partners: (s) => holders(s, "group"),
    partnersText: ["议事协调机构", "Groups"],
  },
  {
    id: "topic",
    arity: 0,
    topic: true,
    text: ["“{q}”由谁牵头，谁配合，依据哪一条？", "“{q}”: who leads, who supports, by which clause?"],
    words: ["谁", "牵头"],
    test: () => true,
    partners: (s) => answering(s),
    partnersText: ["牵头（负责）", "Answers"],
  },
  {
    id: "responsibleonly",
    arity: 0,
    text: ["哪些任务没有写牵头单位，只写责任单位？", "Which tasks name responsible bodies and no lead?"],
    words: ["责任单位", "没有写牵头", "没有牵头"],
    test: (s) => some(s, "responsible") && !some(s, "lead"),
    partners: (s) => holders(s, "responsible"),
    definition: [
      "有责任单位而无牵头单位；这不等于缺牵头。",
      "A responsible body and no lead; not the same as missing a lead.",
    ],
  },
  {
    id: "missing",
    arity: 0,
    text: ["哪些任务有配合单位却缺牵头？", "Which tasks have supporters but miss a lead?"],
    words: ["缺牵头", "缺"],
    test: (s) => some(s, "support") && !some(s, "lead", "responsible"),
    partners: (s) => holders(s, "support"),
    definition: [
      "有配合单位，既无牵头单位也无责任单位。",
      "Supporters, and neither a lead nor a responsible body.",
    ],
  },
  {
    id: "manyleads",
    arity: 0,
    text: [
      "哪些任务有两个以上牵头单位，是否“分别牵头”？",
      "Which tasks have two or more leads, jointly or severally?",
    ],
    words: ["两个以上", "多头", "分别牵头"],
    test: (s) => holders(s, "lead").length > 1,
    partners: (s) => holders(s, "lead"),
    definition: [
      "牵头单位不少于两个；原文写“分别”“按职责”的标为“分别”。",
      "At least two leads; those that the text splits are marked severally.",
    ],
  },
  {
    id: "unspecified",
    arity: 0,
    text: [
      "哪些任务写了“分别负责”却没说谁管什么？",
      "Which tasks are split severally without saying who does what?",
    ],
    words: ["分别负责", "分别"],
    test: (s) => s.links.filter((l) => l.distribution === "several").length > 1,
    partners: (s) => [
      ...new Set(s.links.filter((l) => l.distribution === "several" && l.body).map((l) => l.body)),
    ],
    definition: [
      "两个以上单位被写为“分别”或“按职责分工”，条款本身没有划分。",
      "Two or more bodies share a role severally; the clause itself draws no line.",
    ],
  },
  {
    id: "due",
    arity: 0,
    year: true,
    text: ["{y}年底前要完成的任务有哪些，谁牵头？", "What is due by the end of {y}, and who leads?"],
    words: ["期限", "时限", "底前", "完成"],
    test: (s) => s.due_date !== null && s.due_date <= `${state.with}-12-31`,
    partners: (s) => answering(s),
    partnersText: ["牵头（负责）", "Answers"],
    definition: [
      "只含能由原文推出日期的时限；文件不载完成情况。",
      "Only deadlines whose date follows from the words; documents hold no completion status.",
    ],
  },
  {
    id: "collectives",
    arity: 0,
    text: ["哪些任务落到各县（市、区）政府？", "Which tasks reach the county governments?"],
    words: ["各县", "县", "集合", "落到"],
    test: (s) => s.links.some((l) => l.body?.kind === "collective"),
    partners: (s) => [...new Set(s.links.filter((l) => l.body?.kind === "collective").map((l) => l.body))],
    definition: [
      "条款把角色给了一类单位（集合主体），及于其每个成员。",
      "The clause gives the role to a class of bodies; it holds for each member.",
    ],
  },
  {
    id: "delegations",
    arity: 0,
    text: [
      "哪些执法事项被委托，委托单位和受委托单位是谁？",
      "Which powers are delegated, by whom and to whom?",
    ],
    words: ["委托", "执法"],
    test: (s) => s.kind === "delegation",
    partners: (s) => holders(s, "delegator"),
    partnersText: ["委托单位", "Delegators"],
  },
  {
    id: "never",
    arity: 0,
    view: "matrix",
    text: ["哪些部门之间从来没有共同任务？", "Which bodies never share a task?"],
    words: ["从来", "没有共同", "从未"],
    test: () => false,
  },
  {
    id: "supportonly",
    arity: 0,
    view: "cards",
    text: ["哪个单位只配合、从不牵头？", "Who only supports and never leads?"],
    words: ["只配合", "从不牵头"],
    test: () => false,
    definition: [
      "有配合任务，没有牵头或负责的任务。",
      "Supports at least one task; leads and answers for none.",
    ],
  },
  {
    id: "change",
    arity: 0,
    view: "cards",
    when: () => years.length > 1,
    text: ["两年相比，谁的牵头任务增减最多？", "Between two years, whose leads changed most?"],
    words: ["相比", "增减", "变化"],
    test: () => false,
    definition: [
      "按文件的成文年份计数；所收文件未必完整。",
      "Counted by the year of the document; the collection may not be complete.",
    ],
  },
  {
    id: "mostleads",
    arity: 0,
    view: "cards",
    text: ["哪个单位牵头最多？", "Who leads most?"],
    words: ["最多", "牵头"],
    test: () => false,
  },
];

const byId = new Map(questions.map((question) => [question.id, question]));
export const findQuestion = (id) => byId.get(id) ?? null;

export function questionText(question, a, b, q, y) {
  const text = question.text[state.lang === "en" ? 1 : 0];
  return text
    .replace("{a}", () => a?.short ?? "")
    .replace("{b}", () => b?.short ?? "")
    .replace("{q}", () => q ?? "")
    .replace("{y}", () => y ?? "");
}

/** Where a question leads. */
export function target(question, a, b, q, y) {
  return {
    view: question.view ?? "ledger",
    ask: question.id,
    focus: a?.key ?? "",
    with: b?.key ?? (y ? String(y) : ""),
    q: question.topic ? q : "",
    role: [],
    s: "",
    pair: "",
    sort: question.id === "mostleads" ? "lead" : "",
  };
}

/** Bodies of an answer with the statements that name them, most first. */
export function partners(question, list, a) {
  if (!question.partners) return [];
  const found = new Map();
  for (const statement of list) {
    for (const body of question.partners(statement, a)) {
      if (!found.has(body)) found.set(body, []);
      found.get(body).push(statement);
    }
  }
  return [...found]
    .map(([body, of]) => ({ body, statements: of }))
    .sort((one, two) => two.statements.length - one.statements.length || one.body.i - two.body.i);
}

/** Bodies that support and never lead or answer for a task, under a selection. */
export function supportOnly(selection) {
  const all = profiles(selection);
  return bodies.filter(
    (body) =>
      all.get(body)?.roles.get("support") &&
      !all.get(body).roles.get("lead") &&
      !all.get(body).roles.get("responsible"),
  );
}
