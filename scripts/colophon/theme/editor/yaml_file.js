// A YAML file with some of its values changed: only these are written anew, everything else stays byte for byte.
// Pure. The rules of plain values are those of scripts/colophon/front_matter.py.

import { isMap, isScalar, isSeq, parseDocument } from "./yaml/index.js";
import { allowsNull, choose, isEmpty, knows, resolve, ruleOf, same } from "./schema.js";

const LONGEST_LINE = 110;

/** The value of a YAML text as plain data. Throws what is wrong with it. */
export function readYaml(text) {
  return plain(nodeOf(text));
}

/**
 * `text` with the values of `wanted`, both ruled by `schema`. What `wanted` does not change stays as it is, and so does
 * what the schema does not know. Throws if the result would not say exactly what is wanted.
 */
export function changeYaml(text, wanted, schema) {
  const node = nodeOf(text);
  if (!isMap(node)) return writeYaml(wanted, schema);
  const edits = [];
  changeMap({ text, edits, root: schema }, node, wanted, schema, 0);
  const changed = applied(text, edits);
  if (!same(readYaml(changed), wanted, schema, schema))
    throw new Error("This change cannot be written without touching the rest of the file; nothing was saved.");
  return changed;
}

/** A new YAML text. */
export function writeYaml(wanted, schema) {
  return `${block(inOrder(wanted, schema, schema), 0)}\n`;
}

function nodeOf(text) {
  const parsed = parseDocument(text, { schema: "failsafe" });
  if (parsed.errors.length) throw new Error(parsed.errors[0].message);
  return parsed.contents;
}

function plain(node) {
  if (isMap(node)) return Object.fromEntries(node.items.map((pair) => [keyOf(pair), plain(pair.value)]));
  if (isSeq(node)) return node.items.map(plain);
  if (!isScalar(node)) {
    if (node === null || node === undefined) return null;
    throw new Error("YAML anchors and aliases (& and *) are not allowed here; write the value out");
  }
  return node.type === "PLAIN" ? plainScalar(node.source ?? "") : String(node.value);
}

function plainScalar(source) {
  if (["", "~", "null", "Null", "NULL"].includes(source)) return null;
  if (["true", "True", "TRUE"].includes(source)) return true;
  if (["false", "False", "FALSE"].includes(source)) return false;
  return /^[-+]?[0-9]{1,15}$/.test(source) ? Number(source) : source;
}

function keyOf(pair) {
  return String(pair.key.source ?? pair.key.value);
}

// --- changing -------------------------------------------------------------------------------------------------------

function applied(text, edits) {
  let changed = "";
  let at = 0;
  // Insertions stand before a removal that begins at the same place, and among themselves in the order they were made.
  const sorted = edits.map((edit, number) => ({ ...edit, number }));
  sorted.sort((a, b) => a.start - b.start || (a.end > a.start) - (b.end > b.start) || a.number - b.number);
  for (const { start, end, text: words } of sorted) {
    if (start < at) throw new Error("This change cannot be written without touching the rest of the file; nothing was saved.");
    changed += text.slice(at, start) + words;
    at = end;
  }
  return changed + text.slice(at);
}

