import * as decoding from 'lib0/decoding';
import * as Y from 'yjs';
import { err, ok, type Result } from '../base/result.ts';
import type { Deletions } from './deletions.ts';

/** What a v1 update carries, without what it says. */
export type UpdateSummary = {
	/** For each author in it, the clock just behind their last struct. */
	readonly ends: ReadonlyMap<number, number>;
	/** For each author it follows on or refers to, the clock up to which a document must have them already. */
	readonly needs: ReadonlyMap<number, number>;
	readonly deletions: Deletions;
	/** Neither structs nor deletions. */
	readonly empty: boolean;
};

/** What passes on a server's stack must not overflow a reader's, which may stand much deeper when it decodes. */
const MAX_NESTING = 64;
/** Structs in one update: what a document of the largest size can hold, and a decoder can bear. */
const MAX_STRUCTS = 1_000_000;
/** How often the authors in one update may take turns with each other. */
const MAX_TURNS = 1_000_000;
const MAX_NAME_LENGTH = 512;
/** Assigning to it replaces an object's prototype. */
const FORBIDDEN_NAME = '__proto__';

/**
 * Decodes a v1 update from somebody else before anything is done with it: whole, nothing behind its end, each
 * author once and in Yjs's order (merging an update that breaks that loses other people's structs), its names and
 * nesting such that no reader is hurt. What passes can still be nonsense; readers validate what it says.
 */
export function readUpdate(update: Uint8Array): Result<UpdateSummary, string> {
	try {
		const { structs, ds } = Y.decodeUpdateV2(update, NotingDecoder);
		if (decoding.hasContent(NotingDecoder.latest)) return err('The update has bytes left over');
		if (structs.length > MAX_STRUCTS) return err(`An update may have ${MAX_STRUCTS} structs`);
		for (const deletions of ds.clients.values()) {
			if (deletions.some(({ clock, len }) => !isSpan(clock, len))) return err('A deletion is of nothing');
		}
		return summarize(structs, ds.clients);
	} catch (cause) {
		return err(`The update cannot be read (${cause instanceof Error ? cause.message : String(cause)})`);
	}
}

/** Yjs makes its own decoder: this one lets us see what is left behind the update. */
class NotingDecoder extends Y.UpdateDecoderV1 {
	static latest: decoding.Decoder = decoding.createDecoder(new Uint8Array());

	constructor(rest: decoding.Decoder) {
		super(rest);
		NotingDecoder.latest = rest;
	}
}

/** Like `readUpdate`, when only the verdict matters. */
export function checkUpdate(update: Uint8Array): Result<void, string> {
	const summary = readUpdate(update);
	return summary.ok ? ok() : summary;
}

type Struct = Y.Item | Y.GC | Y.Skip;
type YDeletions = ReadonlyMap<number, readonly { readonly clock: number; readonly len: number }[]>;

function summarize(structs: readonly Struct[], deleted: YDeletions): Result<UpdateSummary, string> {
	const starts = new Map<number, number>();
	const ends = new Map<number, number>();
	let author = Infinity;
	for (const struct of structs) {
		const { id, length } = struct;
		const bad = struct instanceof Y.Item ? checkItem(struct) : null;
		if (bad) return err(bad);
		if (id.client > author || (id.client === author && id.clock !== ends.get(author))) {
			return err('The structs are not in order');
		}
		if (!isSpan(id.clock, length)) return err('A struct has no length, or too much of it');
		if (!starts.has(id.client)) starts.set(id.client, id.clock);
		author = id.client;
		ends.set(author, id.clock + length);
	}
	if (starts.size > 1 && !canFollow(structs, starts, ends)) return err('Structs wait for each other');
	const deletions = flatten(deleted);
	const needs = needsOf(structs, starts, ends, deletions);
	return ok({ ends, needs, deletions, empty: structs.length === 0 && deletions.size === 0 });
}

function needsOf(
	structs: readonly Struct[],
	starts: ReadonlyMap<number, number>,
	ends: ReadonlyMap<number, number>,
	deletions: Deletions,
): Map<number, number> {
	const needs = new Map(starts);
	const need = (client: number, end: number) => {
		if (end > (needs.get(client) ?? 0)) needs.set(client, end);
	};
	const refer = (client: number, end: number) => {
		if (end > (ends.get(client) ?? 0)) need(client, end);
	};
	for (const struct of structs) {
		// A hole is fine where the reader has what belongs there.
		if (struct instanceof Y.Skip) need(struct.id.client, struct.id.clock + struct.length);
		else if (struct instanceof Y.Item) {
			for (const { client, clock } of referencesOf(struct)) refer(client, clock + 1);
		}
	}
	// `forEach`: V8 optimizes a loop over a map's pairs and gives that up again, hundreds of times a minute.
	deletions.forEach((spans, client) => refer(client, lastEnd(spans)));
	return needs;
}

