// Every body at a glance, or the card of one.

import { bodies, findBody, statements, usedRoles } from "./data.js";
import { split } from "./bars.js";
import { drawCard } from "./card.js";
import { brief, clear, h, mark, words } from "./dom.js";
import { count, kindName, roleName, t } from "./i18n.js";
import { supportOnly } from "./questions.js";
import { profiles } from "./select.js";
import { cardLink, go, state } from "./state.js";

const STEP = 90;

function small(profile) {
  const { body } = profile;
  return h(
    "li.card",
    { className: `card kind-${body.kind}` },
    h("a.card-name", { href: cardLink(body), title: brief(body.label, 200) }, words(body.short, 40)),
    h("span.card-total", {}, t("tasks", { n: count(profile.total) })),
    split(profile),
    h(
      "span.card-roles",
      {},
      usedRoles
        .filter((role) => profile.roles.get(role))
        .slice(0, 4)
        .map((role) =>
          h("span.pair", {}, mark(role), roleName(role), " ", h("b", {}, count(profile.roles.get(role)))),
        ),
    ),
    body.kind !== "agency" && h("span.tag", {}, kindName(body.kind)),
  );
}

function ranked(selection) {
  const order = state.sort.replace(/^-/, "") || "total";
  const wanted = new Set(state.ask === "supportonly" ? supportOnly(selection) : bodies);
  const list = [...profiles(selection).values()].filter((profile) => wanted.has(profile.body));
  const score = (profile) => (order === "total" ? profile.total : (profile.roles.get(order) ?? 0));
  const name = new Intl.Collator("zh-Hans-CN").compare;
  return order === "name"
    ? list.sort((a, b) => name(a.body.short, b.body.short))
    : list.sort((a, b) => score(b) - score(a) || b.total - a.total || a.body.i - b.body.i);
}

function sorter() {
  const order = state.sort.replace(/^-/, "") || "total";
  return h(
    "div.segmented",
    { role: "group", "aria-label": t("sort") },
    ["total", "lead", "support", "name"].map((key) =>
      h(
        "button",
        {
          type: "button",
          "aria-pressed": key === order ? "true" : "false",
          onclick: () => go({ sort: key === "total" ? "" : key }, true),
        },
        t(`s_${key}`),
      ),
    ),
  );
}

function overview(box, selection) {
  const list = ranked(selection);
  if (!list.length)
    return clear(
      box,
      h(
        "p.nothing",
        {},
        statements.length ? t("no_match") : t("empty"),
        " ",
        statements.length ? t("widen") : t("empty_why"),
      ),
    );
  const grid = h("ul.grid");
  const more = h("button.more", { type: "button" });
  let shown = 0;
  const extend = () => {
    grid.append(...list.slice(shown, shown + STEP).map(small));
    shown = Math.min(list.length, shown + STEP);
    more.hidden = shown >= list.length;
    more.textContent = t("more", { n: Math.min(STEP, list.length - shown) });
  };
  more.addEventListener("click", extend);
  extend();
  return clear(
    box,
    h(
      "div.view-head",
      {},
      h("h2", {}, t("overview")),
      h("span.note", {}, t("bodies_n", { n: count(list.length) })),
      h("span.spacer"),
      sorter(),
    ),
    grid,
    more,
  );
}

/** Draws the card of the focus, or the overview. */
export function drawCards(box, selection) {
  const focus = findBody(state.focus);
  if (focus) return drawCard(box, focus, selection);
  return overview(box, selection);
}

/** What the exported picture of this view shows: bodies with their role counts, in the order shown. */
export function chartRows(selection) {
  const focus = findBody(state.focus);
  if (!focus) return ranked(selection).slice(0, 60);
  const profile = profiles(selection).get(focus);
  return profile ? [profile] : [];
}
