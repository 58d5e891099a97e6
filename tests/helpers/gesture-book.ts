import type { JsonValue } from '#lib/base/json.ts';
import { formatGesture, parseGestures } from '#lib/editor/gesture-log.ts';
import type { History, HistoryWrite, StackName, Stacks } from '#lib/editor/history.ts';

/** What a device keeps of undo lists, as plain as it can be: rows of JSON, written as the history says. */
export class GestureBook {
	readonly rows: Readonly<Record<StackName, Map<number, JsonValue>>> = { undo: new Map(), redo: new Map() };
	writes = 0;

	/** Keeps what this history says from now on. */
	keep(history: History): void {
		history.onWrite((write) => this.#take(write));
	}

	/** The lists as a later visit reads them. */
	read(): Stacks {
		const stack = (name: StackName) => {
			const rows = [...this.rows[name]].sort(([a], [b]) => a - b);
			return parseGestures(rows.map(([index, payload]) => ({ index, payload: structuredClone(payload) })));
		};
		return { undo: stack('undo'), redo: stack('redo') };
	}

	#take({ truncate, dropBefore, put }: HistoryWrite): void {
		this.writes += 1;
		for (const name of ['undo', 'redo'] as const) {
			for (const index of this.rows[name].keys()) {
				if (index >= (truncate[name] ?? Infinity) || index < (dropBefore[name] ?? 0)) {
					this.rows[name].delete(index);
				}
			}
		}
		for (const { stack, index, gesture } of put) {
			this.rows[stack].set(index, structuredClone(formatGesture(gesture)));
		}
	}
}
