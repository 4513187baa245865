// One body in full: its roles, whom it depends on, who depends on it, and its tasks.

import { answering, documents, holders, owners, usedRoles, years } from "./data.js";
import { bars, partnersBy } from "./bars.js";
import { brief, clear, h, mark, words } from "./dom.js";
import { changes } from "./change.js";
import { count, kindName, levelName, roleName, t } from "./i18n.js";
import { openStatement } from "./provenance.js";
import { profiles, statementsOf } from "./select.js";
import { cardLink, link } from "./state.js";

const TASKS = 12;
const FURTHER = ["implement", "guide", "supervise", "accept"];

function section(title, note, ...content) {
  return h("section.block", {}, h("h3", {}, title), note && h("p.note", {}, note), content);
}

function tiles(profile, focus, all) {
  return h(
    "ul.tiles",
    {},
    h(
      "li.tile",
      {},
      h(
        "a",
        { href: link({ view: "ledger", ask: "", role: [] }) },
        h("b", {}, count(all)),
        h("span", {}, t("total_tasks")),
      ),
    ),
    usedRoles
      .filter((role) => profile?.roles.get(role))
      .map((role) =>
        h(
          "li.tile",
          {},
          h(
            "a",
            {
              className: `t-${role}`,
              href: link({ view: "ledger", role: [role], focus: focus.key, ask: "", s: "", pair: "" }),
            },
            h("b", {}, mark(role), count(profile.roles.get(role))),
            h("span", {}, roleName(role)),
          ),
        ),
      ),
  );
}

function names(focus) {
  if (!focus.names.length) return null;
  return h(
    "p.names",
    {},
    h("span.note", {}, t("names_seen")),
    focus.names.map(([text, , seen]) =>
      h(
        "span.name",
        { className: seen ? "name" : "name faint", lang: "zh-CN" },
        words(text, 40),
        seen > 0 && h("span.facet-count", {}, count(seen)),
      ),
    ),
  );
}

function taskList(list) {
  const item = (statement) =>
    h(
      "li",
      {},
      h(
        "button.task",
        { type: "button", lang: "zh-CN", onclick: () => openStatement(statement) },
        words(statement.task, 90),
      ),
      h("span.note", {}, words(statement.document.number ?? "", 40)),
    );
  return h("ol.task-list", {}, list.slice(0, TASKS).map(item));
}

function seatsOf(focus, list) {
  const groups = list.filter((statement) => statement.kind === "group");
  if (!groups.length) return null;
  const own = focus.links.some((one) => one.role === "group");
  const rows = groups.flatMap((statement) =>
    statement.links
      .filter((one) => (own ? one.role !== "group" : one.body === focus))
      .map((one) =>
        h(
          "li",
          {},
          h(
            "button.task",
            { type: "button", onclick: () => openStatement(statement) },
            mark(one.role),
            roleName(one.role),
            " ",
            words(own ? one.surface : (holders(statement, "group")[0]?.label ?? statement.task), 60),
            one.post &&
              one.post !== roleName(one.role) &&
              one.post !== one.surface &&
              h("span.note", {}, "（", words(one.post, 40), "）"),
          ),
        ),
      ),
  );
  return section(t("groups"), null, h("ul.plain-list", {}, rows));
}

function delegated(list) {
  const rows = list.filter((statement) => statement.kind === "delegation");
  if (!rows.length) return null;
  return section(
    t("delegations"),
    null,
    h(
      "ul.plain-list",
      {},
      rows.map((statement) =>
        h(
          "li",
          {},
          h(
            "button.task",
            { type: "button", onclick: () => openStatement(statement) },
            statement.links
              .filter((one) => one.role === "delegator")
              .map((one) => one.surface)
              .join("、"),
            " → ",
            statement.links
              .filter((one) => one.role === "delegate")
              .map((one) => one.surface)
              .join("、"),
          ),
        ),
      ),
    ),
  );
}

