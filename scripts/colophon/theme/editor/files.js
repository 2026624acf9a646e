// The files of a site as the CMS reads and writes them. Pure.

import { fromForm, toForm } from "./form.js";
import { changeYaml, readYaml, writeYaml } from "./yaml_file.js";

/** The key under which a form carries the file as it was. */
export const ORIGINAL = "colophon_file";

const FRONT_MATTER = /^(\uFEFF?---[ \t]*\n)([\s\S]*?)(^(?:---|\.\.\.)[ \t]*(?:\n|$))([\s\S]*)$/m;

export function readRecord(text, schema) {
  return { ...toForm(inTwoKeys(readYaml(text)), schema, schema), [ORIGINAL]: text };
}

export function writeRecord({ [ORIGINAL]: original, ...form }, schema) {
  const values = fromForm(form, schema, schema) ?? {};
  const wanted = original && readYaml(original).withheld ? values : inOneLine(values);
  return original ? changeYaml(original, wanted, schema) : writeYaml(wanted, schema);
}

export function readEntry(text, schema) {
  const parts = text.match(FRONT_MATTER);
  if (!parts) return { body: text, [ORIGINAL]: text };
  return { ...toForm(readYaml(parts[2]), schema, schema), body: parts[4], [ORIGINAL]: text };
}

export function writeEntry({ [ORIGINAL]: original, body, ...form }, schema) {
  const wanted = fromForm(form, schema, schema) ?? {};
  const prose = (body ?? "").replaceAll("\r\n", "\n");
  const parts = original?.match(FRONT_MATTER);
  if (!parts) return `---\n${writeYaml(wanted, schema)}---\n${prose.trim()}\n`;
  const [, opening, head, closing, before] = parts;
  const unchanged = prose.trimEnd() === before.trimEnd();
  const last = closing.endsWith("\n") || !prose.trim() ? closing : `${closing}\n`;
  return opening + changeYaml(head, wanted, schema) + last + (unchanged ? before : prose);
}

/** A record that says in one line that its text is withheld, as the form asks for it: whether, then why and since when. */
function inTwoKeys({ access, ...record }) {
  if (typeof access !== "object" || access === null) return { access, ...record };
  return { ...record, access: "withheld", withheld: { reason: access.withheld, on: access.on } };
}

/** The line that `colophon withhold` writes. */
function inOneLine({ access, withheld, ...record }) {
  if (access !== "withheld" || !withheld) return { ...record, access, withheld };
  return { ...record, access: { withheld: withheld.reason, on: withheld.on } };
}

/** `text` with the line ends, the byte order mark and the last line end of `before`. */
export function likeBefore(text, before) {
  const lines = text.replace(/\s+$/, "");
  const end = before.match(/\s*$/)[0];
  const mark = before.startsWith("\uFEFF") && !lines.startsWith("\uFEFF") ? "\uFEFF" : "";
  return mark + (before.includes("\r\n") ? lines.replaceAll("\n", "\r\n") : lines) + end;
}