function changeMap(file, node, wanted, schema, depth) {
  const { text, edits, root } = file;
  const pairs = node.items.map((pair) => ({ pair, key: keyOf(pair), old: plain(pair.value) }));
  const there = new Map(pairs.map((one) => [one.key, one]));
  const indent = pairs.length ? columnOf(text, pairs[0].pair.key.range[0]) : 0;
  const added = Object.keys(inOrder(wanted, schema, root)).filter(
    (key) => !there.has(key) && !same(undefined, wanted[key], ruleOf(schema, key, wanted[key], root), root),
  );

  for (const [number, { pair, key, old }] of pairs.entries()) {
    if (!knows(schema, key)) continue;
    const rule = ruleOf(schema, key, wanted[key], root);
    if (same(old, wanted[key], rule, root)) continue;
    if (isEmpty(wanted[key])) {
      const renamed = schema.patternProperties && added.find((other) => same(old, wanted[other], rule, root));
      if (renamed !== undefined && renamed !== false) {
        added.splice(added.indexOf(renamed), 1);
        edits.push({ start: pair.key.range[0], end: pair.key.range[1], text: keyText(renamed) });
      } else if (depth === 0 && allowsNull(rule)) {
        replace(file, pair, null, rule, indent, node.flow);
      } else {
        remove(file, node, number, pairs.map((one) => one.pair.key.range[0]), (n) => endOf(file, pairs[n].pair),
          (n) => isEmpty(wanted[pairs[n].key]) && knows(schema, pairs[n].key) && !isEmpty(pairs[n].old));
      }
    } else {
      change(file, pair, pair.value, wanted[key], rule, indent, node.flow, depth);
    }
  }

  const order = Object.keys(schema.properties ?? {});
  for (const key of added) {
    const value = inOrder(wanted[key], ruleOf(schema, key, wanted[key], root), root);
    const before = order.slice(0, Math.max(order.indexOf(key), 0));
    const last = schema.patternProperties
      ? pairs.length - 1
      : pairs.findLastIndex((one) => before.includes(one.key) || added.includes(one.key));
    if (node.flow) {
      const words = `${keyText(key)}: ${flow(value)}`;
      if (!pairs.length) edits.push({ start: node.range[0], end: node.range[1], text: `{${words}}` });
      else if (last < 0) edits.push({ start: pairs[0].pair.key.range[0], end: pairs[0].pair.key.range[0], text: `${words}, ` });
      else edits.push({ start: endOf(file, pairs[last].pair), end: endOf(file, pairs[last].pair), text: `, ${words}` });
    } else {
      const words = block({ [key]: value }, indent);
      if (last < 0) {
        const start = pairs[0].pair.key.range[0];
        edits.push({ start, end: start, text: `${words}\n${" ".repeat(indent)}` });
      } else {
        const start = lineEnd(text, endOf(file, pairs[last].pair));
        edits.push({ start, end: start, text: `\n${" ".repeat(indent)}${words}` });
      }
    }
  }
}

function change(file, pair, node, wanted, rule, indent, inFlow, depth) {
  const chosen = choose(rule, wanted, file.root);
  if (isMap(node) && isObject(wanted) && (node.items.length || node.flow))
    changeMap(file, node, wanted, chosen, depth + 1);
  else if (isSeq(node) && Array.isArray(wanted) && node.items.length && wanted.length)
    changeSeq(file, node, wanted, resolve(chosen.items ?? {}, file.root), inFlow, depth);
  else if (pair) replace(file, pair, wanted, rule, indent, inFlow);
  else replaceItem(file, node, wanted, rule, indent, inFlow);
}

/** The value after a key, whatever it was. */
function replace(file, pair, wanted, rule, indent, inFlow) {
  const { text, edits, root } = file;
  const node = pair.value;
  const colon = text.indexOf(":", pair.key.range[1]) + 1;
  const value = inOrder(wanted, rule, root);
  if (isScalar(node) && node.source !== "" && !isObject(value) && !Array.isArray(value)) {
    if (node.type === "PLAIN" || node.type.startsWith("QUOTE") || inFlow) {
      const long = typeof value === "string" && value.includes("\n") && !inFlow;
      const words = long ? literal(value, indent + 2) : scalar(value, node.type, inFlow);
      edits.push({ start: node.range[0], end: endOfNode(text, node), text: words });
    } else {
      // A block of lines stays one, with its own indentation.
      const words = typeof value === "string" ? literal(value, indentOf(text, node) ?? indent + 2) : scalar(value);
      edits.push({ start: node.range[0], end: endOfNode(text, node), text: words });
    }
    return;
  }
  const end = node && node.source !== "" ? Math.max(endOfNode(text, node), colon) : colon;
  edits.push({ start: colon, end, text: inFlow ? ` ${flow(value)}` : afterKey(value, indent) });
}

function replaceItem(file, node, wanted, rule, indent, inFlow) {
  const value = inOrder(wanted, rule, file.root);
  const words = isObject(value) || Array.isArray(value)
    ? inFlow ? flow(value) : itemText(value, indent, true)
    : scalar(value, node.type, inFlow);
  file.edits.push({ start: node.range[0], end: endOfNode(file.text, node), text: words });
}

