import type { PageSession } from '#lib/studio/page-session.svelte.ts';

export type PageBody = PageSession['body'];

/** What this version can show: names of blocks and of styles. */
export type Vocabulary = {
	readonly nodes: Readonly<Record<string, unknown>>;
	readonly marks: Readonly<Record<string, unknown>>;
};

// Styles that overlap themselves carry a hash behind their name.
const HASH = /--[A-Za-z0-9+/=]{8}$/;

/**
 * Blocks and styles in a page that this version does not know. The editor's binding would delete them, so a page
 * with any is not opened for editing: a newer peer's work is never erased.
 */
export function unknownContent(body: PageBody, known: Vocabulary): string[] {
	const unknown = new Set<string>();
	const waiting: unknown[] = body.toArray();
	for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
		if (isElement(node)) {
			if (!Object.hasOwn(known.nodes, node.nodeName)) unknown.add(node.nodeName);
			waiting.push(...node.toArray());
		} else if (isText(node)) {
			for (const { insert, attributes } of node.toDelta()) {
				if (typeof insert !== 'string') unknown.add('embed');
				for (const [mark, value] of Object.entries(attributes ?? {})) {
					const name = mark.replace(HASH, '');
					if (value !== null && name !== 'ychange' && !Object.hasOwn(known.marks, name)) unknown.add(name);
				}
			}
		} else unknown.add('hook');
	}
	return [...unknown].sort();
}

type Element = { readonly nodeName: string; toArray(): unknown[] };
type Text = { toDelta(): { insert: unknown; attributes?: Record<string, unknown> }[] };

// Told apart by shape: Yjs's own classes stay inside lib/doc.
const isElement = (node: unknown): node is Element =>
	typeof node === 'object' && node !== null && 'nodeName' in node && 'toArray' in node;
const isText = (node: unknown): node is Text =>
	typeof node === 'object' && node !== null && 'toDelta' in node;
