import { err } from '../../base/result.ts';
import type { EditLabel, Origin } from '../live-document.ts';
import { faultOfName, faultOfValue, MAX_PAGE_DEPTH, type PageNode } from '../page-content.ts';
import type { PageDocument } from '../page.ts';
import { faultOfText, MAX_TEXT_LENGTH } from '../plain-text.ts';
import type { CommandResult } from './command.ts';

export const MAX_PAGE_NODES = 50_000;

/**
 * Makes a page hold this content, as a restore does; only the blocks that differ are replaced. Names of blocks and
 * styles need not be known. Tells how many blocks of a hostile peer were left because they nest too deep to delete.
 */
export function setPage(
	page: PageDocument,
	content: readonly PageNode[],
	label: EditLabel = 'edit-page',
	origin: Origin = 'edit',
): CommandResult<{ left: number }> {
	const { refusal } = page.document;
	if (refusal) return err(refusal);
	const size = { nodes: 0, characters: 0 };
	const fault = faultOfNodes(content, 1, size);
	if (fault !== undefined) return err({ reason: 'invalid-value', message: `The page ${fault}.` });
	const tooLarge = faultOfSize(size);
	if (tooLarge !== undefined) return err({ reason: 'too-large', message: `The page ${tooLarge}.` });
	return page.replace(label, origin, content);
}

type Size = { nodes: number; characters: number };

function faultOfSize({ nodes, characters }: Size): string | undefined {
	if (nodes > MAX_PAGE_NODES) return `may have at most ${MAX_PAGE_NODES} parts, but has ${nodes}`;
	if (characters <= MAX_TEXT_LENGTH) return undefined;
	return `may have at most ${MAX_TEXT_LENGTH} characters, but has ${characters}`;
}

function faultOfNodes(nodes: unknown, depth: number, size: Size): string | undefined {
	if (!Array.isArray(nodes)) return `must be a list of blocks, but at level ${depth} has ${typeof nodes}`;
	if (depth > MAX_PAGE_DEPTH && nodes.length > 0) return `must not nest deeper than ${MAX_PAGE_DEPTH} levels`;
	size.nodes += nodes.length;
	for (const node of nodes as unknown[]) {
		const fault = faultOfNode(node, depth, size);
		if (fault !== undefined) return fault;
	}
	return undefined;
}

function faultOfNode(node: unknown, depth: number, size: Size): string | undefined {
	if (typeof node !== 'object' || node === null)
		return `must hold blocks and text, but holds ${String(node)}`;
	const { text, marks, type, attrs, children } = node as Record<string, unknown>;
	if (text !== undefined) {
		if (typeof text !== 'string') return `has text that is no text but ${typeof text}`;
		size.characters += text.length;
		const fault = faultOfText(text);
		return fault === undefined ? faultOfValues('text whose style', marks) : `has text that ${fault}`;
	}
	const fault = faultOfName(type);
	if (fault !== undefined) return `has a block whose type ${fault}`;
	return (
		faultOfValues(`“${type as string}” block whose attribute`, attrs) ??
		faultOfNodes(children, depth + 1, size)
	);
}

function faultOfValues(what: string, values: unknown): string | undefined {
	if (typeof values !== 'object' || values === null)
		return `has a ${what}s are missing, where {} stands for none`;
	for (const [name, value] of Object.entries(values)) {
		const fault = faultOfValue(name, value);
		if (fault !== undefined) return `has a ${what} ${fault}`;
	}
	return undefined;
}