function changeSeq(file, node, wanted, rule, inFlow, depth) {
  const { text, edits, root } = file;
  const old = node.items.map(plain);
  const pairs = aligned(old, wanted, (a, b) => same(a, b, rule, root));
  const flowing = node.flow;
  const dash = flowing ? 0 : columnOf(text, text.lastIndexOf("-", node.items[0].range[0] - 1));
  const likeMaps = isMap(node.items[0]) && node.items[0].flow;
  const removed = new Set(pairs.filter(([, now]) => now === null).map(([was]) => was));
  let last = -1;
  for (const [was, now] of pairs) {
    if (was !== null) last = was;
    if (was !== null && now !== null) {
      if (!same(old[was], wanted[now], rule, root))
        change(file, null, node.items[was], wanted[now], rule, dash + 2, flowing, depth + 1);
    } else if (now === null) {
      const starts = node.items.map((item) => flowing ? item.range[0] : text.lastIndexOf("-", item.range[0] - 1));
      remove(file, node, was, starts, (n) => endOfNode(text, node.items[n]), (n) => removed.has(n));
    } else {
      const value = inOrder(wanted[now], rule, root);
      if (flowing) {
        const at = last < 0 ? node.items[0].range[0] : endOfNode(text, node.items[last]);
        edits.push({ start: at, end: at, text: last < 0 ? `${flow(value)}, ` : `, ${flow(value)}` });
      } else {
        const words = `- ${itemText(value, dash + 2, likeMaps)}`;
        const start = last < 0
          ? text.lastIndexOf("-", node.items[0].range[0] - 1)
          : lineEnd(text, endOfNode(text, node.items[last]));
        edits.push({ start, end: start, text: last < 0 ? `${words}\n${" ".repeat(dash)}` : `\n${" ".repeat(dash)}${words}` });
      }
    }
  }
}

/** Which old element is which new one: those that are equal stay, and between them they are paired as they stand. */
function aligned(old, now, equal) {
  const longest = Array.from({ length: old.length + 1 }, () => new Array(now.length + 1).fill(0));
  for (let i = old.length - 1; i >= 0; i--)
    for (let j = now.length - 1; j >= 0; j--)
      longest[i][j] = equal(old[i], now[j]) ? longest[i + 1][j + 1] + 1 : Math.max(longest[i + 1][j], longest[i][j + 1]);
  const pairs = [];
  let [i, j, olds, nows] = [0, 0, [], []];
  const flush = () => {
    const both = Math.min(olds.length, nows.length);
    for (let n = 0; n < both; n++) pairs.push([olds[n], nows[n]]);
    for (const one of olds.slice(both)) pairs.push([one, null]);
    for (const one of nows.slice(both)) pairs.push([null, one]);
    [olds, nows] = [[], []];
  };
  while (i < old.length || j < now.length) {
    if (i < old.length && j < now.length && equal(old[i], now[j])) {
      flush();
      pairs.push([i++, j++]);
    } else if (j >= now.length || (i < old.length && longest[i + 1][j] >= longest[i][j + 1])) olds.push(i++);
    else nows.push(j++);
  }
  flush();
  return pairs;
}

/** Takes out element `number`; `starts` and `end` say where each stands, `gone` which others go too. */
function remove({ text, edits }, node, number, starts, end, gone) {
  const next = starts[number + 1];
  if (node.flow) {
    const kept = [...starts.keys()].some((n) => n < number && !gone(n));
    if (kept) edits.push({ start: end(number - 1), end: end(number), text: "" });
    else edits.push({ start: starts[number], end: next ?? end(number), text: "" });
    return;
  }
  const line = text.lastIndexOf("\n", starts[number] - 1) + 1;
  if (text.slice(line, starts[number]).trim()) edits.push({ start: starts[number], end: next ?? end(number), text: "" });
  else edits.push({ start: line, end: Math.min(lineEnd(text, end(number)) + 1, text.length), text: "" });
}

function columnOf(text, at) {
  return at - (text.lastIndexOf("\n", at - 1) + 1);
}

function lineEnd(text, at) {
  const end = text.indexOf("\n", at);
  return end < 0 ? text.length : end;
}

function endOf({ text }, pair) {
  const colon = text.indexOf(":", pair.key.range[1]) + 1;
  return pair.value ? Math.max(endOfNode(text, pair.value), colon) : colon;
}

/** Where a value ends, without the white space behind it. */
function endOfNode(text, node) {
  let end = node.range[1];
  while (end > node.range[0] && /\s/.test(text[end - 1])) end--;
  return end;
}

function indentOf(text, node) {
  const first = text.slice(lineEnd(text, node.range[0]) + 1, node.range[1]).split("\n").find((line) => line.trim());
  return first === undefined ? undefined : first.length - first.trimStart().length;
}

