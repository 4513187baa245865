// Bars: shares of roles, and other bodies by the number of statements.

import { usedRoles } from "./data.js";
import { brief, h, words } from "./dom.js";
import { count, t } from "./i18n.js";
import { openList } from "./provenance.js";

/** A bar cut by role, each part as wide as its share. */
export function split(profile) {
  const all = [...profile.roles.values()].reduce((sum, n) => sum + n, 0);
  return h(
    "span.split",
    { "aria-hidden": "true" },
    usedRoles
      .filter((role) => profile.roles.get(role))
      .map((role) =>
        h("span", { className: `b-${role}`, style: { "flex-grow": profile.roles.get(role) / all } }),
      ),
  );
}

/** Bars of other bodies: each opens the words behind it. */
export function bars(rows, focus) {
  if (!rows.length) return h("p.note", {}, t("nobody"));
  const most = rows[0].statements.length;
  const item = ({ body, statements: list }) =>
    h(
      "li",
      {},
      h(
        "button.bar",
        {
          type: "button",
          title: brief(body.label, 200),
          onclick: () => (focus ? openPairOf(focus, body, list) : openList([words(body.short, 40)], list)),
        },
        h("span.bar-name", {}, words(body.short, 24)),
        h("span.bar-track", {}, h("span.bar-fill", { style: { width: `${(100 * list.length) / most}%` } })),
        h("span.bar-n", {}, count(list.length)),
      ),
    );
  const list = h("ul.bars", {}, rows.slice(0, 10).map(item));
  if (rows.length <= 10) return list;
  const more = h(
    "button.more",
    {
      type: "button",
      onclick: () => {
        list.append(...rows.slice(10).map(item));
        more.remove();
      },
    },
    t("more", { n: rows.length - 10 }),
  );
  return [list, more];
}

function openPairOf(focus, body, list) {
  openList([words(focus.short, 30), " × ", words(body.short, 30)], list);
}

/** Other bodies that `pick` finds on statements, with those statements, most first. */
export function partnersBy(list, pick, focus) {
  const found = new Map();
  for (const statement of list) {
    for (const body of pick(statement)) {
      if (body === focus) continue;
      if (!found.has(body)) found.set(body, []);
      found.get(body).push(statement);
    }
  }
  return [...found]
    .map(([body, of]) => ({ body, statements: of }))
    .sort((a, b) => b.statements.length - a.statements.length || a.body.i - b.body.i);
}
