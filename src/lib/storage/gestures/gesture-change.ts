import { isJson, type JsonValue } from '../../base/json.ts';
import type { PlacedGesture, SlotName } from '../backend.ts';
import type { GestureChange, GestureStack } from './gesture-store.ts';

export const GESTURE_STACKS = ['undo', 'redo'] as const satisfies readonly GestureStack[];

/** A slot within its project, as rows and locks name it. */
export const slotKey = ({ branchId, number }: Omit<SlotName, 'projectId'>): number | string =>
	branchId === undefined ? number : `${branchId}:${number}`;

/** The number a key stands for; undefined when it is not one of these lists. */
export function numberOfSlot(key: number | string, branchId: SlotName['branchId']): number | undefined {
	if (typeof key === 'number') return branchId === undefined ? key : undefined;
	const [branch, number] = key.split(':');
	return branch === branchId ? Number(number) : undefined;
}

/** Whether the change takes away what stands there. */
export function removesGesture(change: GestureChange, stack: GestureStack, index: number): boolean {
	return index >= (change.truncate?.[stack] ?? Infinity) || index < (change.dropBefore?.[stack] ?? 0);
}

/** Both changes as one: a device that stays full for hours must not keep every gesture in memory several times. */
export function joinGestureChanges(first: GestureChange, then: GestureChange): GestureChange {
	const replaced = new Set((then.put ?? []).map(({ stack, index }) => `${stack}:${index}`));
	const left = (first.put ?? []).filter(
		({ stack, index }) => !removesGesture(then, stack, index) && !replaced.has(`${stack}:${index}`),
	);
	return {
		truncate: bounds(Math.min, first.truncate, then.truncate, Infinity),
		dropBefore: bounds(Math.max, first.dropBefore, then.dropBefore, 0),
		put: [...left, ...(then.put ?? [])],
	};
}

type Bounds = { readonly [stack in GestureStack]?: number };

const bounds = (
	pick: (a: number, b: number) => number,
	a: Bounds | undefined,
	b: Bounds | undefined,
	none: number,
): Bounds => ({
	undo: pick(a?.undo ?? none, b?.undo ?? none),
	redo: pick(a?.redo ?? none, b?.redo ?? none),
});

/** For sorting; which stack comes first does not matter, only that it is always the same. */
export const lowestFirst = (a: PlacedGesture, b: PlacedGesture): number =>
	a.index - b.index || (a.stack < b.stack ? -1 : 1);

/** What stands after the change, lowest index first. */
export function changeGestures(
	rows: readonly PlacedGesture[],
	change: GestureChange,
): readonly PlacedGesture[] {
	const standing = new Map<string, PlacedGesture>();
	for (const row of rows) {
		if (!removesGesture(change, row.stack, row.index)) standing.set(`${row.stack}:${row.index}`, row);
	}
	for (const row of change.put ?? []) standing.set(`${row.stack}:${row.index}`, row);
	return [...standing.values()].sort(lowestFirst);
}

/** A gesture holds values of documents some levels down: the deepest of them must fit as well. */
const LEVELS_ABOVE_VALUES = 16;

export const isPayload = (value: unknown): value is JsonValue => isJson(value, -LEVELS_ABOVE_VALUES);

/** What a row says, or `null` when it is none of ours. */
export function parseGesture(row: unknown): PlacedGesture | null {
	if (typeof row !== 'object' || row === null) return null;
	const { stack, index, payload } = row as { readonly [key in keyof PlacedGesture]?: unknown };
	if (!isStack(stack) || !isIndex(index) || !isPayload(payload)) return null;
	return { stack, index, payload };
}

const isStack = (value: unknown): value is GestureStack =>
	(GESTURE_STACKS as readonly unknown[]).includes(value);
const isIndex = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;