// --- writing --------------------------------------------------------------------------------------------------------

function isObject(value) {
  return typeof value === "object" && value !== null && !Array.isArray(value);
}

/** A value without what is empty or goes without saying, its keys in the order of the schema. */
function inOrder(value, schema, root) {
  const rule = choose(schema, value, root);
  if (Array.isArray(value)) return value.map((one) => inOrder(one, rule.items ?? {}, root));
  if (!isObject(value)) return value;
  const order = Object.keys(rule.properties ?? {});
  const keys = Object.keys(value).filter(
    (key) => !same(undefined, value[key], ruleOf(rule, key, value[key], root), root),
  );
  keys.sort((a, b) => order.indexOf(a) - order.indexOf(b));
  return Object.fromEntries(keys.map((key) => [key, inOrder(value[key], ruleOf(rule, key, value[key], root), root)]));
}

function keyText(key) {
  return /^[A-Za-z_][\w-]*$/.test(key) ? key : scalar(key, "PLAIN", true);
}

/** A text in double quotes, with every character that cannot be seen written as its number. */
function quoted(value) {
  return JSON.stringify(value).replace(/[\p{C}\u2028\u2029]/gu, (character) => {
    const code = character.codePointAt(0).toString(16).toUpperCase();
    return code.length > 4 ? `\\U${code.padStart(8, "0")}` : `\\u${code.padStart(4, "0")}`;
  });
}

function scalar(value, style = "PLAIN", inFlow = false) {
  if (typeof value !== "string") return String(value);
  if (style === "QUOTE_SINGLE" && !/[\p{C}\u2028\u2029]/u.test(value)) return `'${value.replaceAll("'", "''")}'`;
  return style !== "QUOTE_DOUBLE" && standsPlain(value, inFlow) ? value : quoted(value);
}

function standsPlain(value, inFlow) {
  const number = /^[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]+)?$/;
  return (
    typeof plainScalar(value) === "string" &&
    !number.test(value) &&
    /^[\p{L}\p{N}(]/u.test(value) &&
    !/[\p{C}\u2028\u2029]|:\s|:$|:\/\/|\s#|\s$/u.test(value) &&
    !/^(y|n|yes|no|on|off)$/i.test(value) &&
    !(inFlow && /[,[\]{}]/.test(value))
  );
}

function flow(value) {
  if (Array.isArray(value)) return `[${value.map(flow).join(", ")}]`;
  if (!isObject(value)) return scalar(value, "PLAIN", true);
  return `{${Object.entries(value).map(([key, one]) => `${keyText(key)}: ${flow(one)}`).join(", ")}}`;
}

function fits(value) {
  const words = flow(value);
  return words.length <= LONGEST_LINE && !words.includes("\\n");
}

function isFlat(value) {
  return (Array.isArray(value) ? value : Object.values(value)).every((one) => !isObject(one) && !Array.isArray(one));
}

/** Lines of a mapping or list, the first without its indentation. */
function block(value, indent) {
  const next = `\n${" ".repeat(indent)}`;
  if (Array.isArray(value)) return value.map((one) => `- ${itemText(one, indent + 2, true)}`).join(next);
  return Object.entries(value).map(([key, one]) => `${keyText(key)}:${afterKey(one, indent)}`).join(next);
}

function itemText(value, indent, flowing) {
  if (!isObject(value) && !Array.isArray(value)) return value?.includes?.("\n") ? literal(value, indent) : scalar(value);
  return (flowing && fits(value)) || Array.isArray(value) ? flow(value) : block(value, indent);
}

function afterKey(value, indent) {
  if (!isObject(value) && !Array.isArray(value))
    return ` ${typeof value === "string" && value.includes("\n") ? literal(value, indent + 2) : scalar(value)}`;
  if ((Array.isArray(value) && !value.length) || (isFlat(value) && fits(value))) return ` ${flow(value)}`;
  return `\n${" ".repeat(indent + 2)}${block(value, indent + 2)}`;
}

function literal(value, indent) {
  if (/^\s|\p{C}/u.test(value.replaceAll("\n", ""))) return quoted(value);
  const lines = value.replace(/\n+$/, "").split("\n");
  const keep = value.endsWith("\n") ? "|" : "|-";
  return [keep, ...lines.map((line) => (line ? " ".repeat(indent) + line : ""))].join("\n");
}