function papers(list) {
  const rows = documents
    .map((record) => [record, list.filter((statement) => statement.document === record).length])
    .filter(([, n]) => n > 0)
    .sort((a, b) => b[1] - a[1]);
  return section(
    t("its_documents"),
    null,
    h(
      "ul.plain-list",
      {},
      rows
        .slice(0, 12)
        .map(([record, n]) =>
          h(
            "li",
            {},
            h(
              "a",
              { href: link({ view: "documents", read: record.key, s: "", pair: "" }) },
              words(record.number ?? record.title, 60),
            ),
            " ",
            h("span.note", { lang: "zh-CN" }, words(record.title, 40), " · ", count(n)),
          ),
        ),
    ),
  );
}

function heading(focus) {
  const facts = [
    kindName(focus.kind),
    levelName(focus.level),
    focus.division,
    focus.short !== focus.label && focus.short,
  ];
  const away = (view, key) => h("a.quiet", { href: link({ view, s: "", pair: "" }) }, t(key));
  return h(
    "header.card-head",
    {},
    h("h2", { lang: "zh-CN", title: brief(focus.label, 400) }, words(focus.label, 120)),
    h(
      "p.note",
      {},
      facts.filter(Boolean).map((part, at) => [at > 0 && " · ", words(part, 60)]),
    ),
    names(focus),
    h("p.go", {}, away("graph", "open_graph"), away("matrix", "open_matrix"), away("ledger", "open_ledger")),
  );
}

/** The bodies tied to this one: whom it depends on, who depends on it, who answers beside it, the others. */
function tied(focus, list, selection) {
  const held = (statement, ...wanted) =>
    statement.links.some((one) => one.body === focus && wanted.includes(one.role) && selection.on(one));
  const seen = (statement, found) =>
    found.filter((body) => statement.links.some((one) => one.body === body && selection.base(one)));
  const by = (test, pick) => partnersBy(list.filter(test), (s) => seen(s, pick(s)), focus);
  return {
    out: by(
      (s) => owners(s).includes(focus) && held(s, "lead", "responsible"),
      (s) => holders(s, "support"),
    ),
    into: by((s) => held(s, "support"), owners),
    beside: by((s) => answering(s).includes(focus), answering),
    further: by(
      () => true,
      (s) => FURTHER.flatMap((role) => holders(s, role)),
    ),
  };
}

function members(focus) {
  if (!focus.members.length) return null;
  const names_ = focus.members.map((member) =>
    h("a.name", { href: cardLink(member) }, words(member.short, 40)),
  );
  return section(t("members"), null, h("p", {}, names_));
}

function tasks(list) {
  const all = h(
    "a.more",
    { href: link({ view: "ledger", s: "", pair: "" }) },
    t("all_n", { n: count(list.length) }),
  );
  return h("section.block", {}, h("h3", {}, t("its_tasks")), taskList(list), list.length > TASKS && all);
}

/** Draws the card of one body into `box`. */
export function drawCard(box, focus, selection) {
  const list = statementsOf(focus, selection);
  const profile = profiles(selection).get(focus);
  const back = h(
    "div.view-head",
    {},
    h("a.back", { href: link({ focus: "", s: "", pair: "" }) }, t("back_overview")),
  );
  if (!list.length) {
    clear(box, back, heading(focus), h("p.nothing", {}, t("no_match"), " ", t("widen")));
    return;
  }
  const { out, into, beside, further } = tied(focus, list, selection);
  clear(
    box,
    back,
    heading(focus),
    tiles(profile, focus, list.length),
    h(
      "div.columns",
      {},
      section(t("depends_out"), t("depends_out_def"), bars(out, focus)),
      section(t("depends_in"), t("depends_in_def"), bars(into, focus)),
      beside.length > 0 && section(t("peers"), null, bars(beside, focus)),
    ),
    h(
      "div.masonry",
      {},
      further.length > 0 && section(t("others"), null, bars(further, focus)),
      seatsOf(focus, list),
      delegated(list),
      members(focus),
      years.length > 1 && section(t("change"), null, changes(focus)),
      papers(list),
    ),
    tasks(list),
  );
}
