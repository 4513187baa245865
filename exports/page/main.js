// The page: puts the parts together and redraws what a change of state touches.

import { drawAnswer } from "./answer.js";
import { chartRows, drawCards } from "./cards.js";
import { cardPicture } from "./cardpicture.js";
import { bodies, documents, pageFocus, statements } from "./data.js";
import { drawDocuments } from "./documents.js";
import { clear, h, words } from "./dom.js";
import {
  exportCsv,
  exportPng,
  exportSvg,
  hasPicture,
  ledgerRows,
  makePicture,
  offerPicture,
} from "./export.js";
import { drawFacets } from "./facets.js";
import { drawFindings, helpContent } from "./findings.js";
import { drawGraph } from "./graph.js";
import { count, t } from "./i18n.js";
import { drawLedger, ledgerList } from "./ledger.js";
import { drawMatrix } from "./matrix.js";
import { closePanel, drawPanel, panelOpen } from "./provenance.js";
import { mountSearch, relabelSearch } from "./search.js";
import { select } from "./select.js";
import { DEFAULTS, FILTERS, go, onChange, state, VIEWS } from "./state.js";

const at = (id) => document.getElementById(id);

function drawView(selection, before) {
  const box = at("view");
  offerPicture(null);
  if (before && before.view !== state.view) clear(box);
  box.setAttribute("aria-labelledby", `tab-${state.view}`);
  box.className = `view-${state.view}`;
  document.body.dataset.view = state.view;
  if (state.view === "cards") {
    drawCards(box, selection);
    if (statements.length) offerPicture(() => cardPicture(chartRows(selection)));
  } else if (state.view === "matrix") drawMatrix(box, selection);
  else if (state.view === "graph") drawGraph(box, selection);
  else if (state.view === "ledger") drawLedger(box, selection);
  else
    drawDocuments(
      box,
      selection,
      !before ||
        ["read", ...FILTERS, "view", "lang"].some((name) => String(before[name]) !== String(state[name])),
    );
  for (const id of ["export-svg", "export-png"]) at(id).hidden = !hasPicture();
}

function drawTabs() {
  for (const view of VIEWS) {
    const tab = at(`tab-${view}`);
    tab.textContent = t(view);
    tab.setAttribute("aria-selected", view === state.view ? "true" : "false");
    tab.tabIndex = view === state.view ? 0 : -1;
  }
}

const labelled = {
  "export-csv": "export_csv",
  "export-svg": "export_svg",
  "export-png": "export_png",
  print: "print",
  help: "help",
  language: "language",
  skip: "skip",
};

function drawChrome() {
  const english = state.lang === "en";
  document.documentElement.lang = english ? "en" : "zh-CN";
  document.documentElement.dataset.theme = dark() ? "dark" : "light";
  document.title = pageFocus ? `${pageFocus.short.slice(0, 60)} · ${t("title")}` : t("title");
  at("brand-name").textContent = t("title");
  at("tagline").textContent = t("tagline");
  clear(
    at("scope"),
    t("scope", { d: count(documents.length), s: count(statements.length), b: count(bodies.length) }),
    pageFocus && [" · ", words(t("page_for", { a: pageFocus.short }), 80)],
  );
  for (const [id, key] of Object.entries(labelled)) at(id).textContent = t(key);
  at("language").title = t("language_hint");
  at("language").lang = english ? "zh-CN" : "en";
  at("theme").textContent = t(dark() ? "theme_light" : "theme");
  at("theme").title = t("theme_hint");
  at("export").setAttribute("aria-label", t("export"));
  at("tabs").setAttribute("aria-label", t("views"));
  at("bar").setAttribute("aria-label", t("views"));
  at("filters").setAttribute("aria-label", t("filters"));
  at("panel").setAttribute("aria-label", t("p_title"));
  relabelSearch();
}

function dark() {
  return state.theme ? state.theme === "dark" : matchMedia("(prefers-color-scheme: dark)").matches;
}

function draw(before = null) {
  const changed = (names) => !before || names.some((name) => String(before[name]) !== String(state[name]));
  if (changed(["lang", "theme"])) drawChrome();
  const selection = select(state);
  drawTabs();
  if (changed([...FILTERS, "lang", "ask"])) drawFacets(at("filters"), selection);
  if (changed([...FILTERS, "lang", "ask", "focus", "with", "view", "compare"])) {
    drawAnswer(at("answer"), selection);
    drawFindings(at("findings"));
  }
  const moved = changed(["s", "pair", "lang", ...FILTERS]);
  if (moved) drawPanel(Boolean(before) && changed(["s", "pair"]));
  if (before && (before.view !== state.view || before.focus !== state.focus || before.ask !== state.ask))
    scrollTo(0, 0);
  drawView(selection, before);
}

function mountTabs() {
  const tabs = VIEWS.map((view) =>
    h("button", {
      type: "button",
      role: "tab",
      id: `tab-${view}`,
      "aria-controls": "view",
      onclick: () =>
        go({
          view,
          ask: questionFits(view) ? state.ask : "",
          s: view === "documents" ? state.s : "",
          pair: "",
        }),
    }),
  );
  clear(at("tabs"), tabs);
  at("tabs").addEventListener("keydown", (event) => {
    const here = VIEWS.indexOf(state.view);
    const next = { ArrowRight: here + 1, ArrowLeft: here - 1, Home: 0, End: VIEWS.length - 1 }[event.key];
    if (next === undefined) return;
    event.preventDefault();
    tabs[(next + VIEWS.length) % VIEWS.length].click();
    tabs[(next + VIEWS.length) % VIEWS.length].focus();
  });
}

const questionFits = (view) => view === state.view;

function exported() {
  const selection = select(state);
  exportCsv(
    ledgerRows(
      state.view === "ledger" || state.focus || state.ask ? ledgerList(selection) : selection.statements,
    ),
  );
}

function mountTools() {
  at("export-csv").addEventListener("click", exported);
  at("export-svg").addEventListener("click", exportSvg);
  at("export-png").addEventListener("click", exportPng);
  at("print").addEventListener("click", () => print());
  at("language").addEventListener("click", () => go({ lang: state.lang === "en" ? "zh" : "en" }, true));
  at("theme").addEventListener("click", () => go({ theme: dark() ? "light" : "dark" }, true));
  at("help").addEventListener("click", () => {
    const dialog = at("help-dialog");
    clear(
      dialog,
      h(
        "div.panel-head",
        {},
        h("h2", {}, t("help")),
        h("button.icon", { type: "button", "aria-label": t("close"), onclick: () => dialog.close() }, "×"),
      ),
      helpContent(),
    );
    dialog.setAttribute("aria-label", t("help"));
    dialog.showModal();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && panelOpen() && !at("help-dialog").open) closePanel();
  });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => draw());
}

/** Paper gets light colours and, for a picture, the picture itself instead of the part that is scrolled into view. */
function mountPrinting() {
  addEventListener("beforeprint", () => {
    document.documentElement.dataset.theme = "light";
    if (state.view !== "cards" && hasPicture()) at("view").append(h("div.paper", {}, makePicture()));
  });
  addEventListener("afterprint", () => {
    document.documentElement.dataset.theme = dark() ? "dark" : "light";
    at("view").querySelector(".paper")?.remove();
  });
}

if (pageFocus && !location.hash) Object.assign(state, { ...DEFAULTS, focus: pageFocus.key });
mountSearch(at("search-box"));
mountTabs();
mountTools();
mountPrinting();
onChange((_, before) => draw(before));
draw();
document.documentElement.dataset.ready = "true";
performance.mark("shown");
