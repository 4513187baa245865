// What is shown, as files: CSV of the filtered rows, SVG and PNG of the picture.

import { h } from "./dom.js";
import { holders, roleIds } from "./data.js";
import { roleName, t } from "./i18n.js";
import { quoted } from "./evidence.js";
import { select } from "./select.js";
import { state } from "./state.js";

const picture = { make: null };

/** The view that is shown offers its picture as an SVG element, or null where there is none. */
export function offerPicture(make) {
  picture.make = make;
}

export const hasPicture = () => picture.make !== null;
export const makePicture = () => picture.make();

function save(blob, extension) {
  const address = URL.createObjectURL(blob);
  const anchor = h("a", { href: address, download: `${t("csv_name")}-${state.view}.${extension}` });
  anchor.click();
  setTimeout(() => URL.revokeObjectURL(address), 10000);
}

/** One CSV cell: quoted where needed, and never a formula when a spreadsheet opens it. */
export function cell(value) {
  const text = String(value ?? "");
  const safe = /^[\s]*[=+\-@\t\r]/.test(text) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

export const csv = (rows) => `\uFEFF${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;

/** The statements that pass, one a row, bodies by role, with the quoted words. */
export function ledgerRows(list) {
  const head = [
    t("c_no"),
    t("c_task"),
    ...roleIds.map(roleName),
    t("c_due"),
    t("d_title"),
    t("d_number"),
    t("p_path"),
    t("d_date"),
    t("p_rule"),
    t("p_title"),
    "id",
  ];
  return [
    head,
    ...list.map((statement, at) => [
      at + 1,
      statement.task,
      ...roleIds.map((role) =>
        [
          ...new Set([
            ...holders(statement, role).map((body) => body.label),
            ...statement.links.filter((l) => l.role === role && !l.body).map((l) => l.surface),
          ]),
        ].join("、"),
      ),
      statement.due,
      statement.document.title,
      statement.document.number,
      statement.path,
      statement.document.date,
      statement.pattern,
      quoted(statement),
      statement.id,
    ]),
  ];
}

export function exportCsv(rows = ledgerRows(select(state).statements)) {
  save(new Blob([csv(rows)], { type: "text/csv;charset=utf-8" }), "csv");
}

function source() {
  return `<?xml version="1.0" encoding="UTF-8"?>\n${new XMLSerializer().serializeToString(picture.make())}`;
}

export function exportSvg() {
  save(new Blob([source()], { type: "image/svg+xml;charset=utf-8" }), "svg");
}

const LARGEST = 16000;

export function exportPng() {
  const address = URL.createObjectURL(new Blob([source()], { type: "image/svg+xml;charset=utf-8" }));
  const image = new Image();
  image.onload = () => {
    const scale = Math.min(2, LARGEST / Math.max(image.naturalWidth, image.naturalHeight));
    const canvas = h("canvas", {
      width: Math.round(image.naturalWidth * scale),
      height: Math.round(image.naturalHeight * scale),
    });
    canvas.getContext("2d").drawImage(image, 0, 0, canvas.width, canvas.height);
    URL.revokeObjectURL(address);
    canvas.toBlob((blob) => save(blob, "png"), "image/png");
  };
  image.src = address;
}
