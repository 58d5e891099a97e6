/**
 * Versions of what several people write at once. A version is named by its latest steps (`heads`): it holds them and
 * all that came before. Steps are numbered so that parents are lower than their children.
 */
export type Heads = readonly number[];

/** Steps in the one version and not in the other, each ascending. Costs what lies between them. */
export function compareVersions(
	parentsOf: (step: number) => Heads,
	a: Heads,
	b: Heads,
): { readonly onlyA: number[]; readonly onlyB: number[] } {
	const [A, B] = [1, 2];
	const sides = new Map<number, number>();
	const waiting: number[] = [];
	let undecided = 0;
	const reach = (step: number, side: number) => {
		const known = sides.get(step) ?? 0;
		if (known === 0) insertSorted(waiting, step);
		const both = known | side;
		if (known !== A + B && known !== 0 && both === A + B) undecided--;
		if (known === 0 && both !== A + B) undecided++;
		sides.set(step, both);
	};
	for (const step of a) reach(step, A);
	for (const step of b) reach(step, B);
	const only: [number[], number[]] = [[], []];
	while (undecided > 0) {
		// The highest step: whoever leads to it has been seen.
		const step = waiting.pop() as number;
		const side = sides.get(step) as number;
		if (side !== A + B) {
			undecided--;
			only[side === A ? 0 : 1].push(step);
		}
		for (const parent of parentsOf(step)) reach(parent, side);
	}
	return { onlyA: only[0].reverse(), onlyB: only[1].reverse() };
}

/** The heads of a version after it learned of these steps, which are all that came before them as well. */
export function addToHeads(
	parentsOf: (step: number) => Heads,
	heads: Heads,
	steps: readonly number[],
): Heads {
	const next = new Set([...heads, ...steps]);
	for (const step of steps) for (const parent of parentsOf(step)) next.delete(parent);
	return [...next];
}

/** The latest step of a version of which something holds; undefined when it holds of none. */
export function latestWithin(
	parentsOf: (step: number) => Heads,
	heads: Heads,
	holds: (step: number) => boolean,
): number | undefined {
	const waiting = [...new Set(heads)].sort((a, b) => a - b);
	const seen = new Set(waiting);
	for (let step = waiting.pop(); step !== undefined; step = waiting.pop()) {
		if (holds(step)) return step;
		for (const parent of parentsOf(step)) {
			if (seen.has(parent)) continue;
			seen.add(parent);
			insertSorted(waiting, parent);
		}
	}
	return undefined;
}

function insertSorted(list: number[], value: number): void {
	let at = list.length;
	while (at > 0 && (list[at - 1] as number) > value) at--;
	list.splice(at, 0, value);
}
