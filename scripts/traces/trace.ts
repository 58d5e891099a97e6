import { readFileSync } from 'node:fs';
import { gunzipSync } from 'node:zlib';
import { err, ok, type Result } from '#lib/base/result.ts';

/** Position and number of deleted characters in Unicode code points, then what is inserted there. */
export type Patch = readonly [position: number, deleted: number, inserted: string];

/** One person's work, step by step. */
export type SequentialTrace = {
	readonly kind: 'sequential';
	readonly startContent: string;
	readonly endContent: string;
	readonly txns: readonly { readonly patches: readonly Patch[] }[];
};

/** A step of somebody who knew exactly what `parents`, and all before them, had done. */
export type ConcurrentTxn = {
	readonly parents: readonly number[];
	readonly agent: number;
	readonly patches: readonly Patch[];
};

/** The work of several people at once; parents come before their children. */
export type ConcurrentTrace = {
	readonly kind: 'concurrent';
	readonly endContent: string;
	readonly txns: readonly ConcurrentTxn[];
};

export type Trace = SequentialTrace | ConcurrentTrace;

/** Reads a trace in the format of github.com/josephg/editing-traces, compressed or not. */
export function loadTrace(path: string): Result<Trace, string> {
	try {
		const bytes = readFileSync(path);
		const isCompressed = bytes[0] === 0x1f && bytes[1] === 0x8b;
		return parseTrace(JSON.parse((isCompressed ? gunzipSync(bytes) : bytes).toString('utf8')));
	} catch (cause) {
		return err(cause instanceof Error ? cause.message : String(cause));
	}
}

export function parseTrace(json: unknown): Result<Trace, string> {
	if (!isRecord(json)) return err('A trace must be an object');
	const { kind, startContent = '', endContent, txns } = json;
	if (typeof endContent !== 'string') return err('A trace must have a text "endContent"');
	if (!Array.isArray(txns)) return err('A trace must have a list "txns"');
	for (const [index, txn] of txns.entries()) {
		const fault = faultOfTxn(txn, index, kind === 'concurrent');
		if (fault !== undefined) return err(`Transaction ${index}: ${fault}`);
	}
	if (kind === 'concurrent') return ok({ kind, endContent, txns: txns as ConcurrentTxn[] });
	if (kind !== undefined && kind !== 'sequential') {
		return err(`"kind" must be "sequential" or "concurrent", but is ${JSON.stringify(kind)}`);
	}
	if (typeof startContent !== 'string') return err('"startContent" must be text');
	return ok({ kind: 'sequential', startContent, endContent, txns: txns as SequentialTrace['txns'] });
}

function faultOfTxn(txn: unknown, index: number, isConcurrent: boolean): string | undefined {
	if (!isRecord(txn) || !Array.isArray(txn['patches'])) return 'must have a list "patches"';
	const wrong = txn['patches'].findIndex((patch) => !isPatch(patch));
	if (wrong >= 0) return `patch ${wrong} must be [position, deleted, inserted]`;
	if (!isConcurrent) return undefined;
	const { parents, agent } = txn;
	if (!isCount(agent)) return '"agent" must be a number';
	const isEarlier = (parent: unknown) => isCount(parent) && parent < index;
	return Array.isArray(parents) && parents.every(isEarlier)
		? undefined
		: '"parents" must be earlier transactions';
}

const isPatch = (patch: unknown) =>
	Array.isArray(patch) && isCount(patch[0]) && isCount(patch[1]) && typeof patch[2] === 'string';
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
const isRecord = (value: unknown): value is Record<string, unknown> =>
	typeof value === 'object' && value !== null;
