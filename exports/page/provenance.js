// The panel that shows the quoted words behind whatever was clicked.

import { roleIds, findBody, findStatement } from "./data.js";
import { brief, clear, h, mark, words } from "./dom.js";
import { citation, quotation } from "./evidence.js";
import { comma, roleName, t } from "./i18n.js";
import { select, shared, statementsOf } from "./select.js";
import { cardLink, go, link, state } from "./state.js";

const FIRST = 20;
let loose = null;
let opener = null;

function seats(statement) {
  return roleIds.map((role) => {
    const held = statement.links.filter((one) => one.role === role);
    if (!held.length) return null;
    return h(
      "div.seat",
      {},
      h("span.seat-role", {}, mark(role), roleName(role)),
      h(
        "span.seat-bodies",
        { lang: "zh-CN" },
        held.map((one, at) => [
          at > 0 && comma(),
          one.body
            ? h(
                "a",
                {
                  href: cardLink(one.body),
                  title: brief(one.body.label, 120),
                },
                words(one.surface, 40),
              )
            : words(one.surface, 40),
          one.post && one.post !== one.surface && h("span.note", {}, "（", words(one.post, 40), "）"),
          one.distribution && h("span.tag", {}, t(one.distribution)),
          one.inferred && h("span.tag", {}, t("inferred")),
        ]),
        statement.open &&
          (role === "support" || role === "responsible") &&
          held.length > 1 &&
          h("span.note", { title: t("p_open") }, t("open_list")),
      ),
    );
  });
}

function fact(name, value) {
  return value ? [h("dt", {}, t(name)), h("dd", {}, words(value, 200))] : null;
}

async function copy(text, button) {
  let done = true;
  try {
    await navigator.clipboard.writeText(text);
  } catch (error) {
    if (!(error instanceof DOMException || error instanceof TypeError)) throw error;
    const area = h("textarea.off-screen", { value: text });
    document.body.append(area);
    area.select();
    done = document.execCommand("copy");
    area.remove();
  }
  const before = t("p_copy");
  button.textContent = t(done ? "p_copied" : "p_failed");
  document.getElementById("announce").textContent = button.textContent;
  setTimeout(() => {
    button.textContent = before;
  }, 1800);
}

function article(statement) {
  const { document: record } = statement;
  const bases = [...new Set(statement.links.map((one) => one.basis).filter(Boolean))].join(comma());
  return h(
    "article.evidence",
    { "data-statement": statement.id },
    h(
      "header",
      {},
      h("span.tag", {}, t(`st_${statement.kind}`)),
      h("span.number", {}, words(record.number ?? t("d_unnumbered"), 40)),
      h("span.path", {}, words(statement.path, 40)),
    ),
    h("h3", { lang: "zh-CN", title: brief(statement.task, 400) }, words(statement.task, 90)),
    h("div.seats", {}, seats(statement)),
    quotation(statement),
    h(
      "dl.facts",
      {},
      fact("p_document", record.title),
      fact("p_number", record.number),
      fact("p_path", statement.path),
      fact("p_date", record.date),
      fact(
        "p_due",
        statement.due && (statement.due_date ? `${statement.due}（${statement.due_date}）` : statement.due),
      ),
      fact("p_rule", statement.pattern),
      fact("p_basis", bases),
    ),
    h(
      "div.actions",
      {},
      h(
        "button.quiet",
        { type: "button", onclick: (event) => copy(citation(statement), event.currentTarget) },
        t("p_copy"),
      ),
      h(
        "a.quiet",
        { href: link({ view: "documents", read: record.key, s: statement.id, pair: "", ask: "" }) },
        t("p_read"),
      ),
    ),
  );
}

function listing(statements) {
  const box = h("div.evidences");
  const show = (from) => {
    box.append(...statements.slice(from, from + FIRST).map(article));
    const left = statements.length - from - FIRST;
    if (left <= 0) return;
    const more = h(
      "button.more",
      {
        type: "button",
        onclick: () => {
          more.remove();
          show(from + FIRST);
        },
      },
      t("p_more", { n: Math.min(left, FIRST) }),
    );
    box.append(more);
  };
  show(0);
  return box;
}

function pairContent(key) {
  const [a, b] = key.split("×").map(findBody);
  if (!a || !b) return null;
  const selection = select(state);
  const title = [words(a.short, 30), " × ", words(b.short, 30)];
  const list = shared(a, b, selection);
  if (list.length) return { title, note: t("tasks_long", { n: list.length }), list };
  return {
    title,
    note: t("p_never"),
    list: [...statementsOf(a, selection).slice(0, 5), ...statementsOf(b, selection).slice(0, 5)],
  };
}

function content() {
  if (loose) return loose;
  if (state.pair) return pairContent(state.pair);
  const statement = state.s && findStatement(state.s);
  return statement ? { title: [t("p_title")], note: t(`st_${statement.kind}`), list: [statement] } : null;
}

/** Opens the panel on a list of statements that no address names. */
export function openList(title, list) {
  remember();
  loose = { title, note: t("tasks_long", { n: list.length }), list };
  drawPanel();
  document.getElementById("panel").querySelector("h2").focus();
}

export function openStatement(statement) {
  remember();
  go({ s: statement.id, pair: "" });
}

export function openPair(a, b) {
  remember();
  go({ pair: `${a.key}×${b.key}`, s: "" });
}

function remember() {
  if (!document.activeElement?.closest?.("#panel")) opener = document.activeElement;
  loose = null;
}

export function closePanel() {
  loose = null;
  if (state.s || state.pair) go({ s: "", pair: "" });
  else drawPanel();
  if (opener?.isConnected) opener.focus();
  opener = null;
}

export const panelOpen = () => !document.getElementById("panel").hidden;

/** Draws what the state asks for; moves the focus there when something new is opened. */
export function drawPanel(moved = false) {
  const panel = document.getElementById("panel");
  if (moved) loose = null;
  const shown = content();
  panel.hidden = !shown;
  document.body.classList.toggle("with-panel", Boolean(shown));
  if (!shown) return clear(panel);
  clear(
    panel,
    h(
      "div.panel-head",
      {},
      h("div", {}, h("h2", { tabIndex: -1, id: "panel-title" }, shown.title), h("p.note", {}, shown.note)),
      h("button.icon", { type: "button", "aria-label": t("close"), onclick: closePanel }, "×"),
    ),
    listing(shown.list),
  );
  panel.scrollTop = 0;
  if (moved) panel.querySelector("h2").focus({ preventScroll: true });
  return panel;
}
