/** One line of a benchmark's result. */
export interface Figure {
	readonly name: string;
	readonly unit: string;
	readonly ours: number;
	/** What we compare with: a peer, a physical limit, or a budget. */
	readonly against: string;
	readonly value: number;
	/** How many times better than `value` we are; above 1 is better. */
	readonly ratio: number;
	/** What it has to reach, where that is not plain from the budget: so many times better, or so much at most. */
	readonly target?: { readonly ratio: number } | { readonly most: number };
}

/** Whether a figure is as good as it has to be; null when nothing was asked of it. */
export function isMet({ ours, ratio, against, target }: Figure): boolean | null {
	if (target) return 'ratio' in target ? ratio >= target.ratio : ours <= target.most;
	return against === 'budget' ? ratio >= 1 : null;
}

/** The middle of at least five measurements. */
export function median(values: readonly number[]): number {
	if (values.length < 5) throw new Error(`A median needs at least 5 measurements, got ${values.length}`);
	const sorted = [...values].sort((a, b) => a - b);
	const middle = sorted.length >> 1;
	const upper = sorted[middle] ?? NaN;
	return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] ?? NaN) + upper) / 2;
}

/** A figure where less is better, held against a budget. */
export function againstBudget(name: string, unit: string, ours: number, budget: number): Figure {
	return { name, unit, ours: round(ours), against: 'budget', value: budget, ratio: round(budget / ours) };
}

/** Three digits after the point are enough for any figure. */
export const round = (value: number) => Math.round(value * 1000) / 1000;
