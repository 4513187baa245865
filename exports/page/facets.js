// The filters that all views share, each value with the statements it would leave.

import { bodyKinds, documents, usedRoles, years } from "./data.js";
import { brief, clear, h, mark, words } from "./dom.js";
import { kindName, roleName, t, count } from "./i18n.js";
import { yearKey } from "./select.js";
import { filtering, go, NO_FILTERS, state, toggled } from "./state.js";

function option(facet, value, label, counts, icon = null) {
  const on = state[facet].includes(value);
  const left = counts[facet].get(value) ?? 0;
  return h(
    "label.facet",
    { className: `facet${left || on ? "" : " spent"}` },
    h("input", {
      type: "checkbox",
      checked: on,
      name: facet,
      value,
      onchange: () => go({ [facet]: toggled(state[facet], value) }),
    }),
    icon,
    h("span.facet-label", {}, label),
    h("span.facet-count", {}, count(left)),
  );
}

function group(title, options) {
  return options.length ? h("fieldset.facet-group", {}, h("legend", {}, title), options) : null;
}

function years_(counts) {
  const keys = [...years.map(String), ...(documents.some((record) => record.year === null) ? ["none"] : [])];
  if (keys.length < 2 && !state.year.length) return null;
  return h(
    "fieldset.facet-group",
    {},
    h("legend", {}, t("f_year")),
    h(
      "div.chips",
      {},
      keys.map((key) =>
        h(
          "button.chip",
          {
            type: "button",
            "aria-pressed": state.year.includes(key) ? "true" : "false",
            onclick: () => go({ year: toggled(state.year, key) }),
          },
          key === "none" ? t("year_none") : key,
          " ",
          h("span.facet-count", {}, count(counts.year.get(key) ?? 0)),
        ),
      ),
    ),
  );
}

function papers(counts) {
  if (documents.length < 2) return null;
  const shown = documents
    .filter((record) => counts.doc.get(record.key) || state.doc.includes(record.key))
    .sort((one, two) => (counts.doc.get(two.key) ?? 0) - (counts.doc.get(one.key) ?? 0) || one.i - two.i);
  const few = shown.filter((record, at) => at < 60 || state.doc.includes(record.key));
  return h(
    "details.facet-group",
    { open: state.doc.length > 0 || few.length < 9 },
    h("summary", {}, t("f_doc"), h("span.facet-count", {}, count(shown.length))),
    h(
      "fieldset",
      { "aria-label": t("f_doc") },
      few.map((record) =>
        option(
          "doc",
          record.key,
          [
            h("span.facet-number", {}, words(record.number ?? yearKey(record), 24)),
            h("span.facet-title", { title: brief(record.title, 200) }, words(record.title, 60)),
          ],
          counts,
        ),
      ),
    ),
  );
}

function switches(counts) {
  const flag = (name) => {
    const concerned = counts[name].get("1") ?? 0;
    if (!concerned && state[name] === "1") return null;
    return h(
      "label.facet",
      { title: t(`hint_${name}`) },
      h("input", {
        type: "checkbox",
        checked: state[name] === "1",
        name,
        onchange: () => go({ [name]: state[name] === "1" ? "0" : "1" }),
      }),
      h("span.facet-label", {}, t(`f_${name}`)),
      h("span.facet-count", {}, count(concerned)),
    );
  };
  return group(t("f_more"), [flag("collectives"), flag("inferred")].filter(Boolean));
}

/** Draws the filters into `box`; on narrow screens they fold behind one button. */
export function drawFacets(box, selection) {
  const { counts } = selection;
  const active = filtering().length;
  const open = box.querySelector("details.facets")?.open ?? matchMedia("(min-width: 60rem)").matches;
  const focused = document.activeElement?.closest?.("#filters") ? document.activeElement : null;
  const held =
    focused &&
    (focused.name
      ? `[name="${focused.name}"]${focused.value ? `[value="${CSS.escape(focused.value)}"]` : ""}`
      : null);
  clear(
    box,
    h(
      "details.facets",
      { open },
      h("summary.facets-head", {}, active ? t("filters_n", { n: active }) : t("filters")),
      h(
        "button.clear",
        { type: "button", disabled: !active, onclick: () => go({ ...NO_FILTERS }) },
        t("clear_filters"),
      ),
      state.q &&
        h(
          "button.chip.topic",
          {
            type: "button",
            "aria-pressed": "true",
            onclick: () => go({ q: "", ask: state.ask === "topic" ? "" : state.ask }),
          },
          t("f_topic", { q: brief(state.q, 20) }),
          " ×",
        ),
      group(
        t("f_role"),
        usedRoles.map((role) => option("role", role, roleName(role), counts, mark(role))),
      ),
      years_(counts),
      (bodyKinds.length > 1 || state.kind.length > 0) &&
        group(
          t("f_kind"),
          bodyKinds.map((kind) => option("kind", kind, kindName(kind), counts)),
        ),
      switches(counts),
      papers(counts),
    ),
  );
  if (held) box.querySelector(held)?.focus();
}
