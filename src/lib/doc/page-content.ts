import * as Y from 'yjs';
import { isFiniteThroughout, isJson, jsonEqual, type JsonValue } from '../base/json.ts';
import { cleanText, faultOfText, REPLACEMENT } from './plain-text.ts';

/** A run of text with its styles, by name: `bold: {}`, `link: { href }`. */
export type PageText = { readonly text: string; readonly marks: Readonly<Record<string, JsonValue>> };

/** A block, or a thing within a line, by its name in the editor. Names this version does not know are as good. */
export type PageElement = {
	readonly type: string;
	readonly attrs: Readonly<Record<string, JsonValue>>;
	readonly children: readonly PageNode[];
};

export type PageNode = PageElement | PageText;

/** What nests deeper is not shown. */
export const MAX_PAGE_DEPTH = 64;

export const isPageText = (node: PageNode): node is PageText => 'text' in node;

/** What one child of a page or element holds: an element, or runs of text; nothing when it is neither. */
export function readContent(child: unknown, depth = 1): readonly PageNode[] {
	if (depth > MAX_PAGE_DEPTH) return [];
	if (child instanceof Y.XmlText) return readRuns(child);
	// A hook is a kind of map that nobody writes any more.
	if (!(child instanceof Y.XmlElement)) return [];
	const attrs = readValues(child.getAttributes());
	const children = child.toArray().flatMap((inner: unknown) => readContent(inner, depth + 1));
	const type = cleanText(String(child.nodeName));
	return [Object.freeze({ type, attrs, children: Object.freeze(joinRuns(children)) })];
}

function readRuns(text: Y.XmlText): PageNode[] {
	const delta = text.toDelta() as { insert: unknown; attributes?: Record<string, unknown> }[];
	const runs = delta.map(({ insert, attributes }) => ({
		text: typeof insert === 'string' ? cleanText(insert) : REPLACEMENT,
		marks: readValues(attributes ?? {}),
	}));
	return joinRuns(runs);
}

/** What obeys the rules for attributes and styles; the rest stays in the document, unseen. */
function readValues(values: Record<string, unknown>): Readonly<Record<string, JsonValue>> {
	const read = Object.entries(values).filter(([name, value]) => faultOfValue(name, value) === undefined);
	return Object.freeze(Object.fromEntries(read) as Record<string, JsonValue>);
}

const MAX_NAME_LENGTH = 64;
const MAX_VALUE_LENGTH = 100_000;
const FORBIDDEN_NAMES = new Set(['__proto__', 'constructor', 'prototype']);

/** The rule that a name of a block, attribute or style breaks; undefined when it breaks none. */
export function faultOfName(name: unknown): string | undefined {
	if (
		typeof name === 'string' &&
		name !== '' &&
		name.length <= MAX_NAME_LENGTH &&
		!FORBIDDEN_NAMES.has(name)
	) {
		return faultOfText(name) === undefined ? undefined : `must be a name that ${faultOfText(name)}`;
	}
	const shown = typeof name === 'string' ? JSON.stringify(name.slice(0, MAX_NAME_LENGTH)) : typeof name;
	return `must be a name of 1 to ${MAX_NAME_LENGTH} characters that JavaScript does not reserve, but is ${shown}`;
}

/** The rule that an attribute or style breaks; undefined when it breaks none. */
export function faultOfValue(name: string, value: unknown): string | undefined {
	const fault = faultOfName(name);
	if (fault !== undefined) return fault;
	if (value === null || !isJson(value) || !isFiniteThroughout(value)) {
		const shown = typeof value === 'number' || value === null ? String(value) : `a ${typeof value}`;
		return `must be JSON other than null, with finite numbers, but ${JSON.stringify(name)} is ${shown}`;
	}
	const { length } = JSON.stringify(value);
	if (length <= MAX_VALUE_LENGTH) return undefined;
	return `may have at most ${MAX_VALUE_LENGTH} characters, but ${JSON.stringify(name)} has ${length}`;
}

/** Text of the same styles side by side is one run, however it was typed; empty runs are none. */
export function joinRuns(nodes: readonly PageNode[]): PageNode[] {
	const joined: PageNode[] = [];
	for (const node of nodes) {
		const last = joined.at(-1);
		if (!isPageText(node)) joined.push(node);
		else if (node.text === '') continue;
		else if (last && isPageText(last) && jsonEqual(last.marks, node.marks)) {
			joined[joined.length - 1] = Object.freeze({ text: last.text + node.text, marks: last.marks });
		} else joined.push(Object.freeze({ text: node.text, marks: node.marks }));
	}
	return joined;
}

/** New Yjs content for these nodes: runs side by side become one text. */
export function buildContent(nodes: readonly PageNode[]): (Y.XmlElement | Y.XmlText)[] {
	return unitsOf(nodes).map((unit) => {
		const [first] = unit;
		if (first && !isPageText(first)) return buildElement(first);
		const text = new Y.XmlText();
		text.applyDelta(
			unit.map((run) => (isPageText(run) ? { insert: run.text, attributes: { ...run.marks } } : {})),
		);
		return text;
	});
}

function buildElement({ type, attrs, children }: PageElement): Y.XmlElement {
	const element = new Y.XmlElement<Record<string, JsonValue>>(type);
	for (const [name, value] of Object.entries(attrs)) element.setAttribute(name, value);
	element.insert(0, buildContent(children));
	return element as unknown as Y.XmlElement;
}

/** Nodes as a page holds them: each element by itself, neighbouring runs together. */
export function unitsOf(nodes: readonly PageNode[]): (readonly PageNode[])[] {
	const units: PageNode[][] = [];
	for (const node of joinRuns(nodes)) {
		const last = units.at(-1);
		if (isPageText(node) && last?.[0] && isPageText(last[0])) last.push(node);
		else units.push([node]);
	}
	return units;
}

/** What can be read aloud: one line for each element that holds text itself, and for each line break within. */
export function plainTextOf(nodes: readonly PageNode[]): string {
	const lines: string[] = [];
	// At the top every element is a block, whatever stands beside it.
	for (const unit of unitsOf(nodes)) gatherLines(unit, lines);
	return lines.join('\n');
}

function gatherLines(nodes: readonly PageNode[], lines: string[]): void {
	if (nodes.some(isPageText)) lines.push(inlineText(nodes));
	else for (const node of nodes as readonly PageElement[]) gatherLines(node.children, lines);
}

const inlineText = (nodes: readonly PageNode[]): string =>
	nodes
		.map((node) =>
			isPageText(node) ? node.text : node.type === 'hardBreak' ? '\n' : inlineText(node.children),
		)
		.join('');