function lastEnd(spans: readonly number[]): number {
	let last = 0;
	for (let i = 1; i < spans.length; i += 2) last = Math.max(last, spans[i] ?? 0);
	return last;
}

function flatten(deleted: YDeletions): Deletions {
	const deletions = new Map<number, number[]>();
	deleted.forEach((spans, client) => {
		if (spans.length === 0) return;
		const ends: number[] = [];
		for (const { clock, len } of spans) ends.push(clock, clock + len);
		deletions.set(client, ends);
	});
	return deletions;
}

function checkItem(item: Y.Item): string | null {
	// Yjs waits for what other authors have yet to send, but trusts an author about their own past: applying would throw.
	const { client: author, clock: own } = item.id;
	for (const { client, clock } of referencesOf(item)) {
		if (client === author && clock >= own) return 'A struct refers to a later one';
	}
	if (typeof item.parent === 'string' && !isName(item.parent)) return 'A root has no proper name';
	if (item.parentSub !== null && !isName(item.parentSub)) return 'A key has no proper name';
	for (const value of valuesIn(item.content)) {
		if (isPlain(value, MAX_NESTING)) continue;
		return `A value nests deeper than ${MAX_NESTING} levels, or is no plain value`;
	}
	return null;
}

const isName = (name: string) => name.length <= MAX_NAME_LENGTH && name !== FORBIDDEN_NAME;

function referencesOf({ origin, rightOrigin, parent }: Y.Item): Y.ID[] {
	const references: Y.ID[] = [];
	if (origin !== null) references.push(origin);
	if (rightOrigin !== null) references.push(rightOrigin);
	if (parent instanceof Y.ID) references.push(parent);
	return references;
}

/** Plain objects, lists and values. Decoding the forbidden key makes an object with another prototype. */
function isPlain(value: unknown, levels: number): boolean {
	if (typeof value !== 'object' || value === null || value instanceof Uint8Array) return true;
	if (levels === 0) return false;
	if (Array.isArray(value)) return value.every((inner) => isPlain(inner, levels - 1));
	if (Object.getPrototypeOf(value) !== Object.prototype || Object.hasOwn(value, FORBIDDEN_NAME)) return false;
	return Object.values(value).every((inner) => isPlain(inner, levels - 1));
}

function valuesIn(content: Y.Item['content']): unknown[] {
	if (content instanceof Y.ContentAny || content instanceof Y.ContentJSON) return content.arr;
	if (content instanceof Y.ContentEmbed) return [content.embed];
	if (content instanceof Y.ContentFormat) return [content.value];
	return content instanceof Y.ContentDoc ? [content.opts] : [];
}

const isSpan = (clock: number, length: number) => length > 0 && Number.isSafeInteger(clock + length);

/** Whether the authors can be put in an order in which each struct's references come before it. */
function canFollow(
	structs: readonly Struct[],
	starts: ReadonlyMap<number, number>,
	ends: ReadonlyMap<number, number>,
): boolean {
	const queues = new Map<number, Struct[]>();
	for (const struct of structs) {
		const queue = queues.get(struct.id.client);
		if (queue) queue.push(struct);
		else queues.set(struct.id.client, [struct]);
	}
	const progress = new Map(starts);
	const next = new Map<number, number>();
	const waiting = new Map<number, number[]>();
	const ready = [...queues.keys()];
	/** The author a struct must wait for, or null. What this update does not bring is no reason to wait. */
	const blockedBy = (struct: Struct): number | null => {
		if (!(struct instanceof Y.Item)) return null;
		for (const { client, clock } of referencesOf(struct)) {
			if (clock < (ends.get(client) ?? 0) && clock >= (progress.get(client) ?? 0)) return client;
		}
		return null;
	};
	let turns = 0;
	for (let author = ready.pop(); author !== undefined; author = ready.pop()) {
		// Nobody's edits interleave like that; without a bound it could be made to take for ever.
		if (++turns > MAX_TURNS) return false;
		const queue = queues.get(author) ?? [];
		const before = next.get(author) ?? 0;
		let at = before;
		let blocker: number | null = null;
		for (let struct = queue[at]; struct !== undefined; struct = queue[++at]) {
			blocker = blockedBy(struct);
			if (blocker !== null) break;
			progress.set(author, struct.id.clock + struct.length);
		}
		next.set(author, at);
		if (blocker !== null) {
			const others = waiting.get(blocker);
			if (others) others.push(author);
			else waiting.set(blocker, [author]);
		}
		if (at === before) continue;
		ready.push(...(waiting.get(author) ?? []));
		waiting.delete(author);
	}
	return [...queues].every(([author, queue]) => next.get(author) === queue.length);
}
